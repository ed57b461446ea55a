/**
 * Whether what a message ended as has a cause outside the engine: somebody who objected, a server that
 * refused, a worker that died. Pure, like the checker; without it an engine that passes over everybody
 * loses nothing.
 */
import { CRASH_POINTS, type CrashPoint } from "@/server/delivery/crash-points";
import type { Barrier, CheckedMessage, Person, Step } from "./checker.core";

/** No message of this campaign may be cancelled before. */
export interface Cancellation {
  campaignId: string;
  at: number;
}

/** A 5xx of the mail server. */
export interface Refusal {
  /** Null: said to MAIL, where nobody is named yet. */
  person: Person | null;
  code: number;
}

/** A message that was on its way and that the server did not keep. */
interface Loss {
  person: Person;
  /** Null: it did not come to its name. */
  messageId: string | null;
  /** The server said so: only who died before they heard it does not know. */
  wasTold: boolean;
}

/** The end of a worker that was killed, stood still or lost its lease. */
export interface WorkerDeath {
  workerId: string;
  at: number;
  /** The point at which it was killed, or what else became of it. */
  how: string;
}

export interface Causes {
  /** Why somebody may be passed over, from then on. */
  grounds: readonly Barrier[];
  cancellations: readonly Cancellation[];
  refusals: readonly Refusal[];
  losses: readonly Loss[];
  deaths: readonly WorkerDeath[];
}

/** Histories keep milliseconds, and round to the nearest. */
export const ROUNDING_US = 500;
/** As the design has it: so often a message is tried, and so many deaths it may be the reason of. */
const MAX_ATTEMPTS = 8;
const MAX_DEATHS = 3;
/** What a worker's death leaves in the history of what it held. */
const DEATHS = ["worker_ended", "proved_unwritten", "quarantined"];
/** Killed here, a worker has journalled one dot that it did not write. */
const AT_DOT: CrashPoint = "dot journalled";
/**
 * Unknown messages that never arrived, for each death at a random moment: as many as the design names. Of few deaths,
 * this many.
 */
const DOUBTS = { each: 0.05, least: 1 };

export const personOf = (of: Person) => `${of.workspaceId} ${of.contactId}`;

export function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

/** Passed over: somebody said no before, to this topic (skipped) or to all mail (suppressed). */
function faultsOfRefusal(one: CheckedMessage, last: Step, grounds: readonly Barrier[]): string[] {
  const isMeant = ({ topicId }: Barrier) =>
    one.state === "suppressed" ? topicId === null : topicId !== null && topicId === one.topicId;
  const isFounded = grounds.some((ground) => isMeant(ground) && ground.at <= last.at + ROUNDING_US);
  return isFounded ? [] : [`${one.state} though nobody said no`];
}

function faultsOfCancellation(
  { campaignId }: CheckedMessage,
  last: Step,
  cancellations: readonly Cancellation[],
): string[] {
  const isFounded = cancellations.some(
    (one) => one.campaignId === campaignId && one.at <= last.at + ROUNDING_US,
  );
  return isFounded ? [] : ["cancelled though its campaign was not"];
}

/** Failed by our own word; what the server refused is counted elsewhere. */
function faultsOfFailure({ attempt, steps }: CheckedMessage, { detail }: Step): string[] {
  const deaths = steps.filter((step) => DEATHS.includes(step.detail)).length;
  if (detail === "rejected") return [];
  if (detail === "exhausted" && attempt >= MAX_ATTEMPTS) return [];
  if (detail === "quarantined" && deaths >= MAX_DEATHS) return [];
  return [`failed (${detail}) after ${attempt} attempts and ${deaths} deaths`];
}

