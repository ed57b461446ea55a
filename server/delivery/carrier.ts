import type { Tx } from "@/db";
import { logger, toAppError } from "../kernel";
import { labelOf } from "../mailbox";
import { type Claim, findFirstClaim } from "./claim-queries";
import { coalesce } from "./coalesce";
import { wake } from "./due-queries";
import { decideIntents, type Intent } from "./intent";
import { type Composed, compose, type Draft, NoAddress } from "./letters";
import { type Change, moveMessages } from "./move-queries";
import { decideOutcome, retryDelay } from "./outcome.core";
import { type Sent, SmtpUnavailable } from "./smtp-link";
import { type SmtpPool, smtpTarget } from "./smtp-pool";

/** What a sender needs from its process: transactions bound to a workspace, a clock, SMTP. */
export interface SenderPorts {
  inWorkspace<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  inPlatform<T>(scope: object, work: (tx: Tx) => Promise<T>): Promise<T>;
  now(): Date;
  smtp: SmtpPool;
  smtpUrl: string;
  isLocalMailbox: boolean;
  /** Unique to this process's life: a restarted worker is another one. */
  workerId: string;
}

export interface CarrierTuning {
  timeouts?: { connect: number; socket: number };
  /** First delay after a 4xx, in milliseconds. */
  retryBase?: number;
}

/** `unavailable`: the mail server cannot be used at the moment; the message went back unharmed. */
export type Carried = "done" | "unavailable";

// Not at import: a build has no environment.
const log = () => logger("delivery");

/** Before a message is taken up again that went back through no fault of its own. */
const BREATHER = 1_000;

/** After a result could not be written: how often and how long to try before the lease decides. */
const WRITE_RETRIES = [100, 400, 1_500, 4_000];

/**
 * Carries single messages of one workspace from claim to result. Intents and results of messages
 * that are ready together share a statement and a commit.
 */
export function createCarrier(ports: SenderPorts, workspaceId: string, tuning: CarrierTuning) {
  const { workerId } = ports;
  const target = smtpTarget(
    { url: ports.smtpUrl, isLocalMailbox: ports.isLocalMailbox },
    labelOf(workspaceId),
    tuning.timeouts,
  );

  const askIntent = coalesce<Intent, boolean>((intents) =>
    ports.inWorkspace(workspaceId, (tx) =>
      decideIntents(tx, workspaceId, { workerId, intents, now: ports.now() }),
    ),
  );

  const writeOnce = coalesce<Change, boolean>((changes) =>
    ports.inWorkspace(workspaceId, async (tx) => {
      const moved = await moveMessages(tx, workspaceId, { workerId, changes });
      const back = changes.filter((change, at) => change.delayMs !== undefined && moved[at]);
      if (back.length > 0) {
        await wake(tx, workspaceId, Math.min(...back.map((change) => change.delayMs ?? 0)));
      }
      return moved;
    }),
  );

  async function write(change: Change): Promise<void> {
    for (const pause of [...WRITE_RETRIES, null]) {
      try {
        const hasMoved = await writeOnce(change);
        if (!hasMoved) log().warn({ messageId: change.id, event: change.event }, "result was void");
        return;
      } catch (error) {
        if (pause === null) {
          // The row stays as it is; when the lease has run out, the sweep does what is safe.
          log().error(
            { messageId: change.id, event: change.event, err: error },
            "result not written",
          );
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  const of = ({ contactId, id, fence }: Claim) => ({ contactId, id, fence });

  /** Gives a message back to the queue without counting the attempt. */
  function release(claim: Claim, delayMs = 0): Promise<void> {
    return write({ ...of(claim), event: "released", isFree: true, delayMs });
  }

  async function composed(draft: Draft): Promise<Composed | null> {
    const { claim } = draft;
    try {
      return await compose(workspaceId, draft);
    } catch (error) {
      if (error instanceof NoAddress) {
        await write({ ...of(claim), event: "skipped", reason: "no_address", resolution: "policy" });
        return null;
      }
      const code = toAppError(error).code;
      log().warn(
        { messageId: claim.id, code, err: code === "INTERNAL" ? error : undefined },
        "not rendered",
      );
      await write({
        ...of(claim),
        event: "render_failed",
        reason: "render",
        remoteText: code,
        resolution: "policy",
      });
      return null;
    }
  }

  /** The server did not take it, and nothing arrived: later again, or never. */
  async function retry(claim: Claim, event: "unwritten" | "deferred", told: object): Promise<void> {
    const first = await ports
      .inWorkspace(workspaceId, (tx) => findFirstClaim(tx, workspaceId, claim.id))
      .catch(() => null);
    const tried = { attempt: claim.attempt, since: first ?? ports.now() };
    const delayMs = retryDelay(tried, ports.now(), tuning.retryBase);
    await write(
      delayMs === null
        ? { ...of(claim), ...told, event: "exhausted", reason: "exhausted", resolution: "policy" }
        : { ...of(claim), ...told, event, delayMs },
    );
  }

  async function settle(claim: Claim, sent: Sent): Promise<Carried> {
    // What was refused got its result in the transaction that refused it.
    if (sent.refused) return "done";
    const { reply } = sent;
    const told = reply
      ? { smtpCode: reply.code, enhancedCode: reply.enhanced, remoteText: reply.text }
      : {};
    const outcome = decideOutcome(sent.phase, reply);
    switch (outcome) {
      case "accepted":
        await write({ ...of(claim), ...told, event: "accepted", resolution: "smtp" });
        return "done";
      case "rejected":
        await write({
          ...of(claim),
          ...told,
          event: "rejected",
          reason: "rejected",
          resolution: "smtp",
        });
        return "done";
      case "lost":
        await write({ ...of(claim), event: "lost" });
        return "done";
      case "deferred":
        await retry(claim, outcome, told);
        return "done";
      case "unwritten":
        if (!reply) {
          await retry(claim, outcome, told);
          return "done";
        }
        // The server spoke of itself (closing, not signed in): this message is not to blame.
        log().warn({ smtpCode: reply.code }, "mail server refuses to work");
        await write({ ...of(claim), event: "unwritten", isFree: true, delayMs: BREATHER });
        return "unavailable";
      default: {
        const never: never = outcome;
        return never;
      }
    }
  }

  async function carry(draft: Draft): Promise<Carried> {
    const { claim } = draft;
    const message = await composed(draft);
    if (!message) return "done";
    const { raw, envelope, ...written } = message;
    const intent = (): Promise<boolean> =>
      askIntent({ ...of(claim), claim, address: envelope.to, ...written });
    try {
      return await settle(claim, await ports.smtp.deliver({ target, envelope, raw, intent }));
    } catch (error) {
      if (error instanceof SmtpUnavailable) {
        log().warn({ code: error.message }, "mail server cannot be used");
        await release(claim, BREATHER);
        return "unavailable";
      }
      // The intent's transaction failed: the dot was not written, whatever became of the commit.
      log().error({ messageId: claim.id, err: error }, "intent failed");
      await write({ ...of(claim), event: "unwritten", delayMs: BREATHER, isFree: true });
      return "done";
    }
  }

  return { carry, release };
}

export type Carrier = ReturnType<typeof createCarrier>;
