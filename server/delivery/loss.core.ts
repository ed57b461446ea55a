/** So often in a row, and it will not get better by itself. */
export const LOST_ROUNDS = 5;

interface Round {
  count: number;
  /** When the first loss of it was known. */
  at: number;
}

/**
 * Watches one campaign's letters of which nobody knows what became, by way out. All that was under way when the
 * first was lost is one round, however many connections broke together; a letter handed over after that makes
 * the next.
 */
export function createLossWatch() {
  const rounds = new Map<string, Round>();
  return {
    /** A letter handed over at `from` was lost; true when that is one round too many. Any steady milliseconds. */
    lost: (key: string, { from, now }: { from: number; now: number }): boolean => {
      const last = rounds.get(key);
      if (last && from <= last.at) return false;
      const count = (last?.count ?? 0) + 1;
      const isTooMany = count >= LOST_ROUNDS;
      // Whoever resumes it gets as many again.
      rounds.set(key, { count: isTooMany ? 0 : count, at: now });
      return isTooMany;
    },
    /** The way out answered for one of its letters. */
    answered: (key: string): void => void rounds.delete(key),
  };
}
