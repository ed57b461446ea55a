import fc from "fast-check";
import { expect, test } from "vitest";
import type { Change } from "./change.core";
import type { JournalEntry } from "./journal.core";
import { decideOutcome, type Outcome, type Reply } from "./outcome.core";
import { decideLate, decideRecovery, silenceAbout } from "./recover.core";
import { MESSAGE_STATES, type MessageState, OPEN_STATES } from "./schemas";
import { type MessageEvent, nextState, statesBefore, TRANSITIONS } from "./state.core";

/**
 * A small world: one message, several workers that may die, stall and come back, their journals, somebody
 * who looks up what nobody knows, a receiver that keeps what it gets. Whatever happens in whatever order,
 * the promises below hold. What an answer means and what becomes of a dead worker's message is decided by the
 * engine's own functions.
 */
interface Row {
  state: MessageState;
  fence: number;
  /** A life of a worker; each start is another one. */
  owner: number | null;
  deaths: number;
}

type Answer = "2xx" | "4xx" | "5xx" | "none";

/** What a life believes it holds, and how far it got. */
interface Hold {
  fence: number;
  step: "claimed" | "granted" | "written";
  answer: Answer;
}

/** A life's journal: its dots by fence, each with what it knows to have come of it. */
interface Written {
  dots: Map<number, Outcome | null>;
  /** The machine fell since: lines are missing. */
  hasLost: boolean;
}

/** What a world is built on; a mutant leaves one guard out. */
interface Rules {
  next: typeof nextState;
  hasFence: boolean;
  recover: typeof decideRecovery;
  /** A dot needs a lease by the worker's own clock. */
  isDotLeased: boolean;
  /** A journal's silence proves something also after a fall of the machine. */
  trustsFallen: boolean;
  /** Only the journals of processes that are gone are read. */
  waitsForDeath: boolean;
  /** A message of a kind that the policy has sent once more when nobody knows. */
  mayResend: boolean;
}
const REAL: Rules = {
  next: nextState,
  hasFence: true,
  recover: decideRecovery,
  isDotLeased: true,
  trustsFallen: false,
  waitsForDeath: true,
  mayResend: false,
};

const REPLIES: Record<Answer, Reply | null> = {
  "2xx": { code: 250, enhanced: "2.0.0", text: "Ok" },
  "4xx": { code: 451, enhanced: "4.3.0", text: "Later" },
  "5xx": { code: 554, enhanced: "5.6.0", text: "No" },
  none: null,
};
/** What comes of a dot that is answered so. */
const outcomeOf = (answer: Answer): Outcome => decideOutcome("after", REPLIES[answer], "dot");

const MESSAGE = { workspaceId: "w", contactId: "c", id: "m", campaignId: null };
/** By the database's clock; a journal that lost lines is whole only since later. */
const INTENT_AT = 1_000;

class World {
  private readonly rules: Rules;
  constructor(rules: Rules) {
    this.rules = rules;
  }

  row: Row = { state: "queued", fence: 0, owner: null, deaths: 0 };
  /** The present life of each worker. */
  lives = [0, 1, 2];
  private born = 3;
  private holds = new Map<number, Hold>();
  private journals = new Map<number, Written>();
  private unleased = new Set<number>();
  copies = 0;
  intents: number[] = [];
  resends = 0;

  private life = (worker: number): number => this.lives[worker] ?? 0;

  private journalOf(life: number): Written {
    const known = this.journals.get(life) ?? { dots: new Map(), hasLost: false };
    this.journals.set(life, known);
    return known;
  }

  /** Moves the row, if the table has such an arrow. */
  private move(event: MessageEvent): boolean {
    const to = this.rules.next(this.row.state, event);
    if (!to) return false;
    this.row.state = to;
    if (to === "queued") this.row.owner = null;
    return true;
  }

  /** The guarded write: exactly what the statements' `where` demands. */
  private write(life: number, event: MessageEvent): boolean {
    const hold = this.holds.get(life);
    if (!hold) return false;
    const isOwn = this.row.fence === hold.fence && this.row.owner === life;
    return (isOwn || !this.rules.hasFence) && this.move(event);
  }

  claim(worker: number): void {
    const life = this.life(worker);
    if (this.holds.has(life) || this.unleased.has(life)) return;
    if (!this.rules.next(this.row.state, "claimed")) return;
    const fence = this.row.fence + 1;
    this.row = { ...this.row, state: "claimed", fence, owner: life };
    this.holds.set(life, { fence, step: "claimed", answer: "none" });
  }

  /** Before the intent: given back, or an end of its own. */
  endBefore(worker: number, event: MessageEvent): void {
    const life = this.life(worker);
    if (this.holds.get(life)?.step !== "claimed") return;
    this.write(life, event);
    this.holds.delete(life);
  }

