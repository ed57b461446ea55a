import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "@playwright/test";
import { type Product, pidOf } from "../../support/product";
import { again } from "./patience";

/** A part of the product that can be killed. */
export type Part = "web" | "worker";

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Waits for the moment that a chance from 0 to 1 stands for: of some time, or of some work done. */
export type Moment = (chance: number) => Promise<unknown>;

/** Some moment within this time. */
export const within =
  (milliseconds: number): Moment =>
  (chance) =>
    sleep(chance * milliseconds);

/** What may befall a product while it works. */
export interface Chances {
  /** Does the work while each of these parts dies, every one at some moment. */
  during<Result>(
    parts: readonly Part[],
    moment: Moment,
    work: () => Promise<Result>,
  ): Promise<Result>;
  /** How often each part died. */
  deaths: Record<Part, number>;
}

/** Nothing happens. */
export function calm(): Chances {
  return { during: (_parts, _moment, work) => work(), deaths: { web: 0, worker: 0 } };
}

/** Parts die as on a machine that loses power, at moments that only the seed knows. */
export function deadly(product: Product, seed: number): Chances {
  const random = randomFrom(seed);
  const deaths = { web: 0, worker: 0 };

  async function kill(part: Part): Promise<void> {
    const alive = { message: `a ${part} to kill`, intervals: [20], timeout: 30_000 };
    await expect.poll(() => pidOf(part, product), alive).toBeDefined();
    const pid = pidOf(part, product);
    if (!pid) throw new Error(`No ${part} runs.`);
    process.kill(pid, "SIGKILL");
    deaths[part] += 1;
    const another = { message: `another ${part}`, intervals: [50], timeout: 30_000 };
    await expect.poll(() => pidOf(part, product) ?? pid, another).not.toBe(pid);
    if (part === "web") await again(() => fetch(`${product.baseUrl}/api/health/live`));
  }

  return {
    deaths,
    async during(parts, moment, work) {
      const fates = parts.map((part) => ({ part, chance: random() }));
      const inTurn = async (part: Part) => {
        const own = fates.filter((fate) => fate.part === part);
        for (const { chance } of own.sort((a, b) => a.chance - b.chance)) {
          await moment(chance);
          await kill(part);
        }
      };
      const [result] = await Promise.all([work(), inTurn("web"), inTurn("worker")]);
      return result;
    },
  };
}
