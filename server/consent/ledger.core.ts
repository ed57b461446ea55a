import type { ErrorCode } from "../kernel";
import {
  type ConsentAction,
  type ConsentSource,
  type ConsentState,
  EXISTING_CUSTOMER_EVIDENCE,
  type LegalBasis,
  MAILABLE_BASES,
} from "./schemas";

/** The part of a ledger row that decides. Times are instants; `seq` counts 1, 2, 3 … per person. */
export interface LedgerEvent {
  seq: number;
  at: Date;
  action: ConsentAction;
  topicId: string | null;
  legalEntityId: string;
  basis: LegalBasis;
  source: ConsentSource;
  sourceId: string | null;
  evidence: Readonly<Record<string, string>>;
}

/** What the ledger says about one topic. */
export interface TopicConsent {
  legalEntityId: string;
  state: ConsentState;
  basis: LegalBasis;
  since: Date;
  pausedUntil: Date | null;
  /** The row it follows from. */
  seq: number;
  /** The import whose claim it rests on, else null. */
  claimedBy: string | null;
}

/** The end of all advertising of a legal entity, topics created later included. */
export interface EntityStop {
  kind: "objected" | "complained" | "erased";
  since: Date;
  seq: number;
}

/** Everything the ledger says about one person, and what it said before the last row. */
export interface PersonConsent {
  seq: number;
  last: LedgerEvent | null;
  topics: ReadonlyMap<string, TopicConsent>;
  stops: ReadonlyMap<string, EntityStop>;
  previous: PersonConsent | null;
}

/** How long the result page of an unsubscribe may take its own rows back. */
export const UNDO_MINUTES = 15;

/** Nothing declared yet. */
export const NOTHING_DECLARED: PersonConsent = {
  seq: 0,
  last: null,
  topics: new Map(),
  stops: new Map(),
  previous: null,
};

/** The ledger contradicts itself or says something unknown: nothing may be derived from it. */
export class LedgerBroken extends Error {
  readonly seq: number;

  constructor(seq: number, why: string) {
    super(`Consent ledger broken at ${seq}: ${why}`);
    this.name = "LedgerBroken";
    this.seq = seq;
  }
}

/** Replays a person's rows, oldest first. The same rows always give the same state. */
export function foldConsent(events: readonly LedgerEvent[]): PersonConsent {
  return events.reduce(applyEvent, NOTHING_DECLARED);
}

/** The state after one more row. Throws LedgerBroken for a gap, an unknown action or a foreign undo. */
export function applyEvent(before: PersonConsent, event: LedgerEvent): PersonConsent {
  if (event.seq !== before.seq + 1) throw new LedgerBroken(event.seq, "a row is missing");
  const next = { seq: event.seq, last: event, previous: before };
  switch (event.action) {
    case "grant":
    case "import_claim":
    case "withdraw":
      return { ...next, ...withTopic(before, event, declared(event)) };
    case "pause":
      return { ...next, ...withTopic(before, event, pausedTopic(before, event)) };
    case "expire":
      return { ...next, ...(event.topicId ? expireTopic(before, event) : stop(before, event)) };
    case "object":
    case "complaint":
      return { ...next, ...stop(before, event) };
    case "undo": {
      const target = undoTarget(before, event);
      return { ...next, topics: target.topics, stops: target.stops };
    }
    default: {
      const never: never = event.action;
      throw new LedgerBroken(event.seq, `unknown action ${String(never)}`);
    }
  }
}

type Standing = Pick<PersonConsent, "topics" | "stops">;

function withTopic(before: PersonConsent, event: LedgerEvent, topic: TopicConsent): Standing {
  if (!event.topicId) throw new LedgerBroken(event.seq, `${event.action} without a topic`);
  return { topics: new Map(before.topics).set(event.topicId, topic), stops: before.stops };
}

function declared(event: LedgerEvent): TopicConsent {
  const isWithdrawn = event.action === "withdraw";
  return {
    legalEntityId: event.legalEntityId,
    state: isWithdrawn ? "withdrawn" : "granted",
    basis: isWithdrawn ? "none" : event.basis,
    since: event.at,
    pausedUntil: null,
    seq: event.seq,
    claimedBy: event.action === "import_claim" ? event.sourceId : null,
  };
}

