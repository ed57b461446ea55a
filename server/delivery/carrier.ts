import { clock, logger, toAppError } from "../kernel";
import type { Rests } from "./breaker";
import { watchCampaigns } from "./campaign-watch";
import { type Carried, isUntouched } from "./carried";
import type { Change } from "./change.core";
import { coalesce } from "./coalesce";
import type { CrashPoint } from "./crash-points";
import { type Handed, resultOf, type Told } from "./handed";
import { hear } from "./heard";
import { decideIntents, type Intent } from "./intent";
import type { Journal } from "./journal";
import { type Composed, compose, NoAddress } from "./letters";
import type { Notices } from "./notices";
import { decideOutcome, retryDelay, returnDelay, waitDelay } from "./outcome.core";
import type { ChannelProvider } from "./provider";
import { type Result, writeResults } from "./results";
import type { SenderPorts } from "./sender-ports";
import { type Sent, SmtpUnavailable } from "./smtp-types";
import type { Taken } from "./taking";
import { toldBy } from "./told";

export interface CarrierTuning {
  /** First delay after a 4xx, in milliseconds. */
  retryBase?: number;
  /** Messages on the wire at once. */
  connections?: number;
}

// Not at import: a build has no environment.
const log = () => logger("delivery");

export const DEFAULT_CONNECTIONS = 10;
/** Of one statement. */
const MOST_AT_ONCE = 200;
/**
 * How far apart intents and results are committed, in milliseconds, where they come one after another. A
 * connection waits for its intent, so only as long as a busy database makes it worth while.
 */
const INTENT_DISTANCE = 5;
const INTENT_REST = { times: 5, mostMs: 35, from: 5 };
const RESULT_DISTANCE = 60;
/** Before a message is taken up again that went back through no fault of its own. */
const BREATHER = 1_000;
/** A result that cannot be written is tried again, more slowly each time, as long as we live. */
const LONGEST_WRITE_PAUSE = 5_000;

/**
 * Carries single messages of one workspace from claim to result. Intents and results of messages
 * that are ready together share a statement and a commit.
 */
