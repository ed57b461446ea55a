import { IdentityRace } from "./people";

const RETRIES = 5;

/** Deadlock, serialisation, and a number that somebody else took between our look and our write. */
const RACES: readonly unknown[] = ["40P01", "40001", "23505"];

/** Codes after which the same statements may simply be tried again. */
function isRace(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at instanceof IdentityRace) return true;
    if ("code" in at && RACES.includes(at.code)) return true;
  }
  return false;
}

/** Does one whole transaction, again when another writer got in its way. */
export async function orAgain<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (attempt >= RETRIES || !isRace(error)) throw error;
    }
  }
}
