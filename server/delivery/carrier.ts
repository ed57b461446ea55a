import type { Tx } from "@/db";
import { logger, toAppError } from "../kernel";
import { createBlockWatch } from "./bounce.core";
import type { Change } from "./change.core";
import type { Claim } from "./claim-queries";
import { coalesce } from "./coalesce";
import { decideIntents, type Intent } from "./intent";
import { isDiskError, type Journal } from "./journal";
import { type Composed, compose, NoAddress } from "./letters";
import { decideOutcome, type Outcome, retryDelay } from "./outcome.core";
import { pauseBlocked } from "./pause-blocked";
import type { ChannelProvider } from "./provider";
import { type Result, writeResults } from "./results";
import { type Sent, SmtpUnavailable } from "./smtp-types";
import type { Taken } from "./taking";
import { toldBy } from "./told";
import type { Ways } from "./ways";

/** The points of a message's way at which a test may end the process. */
export const CRASH_POINTS = [
  "claimed",
  "composed",
  "data",
  "intended",
  "dot journalled",
  "dot written",
  "answered",
  "answer journalled",
  "result written",
] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

/** What a sender needs from its process: transactions bound to a workspace, a clock, ways out. */
export interface SenderPorts {
  inWorkspace<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  inPlatform<T>(scope: object, work: (tx: Tx) => Promise<T>): Promise<T>;
  now(): Date;
  ways: Ways;
  /** Folder of this machine's journals. */
  journals: string;
  /** Unique to this process's life: a restarted worker is another one. */
  workerId: string;
  host: string;
  version: string;
  /** This life is over: declared dead, or the database was put back. The process has to go. */
  onEnd(reason: "ended" | "rewound"): void;
  /** Tests only. */
  passing?(point: CrashPoint, messageId?: string): void;
}

export interface CarrierTuning {
  /** First delay after a 4xx, in milliseconds. */
  retryBase?: number;
  /** Messages on the wire at once. */
  connections?: number;
}

/** `unavailable`: the way out cannot be used at the moment; the message went back unharmed. */
export type Carried = "done" | "unavailable";

// Not at import: a build has no environment.
const log = () => logger("delivery");

export const DEFAULT_CONNECTIONS = 10;
/** Of one statement. */
const MOST_AT_ONCE = 200;
/** How far apart intents and results are committed, in milliseconds, where they come one after another. */
const INTENT_DISTANCE = 10;
const RESULT_DISTANCE = 30;
/** Before a message is taken up again that went back through no fault of its own. */
const BREATHER = 1_000;
/** A result that cannot be written is tried again, more slowly each time, as long as we live. */
const LONGEST_WRITE_PAUSE = 5_000;

/** A message on its way, and over which provider. */
interface Handed extends Pick<Taken, "draft" | "counted"> {
  via?: string;
}

/** What a result says, besides whose it is. */
type Told = Pick<Result, "event"> & Partial<Result>;

/** Whose result it is, and what else it is about. */
function named({ draft, counted, via = "" }: Handed) {
  const { contactId, id, fence, lane, campaignId } = draft.claim;
  const address = draft.person?.email ?? null;
  // The installation's server and the local mailbox have no row.
  const serverId = isId(via) ? via : null;
  return { contactId, id, fence, lane, campaignId, address, counted, serverId };
}

const isId = (text: string) => /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(text);

/**
 * Carries single messages of one workspace from claim to result. Intents and results of messages
 * that are ready together share a statement and a commit.
 */