export function createCarrier(
  ports: SenderPorts & {
    journal: Journal;
    rests: Rests;
    notices: Notices;
    isCutOff: () => boolean;
    /** A result changed nothing: the message is not this worker's any more. */
    onVoid(workspaceId: string, change: Change): Promise<void>;
  },
  workspaceId: string,
  tuning: CarrierTuning,
) {
  const { workerId, journal, rests } = ports;
  const passing = (point: CrashPoint, id?: string): void => ports.passing?.(point, id);

  const { connections = DEFAULT_CONNECTIONS } = tuning;
  const askIntent = coalesce<Intent, boolean>(
    (intents) =>
      ports.inWorkspace(workspaceId, (tx) =>
        decideIntents(tx, workspaceId, { workerId, intents, now: ports.now() }),
      ),
    // Each connection waits for the answer to one: when all of them do, no more can come.
    {
      max: MOST_AT_ONCE,
      gathering: { ms: INTENT_DISTANCE, rest: INTENT_REST, enough: connections },
    },
  );

  const writeOnce = coalesce<Result, boolean>(
    (results) =>
      ports.inWorkspace(workspaceId, (tx) =>
        writeResults(tx, workspaceId, { workerId, results, now: ports.now() }),
      ),
    // No connection waits for them, though their places at the way out do; the journal knows them already.
    { max: MOST_AT_ONCE, gathering: { ms: RESULT_DISTANCE, enough: 2 * connections } },
  );

  const watch = watchCampaigns(ports, workspaceId);

  async function write(handed: Handed, change: Told): Promise<void> {
    const result = resultOf(handed, change);
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

  async function composed(handed: Handed): Promise<Composed | null> {
    const { draft } = handed;
    const { claim } = draft;
    try {
      return await compose(workspaceId, draft, ports.sign);
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
  function again(handed: Handed, told: Told, delayMs: number | null): Promise<void> {
    return delayMs === null
      ? write(handed, { ...told, event: "exhausted", reason: "exhausted", resolution: "policy" })
      : write(handed, { ...told, delayMs });
  }

  /** Gives a message back to the queue without counting the attempt; at last it has waited long enough. */
  function release(taken: Taken, delayMs = 0): Promise<void> {
    const told: Told = { event: "released", isFree: true };
    return again(taken, told, delayMs > 0 ? returnDelay(taken.draft.claim, delayMs) : 0);
  }

  /** Nothing of it was said to anybody, and it is not to blame. */
  function giveBack(handed: Handed, failed: unknown): Promise<void> {
    const { claim } = handed.draft;
    if (!(failed instanceof SmtpUnavailable)) {
      log().error({ messageId: claim.id, err: failed }, "not sent");
    }
    return again(handed, { event: "unwritten", isFree: true }, returnDelay(claim, BREATHER));
  }

  /** Tried again, or never; free when it is not to blame. */
  function put(
    handed: Handed,
    { sent, carried }: { sent: Sent; carried: Carried },
    told: Told,
  ): Promise<void> {
    const { claim } = handed.draft;
    const free = { ...told, isFree: true };
    if (carried === "throttled") return again(handed, free, waitDelay(claim, tuning.retryBase));
    // That the server answers nobody is known by its rest; what broke off in the letter may be the letter's fault.
    const isDeaf = carried === "silent" && !sent.data && rests.restOfServer(handed.via ?? "") > 0;
    return isDeaf || carried === "unavailable"
      ? again(handed, free, returnDelay(claim, BREATHER))
      : again(handed, told, retryDelay(claim, tuning.retryBase));
  }

  async function settle(
    handed: Handed,
    { sent, carried, from }: { sent: Sent; carried: Carried; from: number },
  ): Promise<void> {
    // What was refused got its result in the transaction that refused it.
    if (sent.refused) return;
    if (sent.failed !== undefined) return giveBack(handed, sent.failed);
    const { claim } = handed.draft;
    if (sent.retryAfterMs !== undefined) {
      const delayMs = returnDelay(claim, sent.retryAfterMs);
      return again(handed, { event: "deferred", isFree: true }, delayMs);
    }
    const { domain, via = "" } = handed;
    const outcome = decideOutcome(sent.phase, sent.reply, sent.step);
    const told = toldBy(sent, via, outcome);
    const watched = { campaignId: claim.campaignId, key: via, domain };
    if (sent.reply) await watch.answered(watched, told);
    switch (outcome) {
      case "accepted":
      case "rejected":
        return write(handed, told);
      case "lost":
        await watch.lost(watched, from);
        return write(handed, { event: "lost" });
      case "deferred":
      case "unwritten":
        return put(handed, { sent, carried }, told);
      default: {
        const never: never = outcome;
        return never;
      }
    }
  }

  function submit(handed: Handed, message: Composed, provider: ChannelProvider): Promise<Sent> {
    const { raw, isDotFree, envelope, messageIdHeader, contentHash, isTracked } = message;
    const { claim } = handed.draft;
    const { contactId, id, fence, campaignId } = claim;
    const key = { workspaceId, contactId, id, fence, campaignId };
    const intent = async (): Promise<boolean> => {
      passing("data", id);
      const isGranted = await askIntent({
        contactId,
        id,
        fence,
        claim,
        address: envelope.to,
        messageIdHeader,
        contentHash,
        isTracked,
        counted: handed.counted,
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
            outcome: decideOutcome(sent.phase, sent.reply, sent.step),
            reply: sent.reply,
          });
        }
        resolve(sent);
      };
      provider.submit(
        { idempotencyKey: messageIdHeader, envelope, raw, isDotFree, intent, dot, done },
        { isUrgent: claim.lane !== "campaign" },
      );
    });
  }

  /** The ways out behind one that said nothing; none when all of them rest. */
  function waysAfter({ providers, domain }: Taken, asked: ChannelProvider): ChannelProvider[] {
    const left = providers.slice(providers.indexOf(asked) + 1);
    return left.some(({ key }) => rests.restOf(key, domain) === 0) ? left : [];
  }

  /**
   * From claim to result. `onComposed` is told when it was handed on and the next can be composed. Returns
   * the message when nothing came of it and there are other ways out, which it has then; else null.
   */
  async function carry(
    taken: Taken,
    { provider, onComposed }: { provider: ChannelProvider; onComposed: () => void },
  ): Promise<Taken | null> {
    const { key } = provider;
    rests.begin(key);
    const { draft, domain, counted } = taken;
    const handed: Handed = { draft, domain, counted, via: key };
    const message = await composed(handed).finally(onComposed);
    if (!message) return null;
    passing("composed");
    const from = clock.steady();
    const sent = await submit(handed, message, provider);
    passing("answer journalled");
    const carried = hear(ports, sent, { workspaceId, key, domain, id: draft.claim.id });
    const left = isUntouched(sent) ? waysAfter(taken, provider) : [];
    if (left.length > 0) return { ...taken, providers: left };
    await settle(handed, { sent, carried, from });
    passing("result written");
    return null;
  }

  return { carry, release };
}

export type Carrier = ReturnType<typeof createCarrier>;
