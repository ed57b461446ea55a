import { env } from "../kernel";
import { labelOf } from "../mailbox";
import { decideOutcome, type Outcome, type Reply } from "./outcome.core";
import { type Envelope, openLink, SmtpUnavailable } from "./smtp-link";
import { smtpTarget } from "./smtp-pool";

/** A single mail is waited for by a person; a server that says nothing for so long has failed. */
const TIMEOUTS = { connect: 10_000, socket: 60_000 };

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
    const link = await openLink(smtpTarget(from, labelOf(workspaceId), TIMEOUTS));
    try {
      const { phase, reply } = await link.send(envelope, raw, async () => true);
      return { outcome: decideOutcome(phase, reply), reply };
    } finally {
      link.close();
    }
  } catch (error) {
    if (error instanceof SmtpUnavailable) return { outcome: "unwritten", reply: null };
    throw error;
  }
}
