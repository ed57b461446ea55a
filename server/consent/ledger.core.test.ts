import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  applyEvent,
  decideTransition,
  foldConsent,
  LedgerBroken,
  type LedgerEvent,
  NOTHING_DECLARED,
  type PersonConsent,
  type Proposal,
  proveUndo,
  UNDO_MINUTES,
} from "./ledger.core";
import { CONSENT_ACTIONS, CONSENT_SOURCES, LegalBasis } from "./schemas";

const START = Date.UTC(2026, 0, 1);
const ENTITY_OF: Record<string, string> = { t1: "e1", t2: "e1", t3: "e2" };
const TOPICS = Object.keys(ENTITY_OF);

interface Command {
  action: Proposal["action"];
  topic: string;
  isWide: boolean;
  source: Proposal["source"];
  basis: Proposal["basis"];
  hasEvidence: boolean;
  isByPerson: boolean;
  minutes: number;
  back: number;
}

const command: fc.Arbitrary<Command> = fc.record({
  action: fc.constantFrom(...CONSENT_ACTIONS),
  topic: fc.constantFrom(...TOPICS),
  isWide: fc.boolean(),
  source: fc.oneof(
    fc.constantFrom("unsubscribe_page" as const, "confirmation" as const, "import" as const),
    fc.constantFrom(...CONSENT_SOURCES),
  ),
  basis: fc.oneof(
    fc.constant("consent_double_opt_in" as const),
    fc.constantFrom(...LegalBasis.options),
  ),
  hasEvidence: fc.boolean(),
  isByPerson: fc.boolean(),
  minutes: fc.constantFrom(0, 1, 5, 20, 60 * 24 * 40),
  back: fc.integer({ min: 0, max: 2 }),
});

function proposalOf(given: Command, person: PersonConsent, now: number): Proposal {
  const isWide =
    given.action === "object" ||
    given.action === "complaint" ||
    (given.action === "expire" && given.isWide);
  const evidence: Record<string, string> = given.hasEvidence ? { origin: "shop" } : {};
  if (given.action === "pause") evidence.until = new Date(now + 30 * 86_400_000).toISOString();
  if (given.action === "undo") {
    evidence.from = String(person.seq - given.back);
    evidence.to = String(person.seq);
  }
  return {
    at: new Date(now),
    action: given.action,
    topicId: isWide || given.action === "undo" ? null : given.topic,
    legalEntityId: ENTITY_OF[given.topic] ?? "",
    basis: given.action === "grant" || given.action === "import_claim" ? given.basis : "none",
    source: given.source,
    sourceId: given.source === "unsubscribe_page" ? "visit" : "elsewhere",
    evidence,
    isByPerson: given.isByPerson,
  };
}

interface Run {
  person: PersonConsent;
  events: LedgerEvent[];
  now: number;
}

/** Plays commands as `recordConsent` does: decide, then append. */
function play(
  commands: readonly Command[],
  watch?: (before: PersonConsent, given: Proposal) => void,
): Run {
  const run: Run = { person: NOTHING_DECLARED, events: [], now: START };
  for (const given of commands) {
    run.now += given.minutes * 60_000;
    const { isByPerson, ...event } = proposalOf(given, run.person, run.now);
    watch?.(run.person, { ...event, isByPerson });
    const verdict = decideTransition(run.person, { ...event, isByPerson });
    if (!verdict.ok || verdict.effect === "none") continue;
    run.events.push({ ...event, seq: run.person.seq + 1 });
    run.person = applyEvent(run.person, { ...event, seq: run.person.seq + 1 });
  }
  return run;
}

/**
 * The small model: strike out what was undone, then let the newest row that concerns the topic
 * (or, to end things, its legal entity) decide.
 */
function modelState(events: readonly LedgerEvent[], topic: string): string {
  const rows = notStruck(events);
  const concerns = (e: LedgerEvent) =>
    e.topicId === topic ||
    // An end of everything concerns a topic only once something was said about it.
    (e.topicId === null &&
      e.legalEntityId === ENTITY_OF[topic] &&
      rows.some((r) => r.topicId === topic && r.seq < e.seq));
  const newest = rows.filter((e) => e.action !== "pause").findLast(concerns);
  if (!newest) return "nothing";
  if (newest.action === "grant" || newest.action === "import_claim") return "granted";
  if (newest.action !== "expire") return "withdrawn";
  if (newest.topicId !== null) return "expired";
  const before = modelState(events.slice(0, newest.seq - 1), topic);
  return before === "withdrawn" ? "withdrawn" : "expired";
}