export function createCarrier(
  ports: SenderPorts & {
    journal: Journal;
    isCutOff: () => boolean;
    /** A result changed nothing: the message is not this worker's any more. */
    onVoid(workspaceId: string, change: Change): Promise<void>;
  },
  workspaceId: string,
  tuning: CarrierTuning,
) {
  const { workerId, journal } = ports;
  const passing = (point: CrashPoint, id?: string): void => ports.passing?.(point, id);

  const { connections = DEFAULT_CONNECTIONS } = tuning;
  const askIntent = coalesce<Intent, boolean>(
    (intents) =>
      ports.inWorkspace(workspaceId, (tx) =>
        decideIntents(tx, workspaceId, { workerId, intents, now: ports.now() }),
      ),
    // Each connection waits for the answer to one: when half of them do, more are not worth waiting for.
    { max: MOST_AT_ONCE, gathering: { ms: INTENT_DISTANCE, enough: connections } },
  );

  const writeOnce = coalesce<Result, boolean>(
    (results) =>
      ports.inWorkspace(workspaceId, (tx) =>
        writeResults(tx, workspaceId, { workerId, results, now: ports.now() }),
      ),
    // No connection waits for them, and the journal knows them already.
    { max: MOST_AT_ONCE, gathering: { ms: RESULT_DISTANCE, enough: 2 * connections } },
  );

  const watches = new Map<string, ReturnType<typeof createBlockWatch>>();

  /** Receivers refuse us, not single people: the campaign pauses before more is spoilt. */
  async function watch({ campaignId }: Claim, told: Partial<Told>): Promise<void> {
    if (!campaignId || !told.smtpCode) return;
    const own = watches.get(campaignId) ?? createBlockWatch();
    watches.set(campaignId, own);
    if (!own.note(told.bounce === "blocked")) return;
    await ports
      .inWorkspace(workspaceId, (tx) => pauseBlocked(tx, workspaceId, campaignId))
      .catch((error: unknown) => log().error({ campaignId, err: error }, "not paused"));
  }

  async function write(handed: Handed, change: Told): Promise<void> {
    const result = { ...named(handed), ...change };
    const { id } = result;
    for (let pause = 100; ; pause = Math.min(pause * 3, LONGEST_WRITE_PAUSE)) {
      try {
        if (!(await writeOnce(result))) await ports.onVoid(workspaceId, result);
        return;
      } catch (error) {
        // Until then the row stays as it is; should we die, the journal knows.
        log().error({ messageId: id, event: change.event, err: error }, "result not written yet");
        if (ports.isCutOff()) return;
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  /** Gives a message back to the queue without counting the attempt. */
  function release(taken: Taken, delayMs = 0): Promise<void> {
    return write(taken, { event: "released", isFree: true, delayMs });
  }

  async function composed(handed: Handed): Promise<Composed | null> {
    const { draft } = handed;
    const { claim } = draft;
    try {
      return await compose(workspaceId, draft);
    } catch (error) {
      if (error instanceof NoAddress) {
        await write(handed, { event: "skipped", reason: "no_address", resolution: "policy" });
        return null;
      }
      const code = toAppError(error).code;
      const err = code === "INTERNAL" ? error : undefined;
      log().warn({ messageId: claim.id, code, err }, "not rendered");
      const resolution = "policy";
      await write(handed, {
        event: "render_failed",
        reason: "render",
        remoteText: code,
        resolution,
      });
      return null;
    }
  }

  /** The server did not take it, and nothing arrived: later again, or never. */
  function retry(
    handed: Handed,
    event: "unwritten" | "deferred",
    told: Partial<Told>,
  ): Promise<void> {
    const { claim } = handed.draft;
    const tried = { attempt: claim.attempt, since: claim.firstClaimedAt };
    const delayMs = retryDelay(tried, ports.now(), tuning.retryBase);
    return delayMs === null
      ? write(handed, { ...told, event: "exhausted", reason: "exhausted", resolution: "policy" })
      : write(handed, { ...told, event, delayMs });
  }

  /** Nothing of it was said to anybody, and it is not to blame. */
  async function giveBack(handed: Handed, failed: unknown): Promise<Carried> {
    const { claim } = handed.draft;
    const isUnavailable = failed instanceof SmtpUnavailable;
    if (isUnavailable) log().warn({ code: failed.message }, "mail server cannot be used");
    else log().error({ messageId: claim.id, err: failed }, "not sent");
    await write(handed, { event: "unwritten", isFree: true, delayMs: BREATHER });
    return isUnavailable || isDiskError(failed) ? "unavailable" : "done";
  }

  async function settle(handed: Handed, sent: Sent, outcome: Outcome): Promise<Carried> {
    // What was refused got its result in the transaction that refused it.
    if (sent.refused) return "done";
    if (sent.failed !== undefined) return giveBack(handed, sent.failed);
    const { reply, retryAfterMs: delayMs } = sent;
    if (delayMs !== undefined) {
      await write(handed, { event: "deferred", isFree: true, delayMs });
      return "done";
    }
    const told = toldBy(sent, handed.via ?? "");
    await watch(handed.draft.claim, told);
    switch (outcome) {
      case "accepted":
        await write(handed, { ...told, event: "accepted", resolution: "smtp" });
        return "done";
      case "rejected":
        await write(handed, { ...told, event: "rejected", reason: "rejected", resolution: "smtp" });
        return "done";
      case "lost":
        await write(handed, { event: "lost" });
        return "done";
      case "deferred":
        await retry(handed, outcome, told);
        return "done";
      case "unwritten":
        if (!reply) {
          await retry(handed, outcome, told);
          return "done";
        }
        // The server spoke of itself (closing, not signed in): this message is not to blame.
        log().warn({ smtpCode: reply.code }, "mail server refuses to work");
        await write(handed, { event: "unwritten", isFree: true, delayMs: BREATHER });
        return "unavailable";
      default: {
        const never: never = outcome;
        return never;
      }
    }
  }

  function submit(claim: Claim, message: Composed, provider: ChannelProvider): Promise<Sent> {
    const { raw, envelope, ...written } = message;
    const { messageIdHeader: idempotencyKey } = written;
    const key = { workspaceId, contactId: claim.contactId, id: claim.id, fence: claim.fence };
    const intent = async (): Promise<boolean> => {
      const { contactId, id, fence } = claim;
      passing("data", id);
      const isGranted = await askIntent({
        contactId,
        id,
        fence,
        claim,
        address: envelope.to,
        ...written,
      });
      if (isGranted) passing("intended");
      return isGranted;
    };
    const dot = (): void => {
      journal.dot(key);
      passing("dot journalled");
      // The client writes in this very tick; only a test asks for the moment after.
      if (ports.passing) queueMicrotask(() => passing("dot written"));
    };
    return new Promise((resolve) => {
      const done = (sent: Sent): void => {
        passing("answered");
        if (sent.phase === "after") {
          journal.outcome(key, {
            outcome: decideOutcome(sent.phase, sent.reply),
            reply: sent.reply,
          });
        }
        resolve(sent);
      };
      provider.submit(
        { idempotencyKey, envelope, raw, intent, dot, done },
        { isUrgent: claim.lane !== "campaign" },
      );
    });
  }

  /** From claim to result. `onComposed` is told when it was handed on and the next can be composed. */
  async function carry(
    taken: Taken,
    { provider, onComposed }: { provider: ChannelProvider; onComposed: () => void },
  ): Promise<Carried> {
    const handed: Handed = { ...taken, via: provider.key };
    const message = await composed(handed).finally(onComposed);
    if (!message) return "done";
    passing("composed");
    const sent = await submit(taken.draft.claim, message, provider);
    passing("answer journalled");
    const carried = await settle(handed, sent, decideOutcome(sent.phase, sent.reply));
    passing("result written");
    return carried;
  }

  return { carry, release };
}

export type Carrier = ReturnType<typeof createCarrier>;