function pausedTopic(before: PersonConsent, event: LedgerEvent): TopicConsent {
  const topic = before.topics.get(event.topicId ?? "");
  if (!topic) throw new LedgerBroken(event.seq, "pause of nothing");
  return { ...topic, pausedUntil: readUntil(event.evidence), seq: event.seq };
}

function expireTopic(before: PersonConsent, event: LedgerEvent): Standing {
  return withTopic(before, event, { ...declared(event), state: "expired", basis: "none" });
}

const STOP_KINDS = { object: "objected", complaint: "complained", expire: "erased" } as const;

function stop(before: PersonConsent, event: LedgerEvent): Standing {
  const { action, legalEntityId, at: since, seq } = event;
  if (action !== "object" && action !== "complaint" && action !== "expire") {
    throw new LedgerBroken(seq, `${action} is no stop`);
  }
  const kind = STOP_KINDS[action];
  const state: ConsentState = kind === "erased" ? "expired" : "withdrawn";
  const topics = new Map(before.topics);
  for (const [id, topic] of topics) {
    if (topic.legalEntityId !== legalEntityId) continue;
    // A withdrawal of one topic stays what it is when everything ends by erasure.
    const ended = topic.state === "withdrawn" ? "withdrawn" : state;
    topics.set(id, { ...declared(event), state: ended, basis: "none" });
  }
  return { topics, stops: new Map(before.stops).set(legalEntityId, { kind, since, seq }) };
}

/** Until when a pause lasts (evidence `until`, ISO 8601), or null when it says nothing readable. */
export function readUntil(evidence: Readonly<Record<string, string>>): Date | null {
  const until = new Date(evidence.until ?? "");
  return Number.isNaN(until.getTime()) ? null : until;
}

/** The rows an undo names (evidence `from`, `to`). */
function undoRange(event: Pick<LedgerEvent, "evidence">): { from: number; to: number } {
  return { from: Number(event.evidence.from), to: Number(event.evidence.to) };
}

function undoTarget(before: PersonConsent, event: LedgerEvent): PersonConsent {
  const target = mayUndo(before, event) && proveUndo(before, undoRange(event), event.at);
  if (!target) throw new LedgerBroken(event.seq, "undo of rows that are not the last ones");
  return target;
}

/** What an import does to consent, and what its undo does: no word of the person among them. */
const IMPORT_SOURCES: readonly ConsentSource[] = ["import", "address_change", "import_undo"];

/** An import's rows are taken back by the undo of that very import, and by nothing else. */
function mayUndo(person: PersonConsent, given: Pick<LedgerEvent, "source" | "sourceId">): boolean {
  const { last } = person;
  if (!last || !IMPORT_SOURCES.includes(last.source)) return given.source !== "import_undo";
  return given.source === "import_undo" && given.sourceId === last.sourceId;
}

/**
 * The state before rows `from`…`to`, if they may still be taken back at `now`, else null: they are
 * the person's last rows, all of one visit of the unsubscribe page not 15 minutes ago, or all of
 * one import. Only a state that the ledger itself proves is ever restored.
 */
export function proveUndo(
  person: PersonConsent,
  rows: { from: number; to: number },
  now: Date,
): PersonConsent | null {
  const { from, to } = rows;
  if (!Number.isInteger(from) || from < 1 || to < from || to !== person.seq) return null;
  const visit = person.last?.sourceId;
  let at: PersonConsent = person;
  while (at.seq >= from) {
    const { last, previous } = at;
    if (!last || !previous || !visit) return null;
    if (last.sourceId !== visit || !(isOfVisit(last, now) || isOfImport(last))) return null;
    at = previous;
  }
  return at;
}

function isOfVisit(event: LedgerEvent, now: Date): boolean {
  const isReduction = ["withdraw", "object", "pause"].includes(event.action);
  const age = now.getTime() - event.at.getTime();
  return event.source === "unsubscribe_page" && isReduction && age <= UNDO_MINUTES * 60_000;
}

