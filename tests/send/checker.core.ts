/** Judges a run from what the mail server has and what the histories say. Pure: values in, values out. */
import { type Causes, faultsOfCauses, grouped, personOf, ROUNDING_US } from "./checker-causes.core";

/** One line of a message's history; times are microseconds of the database's clock. */
export interface Step {
  step: number;
  from: string;
  to: string;
  at: number;
  workerId: string | null;
  fence: number;
  detail: string;
}

export interface Person {
  workspaceId: string;
  contactId: string;
}

export interface CheckedMessage extends Person {
  messageId: string;
  campaignId: string | null;
  topicId: string | null;
  /** Of the message's row, or of its row in the queue while it has one. */
  state: string;
  attempt: number;
  fence: number;
  /** What the server said in the end, if its word ended it. */
  smtpCode: number | null;
  steps: Step[];
}

/** No message to this person may be intended after this moment. */
export interface Barrier extends Person {
  /** Null: for messages of any kind. */
  topicId: string | null;
  at: number;
  why: string;
}

/** While this lasts a campaign may not intend anything. */
export interface Silence {
  campaignId: string;
  from: number;
  until: number;
}

export interface Evidence extends Causes {
  /** How many messages there have to be. */
  expected: number;
  messages: readonly CheckedMessage[];
  /** Message-IDs the server has, once for each copy. */
  kept: readonly string[];
  barriers: readonly Barrier[];
  silences: readonly Silence[];
}

export interface Verdict {
  messages: number;
  /** Claims: how often one was taken up. */
  attempts: number;
  intents: number;
  accepted: number;
  /** Gone without a trace, left open, or called accepted though it never arrived. */
  lost: number;
  /** Copies beyond the first. */
  duplicated: number;
  /** Arrived though they ended as something else, or ended for no reason that there was. */
  unexpected: number;
  unknown: number;
  /** Of the unknown, those that never arrived. */
  undeliveredUnknown: number;
  failed: number;
  /** Skipped and suppressed. */
  skipped: number;
  cancelled: number;
  violations: string[];
}

const TERMINAL = ["accepted", "failed", "unknown", "skipped", "suppressed", "cancelled"];
/** What counts no attempt. */
const FREE = ["released", "worker_ended", "proved_unwritten"];
/** What may count none: it depends on what the server said. */
const MAYBE_FREE = ["unwritten", "deferred"];
const MAY_HAVE_ARRIVED = ["accepted", "unknown"];

const told = (one: CheckedMessage) =>
  `${one.messageId} is ${one.state} (attempt ${one.attempt}, fence ${one.fence}) after ${one.steps
    .map((step) => `${step.to}/${step.fence} ${step.detail} @${step.at} ${step.workerId ?? ""}`)
    .join(", ")}`;

/** What each step says against the one before it. */
function faultsOfChain({ steps, state }: CheckedMessage): string[] {
  const faults = steps.flatMap((step, at) => {
    const before = steps[at - 1];
    return [
      ...(step.step === at ? [] : ["gap in the steps"]),
      ...(step.from === (before?.to ?? "") ? [] : ["broken chain"]),
      ...(step.fence >= (before?.fence ?? 0) ? [] : ["fence went back"]),
    ];
  });
  return steps.at(-1)?.to === state ? faults : [...faults, "history ends elsewhere"];
}

/** A fence has one holder, who has one intent under it; nobody else moves its message. */
function faultsOfFences({ steps }: CheckedMessage, claims: readonly Step[]): string[] {
  const holders = new Map(claims.map((step) => [step.fence, step.workerId]));
  const intents = steps.filter((step) => step.to === "in_flight").map((step) => step.fence);
  const strange = steps.filter((step) => step.fence > 0 && !isHolders(step, holders));
  return [
    ...(holders.size === claims.length ? [] : ["fence given twice"]),
    ...(new Set(intents).size === intents.length ? [] : ["two intents under one fence"]),
    ...(strange.length === 0 ? [] : ["moved by a worker that did not hold it"]),
  ];
}

/** What is wrong with a history by itself. */
export function faultsOfHistory(one: CheckedMessage): string[] {
  const claims = one.steps.filter((step) => step.to === "claimed");
  return [
    ...faultsOfChain(one),
    ...faultsOfFences(one, claims),
    ...faultsOfCount(one, claims.length),
  ];
}

