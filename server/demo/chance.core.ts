import { randomGamma, randomLcg } from "d3-random";

/** A stream of numbers that is the same for the same seed, and what is drawn from it. */
export interface Chance {
  /** Uniform in [0, 1). */
  unit(): number;
  /** True `share` of the time. */
  happens(share: number): boolean;
  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number;
  pick<T>(list: readonly T[]): T;
  /** One of the things, as often as its weight says. */
  weighted<T>(list: readonly (readonly [T, number])[]): T;
  /** Exponential with this mean. */
  wait(mean: number): number;
  gamma(shape: number, scale: number): number;
}

/** The draws of a seed. Beginnings of neighbouring seeds are alike, so the first ones are left out. */
export function chanceOf(seed: number): Chance {
  const source = randomLcg(seed);
  for (let skipped = 0; skipped < 16; skipped += 1) source();
  const gamma = randomGamma.source(source);
  const whole = (from: number, to: number) => from + Math.floor(source() * (to - from + 1));
  const at = <T>(list: readonly T[], index: number): T => {
    const found = list[index];
    if (found === undefined) throw new Error("Nothing to draw from.");
    return found;
  };
  return {
    unit: source,
    whole,
    happens: (share) => source() < share,
    pick: (list) => at(list, whole(0, list.length - 1)),
    weighted(list) {
      const total = list.reduce((sum, [, weight]) => sum + weight, 0);
      let left = source() * total;
      const found = list.findIndex(([, weight]) => {
        left -= weight;
        return left < 0;
      });
      return at(list, found < 0 ? list.length - 1 : found)[0];
    },
    wait: (mean) => -Math.log(1 - source()) * mean,
    gamma: (shape, scale) => gamma(shape, scale)(),
  };
}