  intend(worker: number): void {
    const life = this.life(worker);
    const hold = this.holds.get(life);
    if (hold?.step !== "claimed") return;
    // Refused: the socket is closed, nothing was written.
    const isGranted = !this.unleased.has(life) && this.write(life, "intended");
    if (!isGranted) return void this.holds.delete(life);
    this.intents.push(hold.fence);
    hold.step = "granted";
  }

  dot(worker: number, given: { answer: Answer; isKept: boolean; isNoted: boolean }): void {
    const life = this.life(worker);
    const hold = this.holds.get(life);
    if (hold?.step !== "granted") return;
    if (this.rules.isDotLeased && this.unleased.has(life)) return void this.result(worker);
    const { answer, isKept, isNoted } = given;
    hold.step = "written";
    hold.answer = answer;
    this.journalOf(life).dots.set(hold.fence, isNoted ? outcomeOf(answer) : null);
    // A receiver that said no did not keep it; one whose answer was lost may have.
    if (answer === "2xx" || (answer === "none" && isKept)) this.copies += 1;
  }

  result(worker: number): void {
    const life = this.life(worker);
    const hold = this.holds.get(life);
    if (!hold) return;
    // Whatever failed before the last chunk, from claim on, is told with the same event.
    this.write(life, hold.step === "written" ? outcomeOf(hold.answer) : "unwritten");
    this.holds.delete(life);
  }

  /** Dies, or its whole machine falls and with it the last lines of its journal. Starts again. */
  crash(worker: number, isFall: boolean): void {
    const life = this.life(worker);
    this.holds.delete(life);
    this.unleased.add(life);
    if (isFall) this.journals.set(life, { dots: new Map(), hasLost: true });
    this.lives[worker] = this.born;
    this.born += 1;
  }

  /** Its lease runs out, while it may go on. */
  expire(worker: number): void {
    this.unleased.add(this.life(worker));
  }

  /** What recovery makes of the row, if it makes anything of it. */
  private take(change: Change | null): void {
    if (!change) return;
    if (change.isDeath) this.row.deaths += 1;
    this.move(change.event);
  }

  private recovered(
    entry: JournalEntry | undefined,
    silence: ReturnType<typeof silenceAbout>,
  ): Change | null {
    const { state, fence, deaths } = this.row;
    const held = { ...MESSAGE, fence };
    if (state === "unknown") return decideLate(held, entry, silence);
    if (state !== "claimed" && state !== "in_flight") return null;
    return this.rules.recover({ ...held, state, deaths }, entry, silence);
  }

  /** Another machine takes back what a life without a lease held; it has no journal to read. */
  reap(): void {
    const { owner, state } = this.row;
    if (owner === null || !this.unleased.has(owner) || state === "unknown") return;
    this.take(this.recovered(undefined, silenceAbout({ intentAt: INTENT_AT }, null)));
  }

  /** Its own machine does, with its journal: also of what was called unknown meanwhile. */
  read(): void {
    const { owner, fence } = this.row;
    if (owner === null || (this.rules.waitsForDeath && this.lives.includes(owner))) return;
    const { dots, hasLost } = this.journalOf(owner);
    const outcome = dots.get(fence);
    // The words of an answer decide nothing.
    const entry = outcome === undefined ? undefined : { ...MESSAGE, fence, outcome, reply: null };
    const wholeSince = hasLost && !this.rules.trustsFallen ? 2 * INTENT_AT : 0;
    const journal = { standing: "gone", wholeSince };
    this.take(this.recovered(entry, silenceAbout({ intentAt: INTENT_AT }, journal)));
  }

  /** Somebody asks the receiver, who tells what it has. */
  settle(): void {
    this.move(this.copies > 0 ? "settled_accepted" : "settled_failed");
  }

  /** The reader or a service says what became of it. */
  prove(): void {
    this.move(this.copies > 0 ? "proved_accepted" : "proved_failed");
  }

  resend(): void {
    if (!this.rules.mayResend || this.resends > 0) return;
    if (this.move("resent")) this.resends += 1;
  }

  retry(): void {
    // Of what was sent once more nobody knows what became of the first copy.
    if (this.resends > 0) return;
    if (this.move("retried")) this.row.deaths = 0;
  }

  cancel(): void {
    if (this.row.state === "queued") this.move("cancelled");
  }
}

type Act = (world: World) => void;
const worker = fc.nat({ max: 2 });
const by = (act: (world: World, worker: number) => void) =>
  worker.map(
    (w): Act =>
      (world) =>
        act(world, w),
  );
const alone = (act: Act) => fc.constant(act);