/** Messages refused more often than the server refused anybody like them: each "no" ends one. */
function unrefused(messages: readonly CheckedMessage[], refusals: readonly Refusal[]) {
  const keyOf = (person: Person | null, code: number | null) =>
    `${person ? personOf(person) : "MAIL"} ${code}`;
  const left = new Map<string, number>();
  for (const { person, code } of refusals) {
    const key = keyOf(person, code);
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  const take = (key: string): boolean => {
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count > 0;
  };
  return messages.filter(
    (one) =>
      one.state === "failed" &&
      one.steps.at(-1)?.detail === "rejected" &&
      !take(keyOf(one, one.smtpCode)) &&
      !take(keyOf(null, one.smtpCode)),
  );
}

interface Doubt {
  one: CheckedMessage;
  /** Of whoever held it; undefined: lived on. */
  death: WorkerDeath | undefined;
}

/** Unknown messages that never arrived, and of which the server's silence is not the reason. */
function doubtsOf(
  messages: readonly CheckedMessage[],
  { losses, deaths }: Causes,
  isThere: (one: CheckedMessage) => boolean,
): Doubt[] {
  const lost = grouped(losses, (loss) => personOf(loss.person));
  const ends = new Map(deaths.map((death) => [death.workerId, death]));
  const deathOf = ({ steps }: CheckedMessage): WorkerDeath | undefined => {
    const intent = steps.findLast((step) => step.to === "in_flight");
    const death = ends.get(intent?.workerId ?? "");
    return death && (intent?.at ?? 0) <= death.at + ROUNDING_US ? death : undefined;
  };
  return messages
    .filter((one) => one.state === "unknown" && !isThere(one))
    .map((one) => ({ one, death: deathOf(one) }))
    .filter(({ one, death }) => {
      const own = (lost.get(personOf(one)) ?? []).filter(
        ({ messageId }) => messageId === null || messageId === one.messageId,
      );
      return !own.some(({ wasTold }) => !wasTold || death);
    });
}

/**
 * What is wrong with one death's doubts. A dot is journalled and written in one go, so whoever dies between the two
 * leaves one message that nobody has, and whoever dies at another point none: of all others the journal's
 * silence says that they were never sent. At a random moment it may be either.
 */
function faultOfDeath({ how }: WorkerDeath, count: number): string | null {
  const most = how !== AT_DOT && CRASH_POINTS.some((point) => point === how) ? 0 : 1;
  return count > most ? `${count} unknown and nowhere of one death (${how})` : null;
}

function faultsOfDoubts(
  doubts: readonly Doubt[],
  { deaths }: Causes,
): { one: CheckedMessage; fault: string }[] {
  const baseless = doubts.filter(({ death }) => !death);
  const atRandom = deaths.filter(({ how }) => !CRASH_POINTS.some((point) => point === how));
  const most = Math.max(DOUBTS.least, DOUBTS.each * atRandom.length);
  const ofRandom = doubts.filter(({ death }) => death && atRandom.includes(death));
  const tooMany = ofRandom.length > most ? ofRandom : [];
  const byDeath = grouped(doubts, ({ death }) => death?.workerId ?? "");
  return [
    ...baseless.map(({ one }) => ({ one, fault: "unknown and nowhere, and nobody died or lied" })),
    ...tooMany.map(({ one }) => ({
      one,
      fault: `${ofRandom.length} unknown and nowhere after ${atRandom.length} deaths`,
    })),
    ...deaths.flatMap((death) => {
      const own = byDeath.get(death.workerId) ?? [];
      const fault = faultOfDeath(death, own.length);
      return fault ? own.map(({ one }) => ({ one, fault })) : [];
    }),
  ];
}

/** What each message says against its end. */
export function faultsOfCauses(
  messages: readonly CheckedMessage[],
  causes: Causes,
  isThere: (one: CheckedMessage) => boolean,
): Map<CheckedMessage, string[]> {
  const grounds = grouped(causes.grounds, personOf);
  const faults = new Map<CheckedMessage, string[]>();
  const note = (one: CheckedMessage, found: readonly string[]): void => {
    if (found.length > 0) faults.set(one, [...(faults.get(one) ?? []), ...found]);
  };
  for (const one of messages) {
    const last = one.steps.at(-1);
    if (!last) continue;
    if (one.state === "skipped" || one.state === "suppressed") {
      note(one, faultsOfRefusal(one, last, grounds.get(personOf(one)) ?? []));
    } else if (one.state === "cancelled") {
      note(one, faultsOfCancellation(one, last, causes.cancellations));
    } else if (one.state === "failed") note(one, faultsOfFailure(one, last));
  }
  for (const one of unrefused(messages, causes.refusals)) {
    note(one, [`failed (${one.smtpCode}), which nobody was told`]);
  }
  for (const { one, fault } of faultsOfDoubts(doubtsOf(messages, causes, isThere), causes)) {
    note(one, [fault]);
  }
  return faults;
}
