/** How far something was at a moment; in milliseconds, by whatever clock, but always by the same. */
export interface Look {
  at: number;
  done: number;
}

/** Long enough that a rate does not jump, short enough that it soon shows what changed. */
const WINDOW_MS = 15_000;
/** The rate of a shorter time is mostly chance. */
const LEAST_MS = 2_500;

/**
 * The looks that a rate is made of when another one came. It begins anew with one that cannot follow those
 * before it: less is done (what had failed is tried again), the clock was set back, or nobody has looked for
 * longer than the window (a tab that was in the background).
 */
export function withLook(looks: readonly Look[], look: Look): readonly Look[] {
  const last = looks.at(-1);
  if (last?.at === look.at && last.done === look.done) return looks;
  if (!last || look.at <= last.at || look.done < last.done) return [look];
  return [...looks.filter(({ at }) => look.at - at <= WINDOW_MS), look];
}

/** Pieces a second over these looks: 0 when nothing moved, null when they are too few to tell. */
export function rateOf(looks: readonly Look[]): number | null {
  const [first, last] = [looks[0], looks.at(-1)];
  if (!first || !last || last.at - first.at < LEAST_MS) return null;
  return ((last.done - first.done) * 1_000) / (last.at - first.at);
}
