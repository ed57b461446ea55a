/**
 * Keeps a rate: each message is given the next free moment, `1 / perSecond` after the last one given.
 * What was not used is not saved up, but for a quarter of a second, so that a rate is also kept by
 * timers that are late. (GCRA, as in ITU-T I.371.)
 */
export interface Pacer {
  /** How long the next message would have to wait, in milliseconds; takes nothing. */
  wait(now: number): number;
  /** Takes the next moment; returns how long it is until then. */
  take(now: number): number;
  /** Another rate from now on. */
  setRate(perSecond: number): void;
}

const LENIENCE_MS = 250;

export function createPacer(perSecond: number): Pacer {
  let gap = 1_000 / perSecond;
  /** The moment that the next message is given, were it to come early. */
  let next = Number.NEGATIVE_INFINITY;
  return {
    wait: (now) => Math.max(0, next - LENIENCE_MS - now),
    take: (now) => {
      const wait = Math.max(0, next - LENIENCE_MS - now);
      next = Math.max(next, now) + gap;
      return wait;
    },
    setRate: (rate) => {
      gap = 1_000 / rate;
    },
  };
}