/** What nobody holds, a cancelled campaign may end; anything else is its holder's. */
function isHolders(step: Step, claimers: ReadonlyMap<number, string | null>): boolean {
  if (step.from === "queued" && step.to === "cancelled") return true;
  return claimers.has(step.fence) && claimers.get(step.fence) === step.workerId;
}

function faultsOfCount({ steps, attempt, fence }: CheckedMessage, claims: number): string[] {
  const free = steps.filter((step) => FREE.includes(step.detail)).length;
  const open = steps.filter((step) => MAYBE_FREE.includes(step.detail)).length;
  const isCounted = attempt <= claims - free && attempt >= claims - free - open;
  return [
    ...(fence === claims ? [] : [`fence ${fence} after ${claims} claims`]),
    ...(isCounted ? [] : [`attempt ${attempt} after ${claims} claims, ${free} of them free`]),
  ];
}

/** Intents at a time when there must be none. */
function faultsOfTime(
  one: CheckedMessage,
  barriers: readonly Barrier[],
  silences: readonly Silence[],
): string[] {
  return one.steps
    .filter((step) => step.to === "in_flight")
    .flatMap(({ at }) => [
      ...barriers
        .filter((barrier) => barrier.topicId === null || barrier.topicId === one.topicId)
        .filter((barrier) => at > barrier.at + ROUNDING_US)
        .map((barrier) => `intended ${at - barrier.at} µs after ${barrier.why}`),
      ...silences
        .filter(({ from, until }) => at > from && at < until)
        .map(({ from }) => `intended ${at - from} µs into a silence`),
    ]);
}

/** What the server has against what the row says. */
function faultsOfCopies({ state }: CheckedMessage, copies: number): string[] {
  if (copies > 1) return [`${copies} copies`];
  if (copies === 0 && state === "accepted") return ["accepted and never arrived"];
  if (copies === 1 && !MAY_HAVE_ARRIVED.includes(state)) return [`arrived though ${state}`];
  return [];
}

/** Every invariant over a whole run. */
export function judge(evidence: Evidence): Verdict {
  const { messages, expected } = evidence;
  const copies = grouped(evidence.kept, (id) => id);
  const barriers = grouped(evidence.barriers, personOf);
  const silences = grouped(evidence.silences, (one) => one.campaignId);
  const inState = (...states: string[]) => messages.filter((one) => states.includes(one.state));
  const copiesOf = (one: CheckedMessage) => copies.get(one.messageId)?.length ?? 0;
  const stepsTo = (to: string) =>
    messages.reduce((sum, one) => sum + one.steps.filter((step) => step.to === to).length, 0);

  const baseless = faultsOfCauses(messages, evidence, (one) => copiesOf(one) > 0);
  const violations: string[] = [];
  if (messages.length !== expected) violations.push(`${messages.length} messages of ${expected}`);
  const known = new Set(messages.map((one) => one.messageId));
  const strangers = [...copies.keys()].filter((id) => !known.has(id));
  for (const id of strangers) violations.push(`${id} arrived and is nobody's`);
  for (const one of messages) {
    const faults = [
      ...(TERMINAL.includes(one.state) ? [] : ["never ended"]),
      ...faultsOfCopies(one, copiesOf(one)),
      ...faultsOfHistory(one),
      ...faultsOfTime(
        one,
        barriers.get(personOf(one)) ?? [],
        silences.get(one.campaignId ?? "") ?? [],
      ),
      ...(baseless.get(one) ?? []),
    ];
    if (faults.length > 0) violations.push(`${faults.join("; ")}: ${told(one)}`);
  }

  const falsely = inState("accepted").filter((one) => copiesOf(one) === 0).length;
  const isStray = (one: CheckedMessage) =>
    copiesOf(one) > 0 && !MAY_HAVE_ARRIVED.includes(one.state);
  const open = messages.filter((one) => !TERMINAL.includes(one.state)).length;
  return {
    messages: messages.length,
    attempts: stepsTo("claimed"),
    intents: stepsTo("in_flight"),
    accepted: inState("accepted").length,
    lost: falsely + open + Math.max(0, expected - messages.length),
    duplicated: messages.reduce((sum, one) => sum + Math.max(0, copiesOf(one) - 1), 0),
    unexpected:
      strangers.length + messages.filter((one) => isStray(one) || baseless.has(one)).length,
    unknown: inState("unknown").length,
    undeliveredUnknown: inState("unknown").filter((one) => copiesOf(one) === 0).length,
    failed: inState("failed").length,
    skipped: inState("skipped", "suppressed").length,
    cancelled: inState("cancelled").length,
    violations,
  };
}