const answered = fc.record({
  answer: fc.constantFrom<Answer>("2xx", "4xx", "5xx", "none"),
  isKept: fc.boolean(),
  isNoted: fc.boolean(),
});
const before = fc.constantFrom<MessageEvent>(
  ...(["released", "released", "released", "deferred", "render_failed", "exhausted"] as const),
  ...(["skipped", "suppressed", "cancelled"] as const),
);

const action = fc.oneof(
  { weight: 6, arbitrary: by((world, w) => world.claim(w)) },
  { weight: 6, arbitrary: by((world, w) => world.intend(w)) },
  {
    weight: 6,
    arbitrary: fc.tuple(worker, answered).map(
      ([w, given]): Act =>
        (world) =>
          world.dot(w, given),
    ),
  },
  { weight: 4, arbitrary: by((world, w) => world.result(w)) },
  {
    weight: 1,
    arbitrary: fc.tuple(worker, before).map(
      ([w, event]): Act =>
        (world) =>
          world.endBefore(w, event),
    ),
  },
  { weight: 2, arbitrary: by((world, w) => world.crash(w, false)) },
  { weight: 1, arbitrary: by((world, w) => world.crash(w, true)) },
  { weight: 3, arbitrary: by((world, w) => world.expire(w)) },
  { weight: 3, arbitrary: alone((world) => world.reap()) },
  { weight: 4, arbitrary: alone((world) => world.read()) },
  { weight: 2, arbitrary: alone((world) => world.settle()) },
  { weight: 1, arbitrary: alone((world) => world.prove()) },
  { weight: 2, arbitrary: alone((world) => world.resend()) },
  { weight: 3, arbitrary: alone((world) => world.retry()) },
  { weight: 1, arbitrary: alone((world) => world.cancel()) },
);

/**
 * The promises: one copy at most (one more where the policy wants it, once), no false "sent", nothing that
 * arrived is taken for unsent.
 */
function isSound({ copies, row, intents, resends }: World): boolean {
  if (copies > 1 + resends || new Set(intents).size !== intents.length) return false;
  if (row.state === "accepted") return copies >= 1;
  return copies === 0 || resends > 0 || row.state === "in_flight" || row.state === "unknown";
}

/** Runs worlds built on `rules`, many histories each, until a promise breaks. */
function check(rules: Rules, numRuns = 6_000) {
  const histories = fc.array(action, { maxLength: 80, size: "max" });
  const promises = fc.property(histories, (actions) => {
    const world = new World(rules);
    return actions.every((act) => {
      act(world);
      return isSound(world);
    });
  });
  return fc.check(promises, { numRuns, endOnFailure: true });
}

test("crashes, journals, settling, retries and zombies never make a second copy or a false result", () => {
  expect(check(REAL).failed).toBe(false);
});

test("what may be sent once more when nobody knows makes one more copy at most", () => {
  expect(check({ ...REAL, mayResend: true }).failed).toBe(false);
});

test("every event of the table happens in these worlds", () => {
  const happened = new Set<MessageEvent>();
  check(
    {
      ...REAL,
      mayResend: true,
      next: (state, event) => {
        const to = nextState(state, event);
        if (to) happened.add(event);
        return to;
      },
    },
    2_000,
  );
  expect([...happened].sort()).toEqual(Object.keys(TRANSITIONS).sort());
});

const also =
  (state: MessageState, event: MessageEvent, to: MessageState): typeof nextState =>
  (s, e) =>
    s === state && e === event ? to : nextState(s, e);

/** The same world with one rule left out must break, or the test above proves nothing. */
const MUTANTS: [string, Rules][] = [
  [
    "a message without an answer is sent again",
    { ...REAL, next: also("in_flight", "lost", "queued") },
  ],
  [
    "a message without an answer counts as sent",
    { ...REAL, next: also("in_flight", "lost", "accepted") },
  ],
  ["an unknown message may be claimed", { ...REAL, next: also("unknown", "claimed", "claimed") }],
  [
    "an unknown message is tried again with the failures",
    { ...REAL, next: also("unknown", "retried", "queued") },
  ],
  ["nobody looks at the fence", { ...REAL, hasFence: false }],
  ["a dot needs no lease", { ...REAL, isDotLeased: false }],
  [
    "a dot in a dead worker's journal were not looked at",
    {
      ...REAL,
      recover: (orphan, _, silence) => decideRecovery(orphan, undefined, silence),
    },
  ],
  ["silence proves something after a fall of the machine", { ...REAL, trustsFallen: true }],
  ["the journal of a living worker is believed", { ...REAL, waitsForDeath: false }],
];

test.each(MUTANTS)("it would be noticed if %s", (_, rules) => {
  // Histories are drawn by chance: where thirty thousand do not show it, others will.
  const isNoticed = [1, 2, 3].some(() => check(rules, 30_000).failed);
  expect(isNoticed).toBe(true);
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
