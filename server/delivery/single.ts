import { env } from "../kernel";
import { labelOf } from "../mailbox";
import { decideOutcome, type Outcome, type Reply } from "./outcome.core";
import type { ChannelProvider } from "./provider";
import { smtpProvider } from "./smtp-provider";
import { type OperatorServer, smtpTarget } from "./smtp-target";
import { type Envelope, type Sent, SmtpUnavailable } from "./smtp-types";

/** A single mail is waited for by a person; a server that says nothing for so long has failed. */
export const SINGLE_TIMEOUTS = { connect: 10_000, socket: 60_000 };

/** One mail on its own: a system mail or a test letter. */
export interface SingleMail {
  envelope: Envelope;
  raw: Buffer;
  messageId: string;
}

/** What came of a single mail. */
export interface SingleOutcome {
  outcome: Outcome;
  reply: Reply | null;
}

/** The installation's server; null when none is configured. */
export function operatorServer(): OperatorServer | null {
  const { SMTP_URL: url, MAILBOX_DIR: mailbox } = env();
  return url ? { url, isLocalMailbox: mailbox !== undefined } : null;
}

function handOver(provider: ChannelProvider, mail: SingleMail): Promise<Sent> {
  const { envelope, raw, messageId: idempotencyKey } = mail;
  return new Promise((done) => {
    const intent = async () => true;
    const dot = () => undefined;
    provider.submit({ idempotencyKey, envelope, raw, intent, dot, done }, { isUrgent: true });
  });
}

/**
 * Sends one mail over the first of these ways out that can be used, never twice: the next is asked only
 * when nothing was handed over. Never rejects because of a server; when none can be used the outcome is
 * `unwritten`.
 */
export async function sendSingle(
  providers: readonly ChannelProvider[],
  mail: SingleMail,
): Promise<SingleOutcome> {
  let last: SingleOutcome = { outcome: "unwritten", reply: null };
  for (const provider of providers) {
    const { phase, reply, step, failed } = await handOver(provider, mail);
    if (failed !== undefined && !(failed instanceof SmtpUnavailable)) throw failed;
    last = { outcome: decideOutcome(phase, reply, step), reply };
    if (last.outcome !== "unwritten") break;
  }
  return last;
}

/** The same over the installation's server, on a connection of its own. */
export async function sendByOperator(
  workspaceId: string | null,
  mail: SingleMail,
): Promise<SingleOutcome> {
  const server = operatorServer();
  if (!server) return { outcome: "unwritten", reply: null };
  const target = smtpTarget(server, labelOf(workspaceId), SINGLE_TIMEOUTS);
  const provider = smtpProvider({ key: target.key, connections: 1, target: async () => target });
  try {
    return await sendSingle([provider], mail);
  } finally {
    provider.close();
  }
}
