import { clock } from "../kernel";
import type { Due } from "./due-queries";

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
    note(due: Due): void {
      const times = known.get(keyOf(due))?.times ?? 0;
      const rest = Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** times);
      known.set(keyOf(due), { times: times + 1, until: clock.steady() + rest });
    },
    forget: (due: Due): void => void known.delete(keyOf(due)),
    /** How many workspaces and lanes may rest. */
    count: (): number => known.size,
  };
}
