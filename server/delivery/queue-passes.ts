import { clock } from "../kernel";
import { type Claim, FRONT, type Look, type Place } from "./claim-queries";

/** What came back, and the front of a queue, are looked at again after so long, … */
const FRONT_MS = 1_000;
/** … or after so many times what that took, … */
const FRONT_SHARE = 20;
/** … and at the latest after this. */
const LONGEST_FRONT_MS = 30_000;

/** Sources whose turn is remembered. */
const MOST_TURNS = 10_000;

const untilFront = (took: number) =>
  Math.min(LONGEST_FRONT_MS, Math.max(FRONT_MS, FRONT_SHARE * took));

/** Whose turn it is where only one can be taken: what came back, or what was never taken up. */
type Turn = "returned" | "onward";

/** Where a source's next claim goes on. */
interface Pass {
  /** More came back than was taken of it. */
  isOwed: boolean;
  /** The last message that was taken. */
  at: Place;
  /** Then the next pass begins, at the front. */
  until: number;
}

type Take = (look: Look, wanted: number) => Promise<Claim[]>;

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
  /** Kept longer than a pass: a slow way out asks for a single message every few seconds. */
  const turns = new Map<string, Turn>();

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

  /** The part of a claim that what came back has, and whether more of it is there. */
  async function takeReturned(
    source: string,
    limit: number,
    take: Take,
  ): Promise<{ returned: Claim[]; isOwed: boolean }> {
    const turn = turns.get(source) ?? "returned";
    const share = Math.floor((limit + (turn === "returned" ? 1 : 0)) / 2);
    const returned = share > 0 ? await take("returned", share) : [];
    if (turns.size > MOST_TURNS) turns.clear();
    turns.set(source, turn === "returned" ? "onward" : "returned");
    return { returned, isOwed: returned.length === share };
  }

  /** Takes up to `limit` of a source with `take`, which is asked for so many of a look. */
  return async (source: string, limit: number, take: Take): Promise<Claim[]> => {
    const beganAt = clock.steady();
    const pass = goOn(source);
    const isLooked = !pass || pass.isOwed;
    const { returned, isOwed } = isLooked
      ? await takeReturned(source, limit, take)
      : { returned: [], isOwed: false };
    const wanted = limit - returned.length;
    const onward = pass && wanted > 0 ? await take(pass.at, wanted) : [];
    if (pass && onward.length === wanted) {
      passes.set(source, { ...pass, isOwed, at: onward.at(-1)?.place ?? pass.at });
      return [...returned, ...onward];
    }
    // From the front, where a new pass begins if there is more.
    const missing = wanted - onward.length;
    const rest = missing > 0 ? await take(FRONT, missing) : [];
    if (rest.length === missing) {
      const at = rest.at(-1)?.place ?? FRONT;
      begin(source, clock.steady() - beganAt, { isOwed, at });
    }
    return [...returned, ...onward, ...rest];
  };
}
