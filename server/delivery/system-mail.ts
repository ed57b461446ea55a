import addressparser from "nodemailer/lib/addressparser";
import { encodePiece } from "../content";
import { AppError, clock, env, hmac, logger } from "../kernel";
import { base32, domainOf } from "./headers.core";
import { composeMime, mimeBytes } from "./mime";
import { sendByOperator } from "./single";

/** A mail of the product itself: a sign-in link, an invitation. */
export interface SystemMail {
  /** The workspace on whose behalf it is sent; null for sign-in and first steps. */
  workspaceId: string | null;
  to: string;
  subject: string;
  html: string;
  text: string;
}

function sender(): { name: string; address: string } {
  const [parsed] = addressparser(env().MAIL_FROM);
  const address = parsed && "address" in parsed ? parsed.address : undefined;
  if (!address) throw new Error("MAIL_FROM holds no address.");
  return { name: parsed?.name ?? "", address };
}

/**
 * Sends one system mail now; returns when the mail server took it, else throws MAIL_NOT_SENT. The
 * Message-ID follows from the content, so a repeated try of the same mail is recognisable as one.
 */
export async function sendSystemMail(mail: SystemMail): Promise<void> {
  const from = sender();
  const mac = hmac("system-mail", JSON.stringify([mail.to, mail.subject, mail.text]));
  const messageId = `<${base32(Buffer.from(mac.slice(0, 40), "hex"))}@${domainOf(from.address)}>`;
  const mime = composeMime({
    from,
    to: mail.to,
    replyTo: null,
    subject: mail.subject,
    html: encodePiece(mail.html),
    text: encodePiece(mail.text),
    messageId,
    date: clock.now(),
    // RFC 3834: no out-of-office reply to a machine.
    headers: { "Auto-Submitted": "auto-generated" },
  });
  const envelope = { from: from.address, to: mail.to };
  const { outcome, reply } = await sendByOperator(mail.workspaceId, {
    envelope,
    raw: mimeBytes(mime),
    messageId,
  });
  if (outcome === "accepted") return;
  logger("delivery").warn({ outcome, smtpCode: reply?.code }, "system mail not sent");
  throw new AppError("MAIL_NOT_SENT");
}
