import MailComposer from "nodemailer/lib/mail-composer";
import { oneLine } from "./headers.core";

/** A letter ready to be put into MIME. Addresses are bare, names are plain text. */
export interface Letter {
  from: { name: string; address: string };
  to: string;
  replyTo: string | null;
  subject: string;
  html: string;
  text: string;
  /** With angle brackets. */
  messageId: string;
  date: Date;
  /** Further headers, ASCII. */
  headers: Record<string, string>;
}

/**
 * The whole message as bytes: multipart/alternative, headers by RFC 2047, bodies 7-bit. The same
 * letter gives the same bytes (date, Message-ID and boundary are given), so a repeated attempt is
 * a repetition and the content hash means something.
 */
export async function composeMime(letter: Letter): Promise<Buffer> {
  const composer = new MailComposer({
    from: { name: oneLine(letter.from.name), address: oneLine(letter.from.address) },
    to: { name: "", address: oneLine(letter.to) },
    replyTo: letter.replyTo ? { name: "", address: oneLine(letter.replyTo) } : undefined,
    subject: oneLine(letter.subject),
    text: letter.text,
    html: letter.html,
    messageId: oneLine(letter.messageId),
    date: letter.date,
    headers: Object.entries(letter.headers).map(([key, value]) => ({
      key,
      // Already in their final form: folding would break an address of a link in two.
      value: { prepared: true, value: oneLine(value) },
    })),
    baseBoundary: letter.messageId.replace(/[^a-z0-9]/gi, "").slice(0, 24),
    // Never read anything from disk or from the network, whatever a text looks like.
    disableFileAccess: true,
    disableUrlAccess: true,
    xMailer: false,
  });
  const mime = composer.compile();
  mime.keepBcc = false;
  return await mime.build();
}
