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

/** Who is next of what came back and what was never taken up. */
interface Turns {
  /** More came back than was taken of it. */
  isOwed: boolean;
  /** Whose turn it is where only one can be taken. */
  turn: "returned" | "onward";
}

/** Where a source's next claim goes on. */
interface Pass extends Turns {
  /** The last message that was taken. */
  at: Place;
  /** Then the next pass begins, at the front. */
  until: number;
}

type Take = (look: Look, wanted: number) => Promise<Claim[]>;

const NEW: Turns = { isOwed: true, turn: "returned" };

/** Of a claim, the part of what came back, and whose turn it is after it. */
async function takeReturned(
  { isOwed, turn }: Turns,
  limit: number,
  take: Take,
): Promise<{ returned: Claim[]; turns: Turns }> {
  if (!isOwed) return { returned: [], turns: { isOwed, turn } };
  const share = Math.floor((limit + (turn === "returned" ? 1 : 0)) / 2);
  const returned = share > 0 ? await take("returned", share) : [];
  const next = turn === "returned" ? "onward" : "returned";
  return { returned, turns: { isOwed: returned.length === share, turn: next } };
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

  /** From the front, where a new pass begins if there is more. */
  async function takeFront(
    source: string,
    { wanted, turns, take }: { wanted: number; turns: Turns; take: Take },
  ): Promise<Claim[]> {
    const beganAt = clock.steady();
    const found = wanted > 0 ? await take(FRONT, wanted) : [];
    if (found.length === wanted) {
      const at = found.at(-1)?.place ?? FRONT;
      begin(source, clock.steady() - beganAt, { ...turns, at });
    }
    return found;
  }

  /** Takes up to `limit` of a source with `take`, which is asked for so many of a look. */
  return async (source: string, limit: number, take: Take): Promise<Claim[]> => {
    const pass = goOn(source);
    const { returned, turns } = await takeReturned(pass ?? NEW, limit, take);
    const wanted = limit - returned.length;
    const onward = pass && wanted > 0 ? await take(pass.at, wanted) : [];
    if (pass && onward.length === wanted) {
      passes.set(source, { ...pass, ...turns, at: onward.at(-1)?.place ?? pass.at });
      return [...returned, ...onward];
    }
    const missing = { wanted: wanted - onward.length, turns, take };
    return [...returned, ...onward, ...(await takeFront(source, missing))];
  };
}
