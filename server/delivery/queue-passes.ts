import { clock } from "../kernel";
import { type Claim, FRONT, type Look, type Place } from "./claim-queries";

/** What came back, and the front of a queue, are looked at again after so long, … */
const FRONT_MS = 1_000;
/** … or after so many times what that took, … */
const FRONT_SHARE = 20;
/** … and at the latest after this. */
const LONGEST_FRONT_MS = 30_000;

const untilFront = (took: number) =>
  Math.min(LONGEST_FRONT_MS, Math.max(FRONT_MS, FRONT_SHARE * took));

/** Where a source's next claim goes on. */
interface Pass {
  /** The last message that was taken. */
  at: Place;
  /** Then the next pass begins, at the front. */
  until: number;
  /** More came back than was taken of it. */
  isOwed: boolean;
  /** Whose turn it is when a single message is asked for: what came back, or what was never taken up. */
  turn: "returned" | "onward";
}

/**
 * Goes on where the last claim of a source ended. What left the queue stays in its index until a vacuum, and
 * while anybody holds an old snapshot (a backup) no vacuum takes it away: who began at the front each time
 * would walk over everything that was sent since. What was given back behind us is found by the next pass, or at
 * once when nothing else is left.
 *
 * What came back for a moment of its own (a retry, a place in a line) is due later than all that was never taken up,
 * of which a slow server may have enough for days. So each pass begins with it, and as long as there is more of it,
 * it has half of every claim.
 */
export function createQueuePasses() {
  const passes = new Map<string, Pass>();

  function begin(source: string, took: number, pass: Omit<Pass, "until">): void {
    const now = clock.steady();
    for (const [key, { until }] of passes) if (until < now) passes.delete(key);
    passes.set(source, { ...pass, until: now + untilFront(took) });
  }

  /** The pass under way, which ends with this look unless it is put back. */
  function goOn(source: string): Pass | null {
    const pass = passes.get(source);
    passes.delete(source);
    return pass && clock.steady() < pass.until ? pass : null;
  }

  /** Takes up to `limit` of a source with `take`, which is asked for so many of a look. */
  return async (
    source: string,
    limit: number,
    take: (look: Look, wanted: number) => Promise<Claim[]>,
  ): Promise<Claim[]> => {
    const pass = goOn(source);
    const { isOwed, turn } = pass ?? { isOwed: true, turn: "returned" as const };
    const share = isOwed ? Math.floor((limit + (turn === "returned" ? 1 : 0)) / 2) : 0;
    const returned = share > 0 ? await take("returned", share) : [];
    const next = {
      isOwed: isOwed && returned.length === share,
      turn: turn === "returned" ? ("onward" as const) : ("returned" as const),
    };
    const wanted = limit - returned.length;
    const onward = pass && wanted > 0 ? await take(pass.at, wanted) : [];
    if (pass && onward.length === wanted) {
      passes.set(source, { ...pass, ...next, at: onward.at(-1)?.place ?? pass.at });
      return [...returned, ...onward];
    }
    const beganAt = clock.steady();
    const missing = wanted - onward.length;
    const rest = missing > 0 ? await take(FRONT, missing) : [];
    if (rest.length === missing) {
      const at = rest.at(-1)?.place ?? FRONT;
      begin(source, clock.steady() - beganAt, { ...next, at });
    }
    return [...returned, ...onward, ...rest];
  };
}
