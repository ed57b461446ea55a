import { clock, logger, toAppError } from "../kernel";
import type { Due } from "./due-queries";

/** No workspace's own trouble. */
const EVERYBODYS = new Set<string>(["DATABASE_UNAVAILABLE", "DISK_FULL"]);
const FIRST_REST_MS = 1_000;
const LONGEST_REST_MS = 60_000;

/**
 * Where a claim failed: a key or a letter that cannot be read is one workspace's trouble, and all others have
 * their turns. It rests the longer the more often it failed, until it works again.
 */
export function createTroubles() {
  const known = new Map<string, { times: number; until: number }>();
  const keyOf = ({ workspaceId, lane }: Due) => `${workspaceId} ${lane}`;
  return {
    isResting: (due: Due): boolean => (known.get(keyOf(due))?.until ?? 0) > clock.steady(),
    /** Throws what is everybody's: the turn is over for all. */
    note(due: Due, error: unknown): void {
      if (EVERYBODYS.has(toAppError(error).code)) throw error;
      logger("delivery").error({ ...due, err: error }, "claim failed");
      const times = known.get(keyOf(due))?.times ?? 0;
      const rest = Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** times);
      known.set(keyOf(due), { times: times + 1, until: clock.steady() + rest });
    },
    forget: (due: Due): void => void known.delete(keyOf(due)),
    /** How many workspaces and lanes may rest. */
    count: (): number => known.size,
  };
}
