/**
 * The one place that reads the clock. Decisions never call it: they take `now` as an argument,
 * which the edges (procedures, routes, worker) obtain here.
 */
export const clock = {
  now: (): Date => new Date(),
  /** Milliseconds that only grow, whatever is done to the clock: for how long, never for when. */
  steady: (): number => performance.now(),
};
