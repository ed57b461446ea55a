/** Minutes of rest after which going on writing is a new version. */
const PAUSE_MINUTES = 10;
/** A version holds at most so much writing, however little its author rests. */
const STRETCH_MINUTES = 30;
/** Taking so many parts away at once keeps the letter as it was before. */
const LOSS = 3;

/** Newest versions that are all kept; older ones thin out. */
export const KEPT_NEWEST = 40;
/** Versions of one variant at most. */
export const KEPT_AT_MOST = 100;

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The newest version, which is the draft as it stands. */
export interface Stretch {
  savedBy: string;
  startedAt: Date;
  savedAt: Date;
  /** Something happened at it (it was tested, sent, restored …): it stays as it is. */
  isSealed: boolean;
}

/** A save that follows it. */
export interface NextSave {
  by: string;
  at: Date;
  isUnchanged: boolean;
  /** It says again what the version below the newest says: what was written since was undone. */
  isUndone: boolean;
  /** How many parts it takes away. */
  removed: number;
}

export type VersionDecision =
  | { keep: "nothing" }
  | { keep: "grown" }
  | { keep: "older" }
  | { keep: "new"; reason: "sealed" | "author" | "pause" | "length" | "loss" };

/**
 * Whether a save goes on with the newest version or begins a new one: a version is what one person
 * wrote in one go. Nothing is kept of a save that changes nothing, nor of writing that was undone in
 * the same go (`older`: the newest version goes).
 */
export function decideVersion(newest: Stretch, save: NextSave): VersionDecision {
  if (save.isUnchanged) return { keep: "nothing" };
  if (newest.isSealed) return { keep: "new", reason: "sealed" };
  if (newest.savedBy !== save.by) return { keep: "new", reason: "author" };
  const minutesSince = (moment: Date) => (save.at.getTime() - moment.getTime()) / MINUTE_MS;
  if (minutesSince(newest.savedAt) >= PAUSE_MINUTES) return { keep: "new", reason: "pause" };
  if (minutesSince(newest.startedAt) >= STRETCH_MINUTES) return { keep: "new", reason: "length" };
  if (save.removed >= LOSS) return { keep: "new", reason: "loss" };
  return { keep: save.isUndone ? "older" : "grown" };
}

/**
 * Versions that go, of all there are, newest first: beyond the newest, the last of each day (UTC) and
 * those at which something happened stay; beyond the most there may be, none.
 */
export function surplusOf<Version extends { savedAt: Date; isMarked: boolean }>(
  versions: readonly Version[],
): Version[] {
  const days = new Set<number>();
  let kept = 0;
  return versions.filter((version, index) => {
    const day = Math.floor(version.savedAt.getTime() / DAY_MS);
    const isWorth = index < KEPT_NEWEST || version.isMarked || !days.has(day);
    days.add(day);
    if (!isWorth || kept >= KEPT_AT_MOST) return true;
    kept += 1;
    return false;
  });
}
