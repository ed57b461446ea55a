import { setTimeout as sleep } from "node:timers/promises";

/** Retries through restarts of the database, for a while. */
export async function stubborn<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries > 100) throw error;
      await sleep(200);
    }
  }
}