function notStruck(events: readonly LedgerEvent[]): LedgerEvent[] {
  const struck = new Set<number>();
  for (const event of events) {
    if (event.action !== "undo") continue;
    for (let seq = Number(event.evidence.from); seq <= Number(event.evidence.to); seq += 1) {
      struck.add(seq);
    }
  }
  return events.filter((e) => !struck.has(e.seq) && e.action !== "undo");
}

const runs = fc.array(command, { maxLength: 40 });
const stateIn = (person: PersonConsent, topic: string) =>
  person.topics.get(topic)?.state ?? "nothing";

describe("laws", () => {
  test("the fold agrees with the model, topic by topic", () => {
    fc.assert(
      fc.property(runs, (commands) => {
        const { person, events } = play(commands);
        for (const topic of TOPICS) {
          expect(stateIn(person, topic)).toBe(modelState(events, topic));
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test("replay gives the same state", () => {
    fc.assert(
      fc.property(runs, (commands) => {
        const { person, events } = play(commands);
        const again = foldConsent(events);
        expect(again.topics).toEqual(person.topics);
        expect(again.stops).toEqual(person.stops);
      }),
    );
  });

  test("nothing is granted without a row that grants it on a mailable basis", () => {
    fc.assert(
      fc.property(runs, (commands) => {
        const { person, events } = play(commands);
        for (const [id, topic] of person.topics) {
          if (topic.state !== "granted") continue;
          const grants = events.filter(
            (e) => e.topicId === id && (e.action === "grant" || e.action === "import_claim"),
          );
          expect(grants.length).toBeGreaterThan(0);
          expect(["none", "contract"]).not.toContain(topic.basis);
        }
      }),
    );
  });

  test("withdrawal and objection work from every state", () => {
    fc.assert(
      fc.property(runs, fc.constantFrom(...TOPICS), (commands, topic) => {
        const { person, now } = play(commands);
        const base = {
          ...proposalOf(reduction, person, now),
          legalEntityId: ENTITY_OF[topic] ?? "",
        };
        for (const given of [
          { ...base, action: "withdraw" as const, topicId: topic },
          { ...base, action: "object" as const, topicId: null },
        ]) {
          const verdict = decideTransition(person, given);
          expect(verdict.ok).toBe(true);
          if (!verdict.ok || verdict.effect === "none") {
            expect(stateIn(person, topic)).not.toBe("granted");
            continue;
          }
          const after = applyEvent(person, { ...given, seq: person.seq + 1 });
          expect(stateIn(after, topic)).not.toBe("granted");
        }
      }),
    );
  });

  test("only the person's confirmed request renews what ended; never an import or a clerk", () => {
    fc.assert(
      fc.property(runs, (commands) => {
        play(commands, (before, given) => {
          if (given.action !== "grant" && given.action !== "import_claim") return;
          const standing = stateIn(before, given.topicId ?? "");
          const hasEnded =
            standing === "withdrawn" ||
            (standing !== "granted" && before.stops.has(given.legalEntityId));
          const verdict = decideTransition(before, given);
          if (!hasEnded || !verdict.ok) return;
          expect(given).toMatchObject({
            action: "grant",
            source: "confirmation",
            basis: "consent_double_opt_in",
            isByPerson: true,
          });
        });
      }),
      { numRuns: 1_000 },
    );
  });

  test("an undo restores exactly what stood before the visit", () => {
    fc.assert(
      fc.property(runs, fc.integer({ min: 1, max: 3 }), (commands, count) => {
        const { person, now } = play(commands);
        let after = person;
        for (const topicId of TOPICS.slice(0, count)) {
          const given = { ...visit(now), topicId, legalEntityId: ENTITY_OF[topicId] ?? "" };
          const verdict = decideTransition(after, { ...given, isByPerson: true });
          if (verdict.ok && verdict.effect === "record") {
            after = applyEvent(after, { ...given, seq: after.seq + 1 });
          }
        }
        if (after.seq === person.seq) return;
        const range = { from: person.seq + 1, to: after.seq };
        const undo: LedgerEvent = {
          ...visit(now + 60_000),
          seq: after.seq + 1,
          action: "undo",
          topicId: null,
          evidence: { from: String(range.from), to: String(range.to) },
        };
        const restored = applyEvent(after, undo);
        expect(restored.topics).toEqual(person.topics);
        expect(restored.stops).toEqual(person.stops);
        // Once only, and not after the time is up.
        expect(proveUndo(restored, range, new Date(now + 60_000))).toBeNull();
        const late = new Date(now + UNDO_MINUTES * 60_000 + 1);
        expect(proveUndo(after, range, late)).toBeNull();
      }),
    );
  });
});

const reduction: Command = {
  action: "withdraw",
  topic: "t1",
  isWide: false,
  source: "service_desk",
  basis: "none",
  hasEvidence: false,
  isByPerson: false,
  minutes: 0,
  back: 0,
};

function visit(now: number): LedgerEvent {
  return {
    seq: 0,
    at: new Date(now),
    action: "withdraw",
    topicId: "t1",
    legalEntityId: "e1",
    basis: "none",
    source: "unsubscribe_page",
    sourceId: "new visit",
    evidence: {},
  };
}

describe("cases", () => {
  const claim = (topicId: string, seq: number): LedgerEvent => ({
    ...visit(START),
    seq,
    action: "import_claim",
    topicId,
    basis: "consent_single_opt_in",
    source: "import",
    sourceId: "import-1",
    evidence: { origin: "shop" },
  });

  test("an objection covers topics created later, until the person asks for one of them", () => {
    const objected = foldConsent([
      claim("t1", 1),
      { ...visit(START), seq: 2, action: "object", topicId: null },
    ]);
    const later = { ...claim("t2", 3), isByPerson: false };
    expect(decideTransition(objected, later)).toEqual({ ok: false, code: "CONSENT_TRANSITION" });
    const confirmed: LedgerEvent = {
      ...claim("t2", 3),
      action: "grant",
      basis: "consent_double_opt_in",
      source: "confirmation",
    };
    expect(decideTransition(objected, { ...confirmed, isByPerson: true }).ok).toBe(true);
    const renewed = applyEvent(objected, confirmed);
    expect(stateIn(renewed, "t1")).toBe("withdrawn");
    expect(stateIn(renewed, "t2")).toBe("granted");
  });

  test("a claim without proof, on no basis, or as a customer without the four conditions is refused", () => {
    const needed = { ok: false, code: "CONSENT_EVIDENCE_REQUIRED" };
    const given = { ...claim("t1", 1), isByPerson: false };
    expect(decideTransition(NOTHING_DECLARED, { ...given, evidence: {} })).toEqual(needed);
    expect(decideTransition(NOTHING_DECLARED, { ...given, evidence: { origin: " " } })).toEqual(
      needed,
    );
    expect(decideTransition(NOTHING_DECLARED, { ...given, basis: "none" })).toEqual(needed);
    const customer = { ...given, basis: "existing_customer" as const };
    expect(decideTransition(NOTHING_DECLARED, customer)).toEqual(needed);
    const evidence = { obtainedWithSale: "yes", similarGoods: "yes", noticeAtCollection: "v1" };
    expect(decideTransition(NOTHING_DECLARED, { ...customer, evidence }).ok).toBe(true);
  });

  test("claiming what stands changes nothing; an undone import can be claimed again", () => {
    const claimed = foldConsent([claim("t1", 1)]);
    expect(decideTransition(claimed, { ...claim("t1", 2), isByPerson: false })).toEqual({
      ok: true,
      effect: "none",
    });
    const undone = applyEvent(claimed, { ...claim("t1", 2), action: "expire", basis: "none" });
    expect(stateIn(undone, "t1")).toBe("expired");
    expect(decideTransition(undone, { ...claim("t1", 3), isByPerson: false })).toEqual({
      ok: true,
      effect: "record",
    });
  });

  test("a pause can only grow", () => {
    const claimed = foldConsent([claim("t1", 1)]);
    const until = (days: number) => new Date(START + days * 86_400_000).toISOString();
    const pause = (days: number): Proposal => ({
      ...visit(START),
      action: "pause",
      evidence: { until: until(days) },
      isByPerson: true,
    });
    const paused = applyEvent(claimed, { ...pause(90), seq: 2 });
    expect(paused.topics.get("t1")?.pausedUntil?.toISOString()).toBe(until(90));
    expect(decideTransition(paused, pause(30))).toEqual({ ok: true, effect: "none" });
    expect(decideTransition(paused, { ...pause(30), evidence: {} }).ok).toBe(false);
  });

  test("a gap, an unknown action and a forged undo stop the replay", () => {
    expect(() => foldConsent([claim("t1", 2)])).toThrow(LedgerBroken);
    const unknown = { ...claim("t1", 1), action: "subscribe" as "grant" };
    expect(() => foldConsent([unknown])).toThrow(LedgerBroken);
    const forged: LedgerEvent = {
      ...visit(START),
      seq: 2,
      action: "undo",
      topicId: null,
      evidence: { from: "1", to: "1" },
    };
    expect(() => foldConsent([claim("t1", 1), forged])).toThrow(LedgerBroken);
  });
});
