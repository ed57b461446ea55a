import fc from "fast-check";
import { expect, test } from "vitest";
import { MESSAGE_STATES, type MessageState, OPEN_STATES } from "./schemas";
import { type MessageEvent, nextState, statesBefore, TRANSITIONS } from "./state.core";

/**
 * A small world: one message, several workers that may die, stall and come back, a receiver that
 * keeps what it gets. Whatever happens in whatever order, the promises below hold.
 */
interface Row {
  state: MessageState;
  fence: number;
  owner: number | null;
  hasLease: boolean;
}

/** What a worker believes it holds, and how far it got. */
interface Hold {
  fence: number;
  step: "claimed" | "granted" | "written" | "answered";
  answer: "2xx" | "4xx" | "5xx" | "none";
}

/** What a world is built on; a mutant leaves one guard out. */
interface Rules {
  next: typeof nextState;
  hasFence: boolean;
}
const REAL: Rules = { next: nextState, hasFence: true };

class World {
  private readonly rules: Rules;
  constructor(rules: Rules) {
    this.rules = rules;
  }

  row: Row = { state: "queued", fence: 0, owner: null, hasLease: false };
  holds = new Map<number, Hold>();
  copies = 0;
  intents: number[] = [];

  /** The guarded write: exactly what the statements' `where` demands. */
  write(worker: number, event: MessageEvent, needsLease = false): boolean {
    const hold = this.holds.get(worker);
    const to = this.rules.next(this.row.state, event);
    if (!hold || !to) return false;
    const isOwn = this.row.fence === hold.fence && this.row.owner === worker;
    if (this.rules.hasFence && !isOwn) return false;
    if (needsLease && !this.row.hasLease) return false;
    this.row.state = to;
    this.row.hasLease = to === "claimed" || to === "in_flight" ? this.row.hasLease : false;
    if (to === "queued") this.row.owner = null;
    return true;
  }

  claim(worker: number): void {
    if (this.holds.has(worker) || !this.rules.next(this.row.state, "claimed")) return;
    const fence = this.row.fence + 1;
    this.row = { state: "claimed", fence, owner: worker, hasLease: true };
    this.holds.set(worker, { fence, step: "claimed", answer: "none" });
  }

  intend(worker: number): void {
    const hold = this.holds.get(worker);
    if (hold?.step !== "claimed") return;
    // Refused: the socket is closed, nothing was written.
    if (!this.write(worker, "intended", true)) return void this.holds.delete(worker);
    this.intents.push(hold.fence);
    hold.step = "granted";
  }

  dot(worker: number, answer: Hold["answer"], isKept: boolean): void {
    const hold = this.holds.get(worker);
    if (hold?.step !== "granted") return;
    hold.step = "written";
    hold.answer = answer;
    // A receiver that said no did not keep it; one whose answer was lost may have.
    if (answer === "2xx" || (answer === "none" && isKept)) this.copies += 1;
  }

  result(worker: number): void {
    const hold = this.holds.get(worker);
    if (!hold) return;
    // Whatever failed before the last chunk, from claim on, is told with the same event.
    if (hold.step === "claimed" || hold.step === "granted") this.write(worker, "unwritten");
    else {
      const events = {
        "2xx": "accepted",
        "4xx": "deferred",
        "5xx": "rejected",
        none: "lost",
      } as const;
      this.write(worker, events[hold.answer]);
    }
    this.holds.delete(worker);
  }

  crash(worker: number): void {
    this.holds.delete(worker);
  }

  expire(): void {
    this.row.hasLease = false;
  }

  reap(): void {
    const event = this.row.state === "claimed" ? "worker_ended" : "lost";
    const to = this.rules.next(this.row.state, event);
    if (!to || this.row.hasLease) return;
    this.row.state = to;
    if (to === "queued") this.row.owner = null;
  }
}

const worker = fc.nat({ max: 2 });
const action = fc.oneof(
  { weight: 4, arbitrary: worker.map((w) => (world: World) => world.claim(w)) },
  { weight: 4, arbitrary: worker.map((w) => (world: World) => world.intend(w)) },
  {
    weight: 4,
    arbitrary: fc.tuple(worker, fc.constantFrom("2xx", "4xx", "5xx", "none"), fc.boolean()).map(
      ([w, answer, isKept]) =>
        (world: World) =>
          world.dot(w, answer, isKept),
    ),
  },
  { weight: 3, arbitrary: worker.map((w) => (world: World) => world.result(w)) },
  { weight: 1, arbitrary: worker.map((w) => (world: World) => world.crash(w)) },
  { weight: 2, arbitrary: fc.constant((world: World) => world.expire()) },
  { weight: 2, arbitrary: fc.constant((world: World) => world.reap()) },
);

/** The promises: one copy at most, no false "sent", nothing that arrived is taken for unsent. */
function isSound({ copies, row, intents }: World): boolean {
  if (copies > 1 || new Set(intents).size !== intents.length) return false;
  if (row.state === "accepted") return copies === 1;
  return copies === 0 || row.state === "in_flight" || row.state === "unknown";
}

/** Runs worlds built on `rules`, many histories each, until a promise breaks. */
function check(rules: Rules) {
  const histories = fc.array(action, { maxLength: 80, size: "max" });
  const promises = fc.property(histories, (actions) => {
    const world = new World(rules);
    return actions.every((act) => {
      act(world);
      return isSound(world);
    });
  });
  return fc.check(promises, { numRuns: 3_000, endOnFailure: true });
}

test("crashes, expired leases and zombies never make a second copy or a false result", () => {
  expect(check(REAL).failed).toBe(false);
});

/** The same world with one rule left out must break, or the test above proves nothing. */
const MUTANTS: [string, Rules][] = [
  [
    "a message without an answer is sent again",
    { ...REAL, next: (s, e) => (e === "lost" && s === "in_flight" ? "queued" : nextState(s, e)) },
  ],
  [
    "a message without an answer counts as sent",
    { ...REAL, next: (s, e) => (e === "lost" && s === "in_flight" ? "accepted" : nextState(s, e)) },
  ],
  [
    "an unknown message may be claimed",
    { ...REAL, next: (s, e) => (s === "unknown" && e === "claimed" ? "claimed" : nextState(s, e)) },
  ],
  ["nobody looks at the fence", { ...REAL, hasFence: false }],
];

test.each(MUTANTS)("it would be noticed if %s", (_, rules) => {
  expect(check(rules).failed).toBe(true);
});

test("the table would not let a mail out that is already settled", () => {
  const settled = MESSAGE_STATES.filter((state) => !OPEN_STATES.some((open) => open === state));
  for (const state of settled) {
    expect(nextState(state, "claimed")).toBeNull();
    expect(nextState(state, "intended")).toBeNull();
  }
});

test("every event has one outcome, which is what the statements rely on", () => {
  for (const event of Object.keys(TRANSITIONS) as MessageEvent[]) {
    const targets = new Set(statesBefore(event).map((state) => nextState(state, event)));
    expect(targets.size).toBe(1);
  }
});