function isOfImport(event: LedgerEvent): boolean {
  return IMPORT_SOURCES.includes(event.source) && event.action !== "undo";
}

export type Transition =
  | { ok: true; effect: "record" | "none" }
  | { ok: false; code: Extract<ErrorCode, "CONSENT_TRANSITION" | "CONSENT_EVIDENCE_REQUIRED"> };

const RECORD: Transition = { ok: true, effect: "record" };
const NONE: Transition = { ok: true, effect: "none" };
const REFUSED: Transition = { ok: false, code: "CONSENT_TRANSITION" };

/** Who speaks: only the person's own confirmed request may renew what was withdrawn. */
export interface Proposal extends Omit<LedgerEvent, "seq"> {
  isByPerson: boolean;
}

/**
 * Whether a declaration may enter the ledger. Reductions always may; one that changes nothing has
 * the effect `none` and is not written. Grants need evidence, and after a withdrawal, objection,
 * complaint or erasure the person's own confirmed request.
 */
export function decideTransition(person: PersonConsent, given: Proposal): Transition {
  switch (given.action) {
    case "grant":
    case "import_claim":
      return decideGrant(person, given);
    case "object":
    case "complaint":
      return given.topicId ? REFUSED : decideStop(person, given, STOP_KINDS[given.action]);
    case "expire":
      if (!given.topicId) return decideStop(person, given, STOP_KINDS.expire);
      return decideReduction(person, given, given.topicId);
    case "withdraw":
    case "pause":
      return given.topicId ? decideReduction(person, given, given.topicId) : REFUSED;
    case "undo":
      return mayUndo(person, given) && proveUndo(person, undoRange(given), given.at)
        ? RECORD
        : REFUSED;
    default: {
      const never: never = given.action;
      throw new LedgerBroken(person.seq, `unknown action ${String(never)}`);
    }
  }
}

function decideReduction(person: PersonConsent, given: Proposal, topicId: string): Transition {
  const topic = person.topics.get(topicId);
  if (given.action === "withdraw") return topic?.state === "withdrawn" ? NONE : RECORD;
  if (given.action === "expire") return topic?.state === "granted" ? RECORD : NONE;
  const until = readUntil(given.evidence);
  if (!until) return REFUSED;
  const isLonger = until > (topic?.pausedUntil ?? given.at);
  return topic?.state === "granted" && isLonger ? RECORD : NONE;
}

function decideStop(person: PersonConsent, given: Proposal, kind: EntityStop["kind"]): Transition {
  const isStanding = person.stops.get(given.legalEntityId)?.kind === kind;
  const entity = [...person.topics.values()].filter((t) => t.legalEntityId === given.legalEntityId);
  return isStanding && entity.every((t) => t.state !== "granted") ? NONE : RECORD;
}

function decideGrant(person: PersonConsent, given: Proposal): Transition {
  if (!given.topicId) return REFUSED;
  const topic = person.topics.get(given.topicId);
  if (given.action === "grant" && isConfirmedRequest(given)) return RECORD;
  const isEnded = topic?.state === "withdrawn";
  const isStopped = person.stops.has(given.legalEntityId) && topic?.state !== "granted";
  if (isEnded || isStopped) return REFUSED;
  if (!hasEvidence(given)) return { ok: false, code: "CONSENT_EVIDENCE_REQUIRED" };
  return topic?.state === "granted" ? NONE : RECORD;
}

/** A double opt-in the person went through themself, by the link in the confirmation mail. */
export function isConfirmedRequest(given: Proposal): boolean {
  return (
    given.isByPerson && given.source === "confirmation" && given.basis === "consent_double_opt_in"
  );
}

/** A basis on which advertising may be sent, with something that proves it. */
export function hasEvidence(given: Pick<LedgerEvent, "basis" | "evidence">): boolean {
  if (!(MAILABLE_BASES as readonly string[]).includes(given.basis)) return false;
  const filled = (key: string) => (given.evidence[key] ?? "").trim() !== "";
  if (given.basis === "existing_customer") return EXISTING_CUSTOMER_EVIDENCE.every(filled);
  return Object.keys(given.evidence).some(filled);
}
