import { isAscii } from "node:buffer";
import { domainToASCII } from "node:url";
import type { AnsweredStep, Reply } from "./outcome.core";
import type { Submission } from "./smtp-types";

/** What a server said it can do. */
export interface Offers {
  pipelining: boolean;
  eightBit: boolean;
  /** Whether MAIL takes SIZE, and the largest message; 0 when there is no limit. */
  size: boolean;
  largest: number;
}

/** MAIL and RCPT of a message, or the refusal that spares the server from it, and what it is about. */
export type Commands = { mail: string; rcpt: string } | { refusal: Reply; step: AnsweredStep };

const OFFER = /^([^ =]+)(?: +(\d+))?/;

/** Reads the lines of an answer to EHLO, without the codes and the greeting. */
export function offersOf(lines: readonly string[]): Offers {
  const offers: Offers = { pipelining: false, eightBit: false, size: false, largest: 0 };
  for (const line of lines) {
    const [, word = "", number = "0"] = OFFER.exec(line.toUpperCase()) ?? [];
    if (word === "PIPELINING") offers.pipelining = true;
    if (word === "8BITMIME") offers.eightBit = true;
    if (word === "SIZE") {
      offers.size = true;
      offers.largest = Number(number);
    }
  }
  return offers;
}

// RFC 5321 4.5.3.1.3: a path has at most 256 octets, with its brackets.
const WRITABLE = /^[\x21-\x3b\x3d\x3f-\x7e]{1,254}$/;

// Letters, digits, dots, hyphens, and what is not ASCII. domainToASCII drops line breaks and reads
// percent signs, so they must not come so far.
const DOMAIN = /^(?:[a-z0-9.-]|[^\p{ASCII}])+$/iu;

/** The address as it may stand in a command, its domain in A-labels; null when it may not. */
function pathOf(address: string): string | null {
  if (WRITABLE.test(address)) return address;
  const at = address.lastIndexOf("@") + 1;
  const domain = address.slice(at);
  if (at === 0 || !DOMAIN.test(domain)) return null;
  const label = domainToASCII(domain);
  const ascii = `${address.slice(0, at)}${label}`;
  return label !== "" && WRITABLE.test(ascii) ? ascii : null;
}

function refusal(step: AnsweredStep, status: `${number} ${string}`, text: string): Commands {
  const [code, enhanced = ""] = status.split(" ");
  return { step, refusal: { code: Number(code), enhanced, text } };
}

/** The commands for a message, with the parameters that this server takes. */
export function commandsFor({ envelope, raw }: Submission, offers: Offers): Commands {
  // Only what can be written unharmed is: an address never ends a command or begins another.
  const from = envelope.from === "" ? "" : pathOf(envelope.from);
  if (from === null) return refusal("mail", "553 5.1.7", "The sender's address cannot be written.");
  const to = pathOf(envelope.to);
  if (to === null) return refusal("rcpt", "553 5.1.3", "The address cannot be written.");
  if (offers.largest > 0 && raw.length > offers.largest) {
    return refusal("data", "552 5.3.4", "Larger than the server accepts.");
  }
  const isPlain = isAscii(raw);
  if (!isPlain && !offers.eightBit) {
    return refusal("data", "554 5.6.3", "The server does not take eight-bit messages.");
  }
  const size = offers.size ? ` SIZE=${raw.length}` : "";
  const body = isPlain ? "" : " BODY=8BITMIME";
  return {
    mail: `MAIL FROM:<${from}>${size}${body}\r\n`,
    rcpt: `RCPT TO:<${to}>\r\n`,
  };
}

const DOT = 0x2e;

/**
 * The message as it goes after DATA, without the final dot. A dot at the beginning of a line is
 * doubled; also after a lone CR or LF, which some servers take for the end of a line.
 */
export function dataOf({ raw, isDotFree }: Pick<Submission, "raw" | "isDotFree">): Buffer {
  if (isDotFree) return raw;
  const isClear = raw[0] !== DOT && raw.indexOf("\n.") < 0 && raw.indexOf("\r.") < 0;
  if (isClear) return raw;
  return Buffer.from(raw.toString("latin1").replace(/(^|[\r\n])\./g, "$1.."), "latin1");
}

/** The dot on a line of its own after `last`, the end of a message. */
export function dotAfter(last: Buffer): string {
  const isLineEnd = last.length > 1 && last[last.length - 2] === 13 && last[last.length - 1] === 10;
  return isLineEnd ? ".\r\n" : "\r\n.\r\n";
}
