import { env } from "../kernel";
import { labelOf } from "../mailbox";
import { decideOutcome, type Outcome, type Reply } from "./outcome.core";
import { openClient } from "./smtp-client";
import { smtpTarget } from "./smtp-target";
import { type Envelope, type Sent, SmtpUnavailable, type Submission } from "./smtp-types";

/** A single mail is waited for by a person; a server that says nothing for so long has failed. */
const TIMEOUTS = { connect: 10_000, socket: 60_000 };

/** Opens a connection, sends one message over it and closes it. */
async function sendOver(
  target: ReturnType<typeof smtpTarget>,
  message: { envelope: Envelope; raw: Buffer },
): Promise<Sent> {
  let tell: (sent: Sent) => void = () => undefined;
  const sent = new Promise<Sent>((resolve) => {
    tell = resolve;
  });
  let next: Submission | null = {
    ...message,
    // Never tried twice.
    idempotencyKey: "",
    intent: async () => true,
    dot: () => undefined,
    done: (told) => tell(told),
  };
  const client = await openClient(target, () => {
    const own = next;
    next = null;
    return own;
  });
  client.pull();
  try {
    return await sent;
  } finally {
    client.close();
  }
}

/**
 * Sends one mail over a connection of its own: system mail and test letters, never campaigns.
 * Never rejects because of the server; without a usable server the outcome is `unwritten`.
 */
export async function sendSingle(
  workspaceId: string | null,
  envelope: Envelope,
  raw: Buffer,
): Promise<{ outcome: Outcome; reply: Reply | null }> {
  const { SMTP_URL: url, MAILBOX_DIR: mailbox } = env();
  if (!url) return { outcome: "unwritten", reply: null };
  const from = { url, isLocalMailbox: mailbox !== undefined };
  try {
    const target = smtpTarget(from, labelOf(workspaceId), TIMEOUTS);
    const { phase, reply, step } = await sendOver(target, { envelope, raw });
    return { outcome: decideOutcome(phase, reply, step), reply };
  } catch (error) {
    if (error instanceof SmtpUnavailable) return { outcome: "unwritten", reply: null };
    throw error;
  }
}
