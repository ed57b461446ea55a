import { clock } from "../kernel";
import { type Claim, FRONT, type Place } from "./claim-queries";

/** The front of a queue, where what came back stands, is looked at again after so long, … */
const FRONT_MS = 1_000;
/** … or after so many times what that took, … */
const FRONT_SHARE = 20;
/** … and at the latest after this. */
const LONGEST_FRONT_MS = 30_000;

const untilFront = (took: number) =>
  Math.min(LONGEST_FRONT_MS, Math.max(FRONT_MS, FRONT_SHARE * took));

interface Pass {
  /** The last message that was taken. */
  at: Place;
  /** Then the next pass begins, at the front. */
  until: number;
}

/**
 * Goes on where the last claim of a source ended. What left the queue stays in its index until a vacuum, and
 * while anybody holds an old snapshot (a backup) no vacuum takes it away: who began at the front each time
 * would walk over everything that was sent since. What came back behind us (a retry, what another gave back)
 * is found by the next pass, or at once when nothing else is left.
 */
export function createQueuePasses() {
  const passes = new Map<string, Pass>();

  function begin(source: string, at: Place, took: number): void {
    const now = clock.steady();
    for (const [key, { until }] of passes) if (until < now) passes.delete(key);
    passes.set(source, { at, until: now + untilFront(took) });
  }

  /** Takes up to `limit` of a source with `take`, which is asked for so many after a place. */
  return async (
    source: string,
    limit: number,
    take: (after: Place, wanted: number) => Promise<Claim[]>,
  ): Promise<Claim[]> => {
    const pass = passes.get(source);
    passes.delete(source);
    const onward = pass && clock.steady() < pass.until ? await take(pass.at, limit) : [];
    const last = onward.at(-1);
    if (pass && last && onward.length === limit) {
      passes.set(source, { ...pass, at: last.place });
      return onward;
    }
    const beganAt = clock.steady();
    const rest = await take(FRONT, limit - onward.length);
    const lastOfRest = rest.at(-1);
    if (lastOfRest && onward.length + rest.length === limit) {
      begin(source, lastOfRest.place, clock.steady() - beganAt);
    }
    return [...onward, ...rest];
  };
}
