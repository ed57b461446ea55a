import { UnreadableLetter } from "../content";
import { clock, logger, toAppError } from "../kernel";
import { LETTER_UNREADABLE } from "../senders";
import type { Due } from "./due-queries";
import type { Notices } from "./notices";

/** No workspace's own trouble. */
const EVERYBODYS = new Set<string>(["DATABASE_UNAVAILABLE", "DISK_FULL"]);
const FIRST_REST_MS = 1_000;
const LONGEST_REST_MS = 60_000;

const codeOf = (error: unknown): string =>
  error instanceof UnreadableLetter ? LETTER_UNREADABLE : toAppError(error).code;

/**
 * Where a claim failed: a key or a letter that cannot be read is one workspace's trouble, and all others have
 * their turns. It rests the longer the more often it failed, until it works again.
 */
export function createTroubles(notices: Notices) {
  const known = new Map<string, { times: number; until: number }>();
  const keyOf = ({ workspaceId, lane }: Due) => `${workspaceId} ${lane}`;
  const laneOf = ({ lane }: Due) => ({ subject: "lane" as const, subjectId: lane });
  return {
    isResting: (due: Due): boolean => (known.get(keyOf(due))?.until ?? 0) > clock.steady(),
    /** Throws what is everybody's: the turn is over for all. */
    note(due: Due, error: unknown): void {
      if (EVERYBODYS.has(toAppError(error).code)) throw error;
      logger("delivery").error({ ...due, err: error }, "claim failed");
      const times = known.get(keyOf(due))?.times ?? 0;
      // The first may be a deadlock, or a connection that broke.
      if (times > 0) {
        notices.raise(due.workspaceId, { ...laneOf(due), code: codeOf(error), reply: "" });
      }
      const rest = Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** times);
      known.set(keyOf(due), { times: times + 1, until: clock.steady() + rest });
    },
    forget: (due: Due): void => {
      if (known.delete(keyOf(due))) notices.clear(due.workspaceId, laneOf(due));
    },
    /** How many workspaces and lanes may rest. */
    count: (): number => known.size,
  };
}
