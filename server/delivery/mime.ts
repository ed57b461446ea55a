import { encodeWords, foldLines } from "nodemailer/lib/mime-funcs";
import { oneLine } from "./headers.core";

/** A letter ready to be put into MIME. Addresses are bare, names are plain text. */
export interface Letter {
  from: { name: string; address: string };
  to: string;
  replyTo: string | null;
  subject: string;
  /** Quoted-printable, as `encodePiece` gives it. */
  html: string;
  text: string;
  /** With angle brackets. */
  messageId: string;
  date: Date;
  /** Further headers, ASCII. */
  headers: Record<string, string>;
}

/** The two halves of a mail: what DKIM signs of each differs. */
export interface Mime {
  /** Names and values in their order, each value in its final form (folded where it may be). */
  headers: readonly (readonly [string, string])[];
  /** All after the empty line, behind `room` bytes in which the headers are written down in the end. */
  frame: Buffer;
  room: number;
  /** The body has no blanks or lines that a signature would have to look past: see `encodePiece`. */
  isRelaxed?: boolean;
}

/** RFC 2047 words where it needs them, folded so that no line is longer than 76. */
function phrase(name: string, value: string): string {
  const words = encodeWords(oneLine(value), "Q", 52);
  return foldLines(`${name}: ${words}`, 76).slice(name.length + 2);
}

const ATOMS = /^[\w!#$%&'*+/=?^`{|}~ -]*$/;

function mailbox({ name, address }: Letter["from"]): string {
  const [shown, bare] = [oneLine(name), oneLine(address)];
  if (shown === "") return bare;
  if (ATOMS.test(shown)) return `${shown} <${bare}>`;
  const isAscii = /^[\x20-\x7e]*$/.test(shown);
  const said = isAscii ? `"${shown.replace(/["\\]/g, "\\$&")}"` : encodeWords(shown, "Q", 52);
  return `${said} <${bare}>`;
}

const PARTS = { text: "text/plain", html: "text/html" } as const;

/** Enough for the headers of nearly every mail; larger ones cost a copy. */
const ROOM = 4_096;

/** ASCII as the bytes it is, with room before them. */
function framed(body: string): Pick<Mime, "frame" | "room"> {
  const frame = Buffer.allocUnsafe(ROOM + body.length);
  frame.write(body, ROOM, "latin1");
  return { frame, room: ROOM };
}

/** All after the empty line. */
export function bodyOf({ frame, room }: Pick<Mime, "frame" | "room">): Buffer {
  return frame.subarray(room);
}

/**
 * The whole message: multipart/alternative, headers by RFC 2047, bodies 7-bit. The same letter gives
 * the same bytes (date, Message-ID and boundary are given), so a repeated attempt is a repetition and
 * the content hash means something. Nothing that somebody typed can begin a header or end them.
 */
export function composeMime(letter: Letter): Mime {
  const boundary = `=_${letter.messageId.replace(/[^a-z0-9]/gi, "").slice(0, 32)}`;
  const part = (kind: keyof typeof PARTS) =>
    `--${boundary}\r\nContent-Type: ${PARTS[kind]}; charset=utf-8\r\n` +
    `Content-Transfer-Encoding: quoted-printable\r\n\r\n${letter[kind]}\r\n`;
  return {
    headers: [
      ["From", mailbox(letter.from)],
      ["To", oneLine(letter.to)],
      ...(letter.replyTo ? [["Reply-To", oneLine(letter.replyTo)] as const] : []),
      ["Subject", phrase("Subject", letter.subject)],
      ["Message-ID", oneLine(letter.messageId)],
      ["Date", letter.date.toUTCString().replace("GMT", "+0000")],
      // In their final form: folding would break an address of a link in two.
      ...Object.entries(letter.headers).map(([name, value]) => [name, oneLine(value)] as const),
      ["MIME-Version", "1.0"],
      ["Content-Type", `multipart/alternative; boundary="${boundary}"`],
    ],
    ...framed(`${part("text")}${part("html")}--${boundary}--\r\n`),
    isRelaxed: true,
  };
}

/**
 * The bytes of a message. UTF-8, so that no letter of any language has a byte that ends a line. Written into
 * the frame of the mail: two of one mail are the same memory.
 */
export function mimeBytes({ headers, frame, room }: Mime): Buffer {
  let head = "";
  for (const [name, value] of headers) head += `${name}: ${value}\r\n`;
  head += "\r\n";
  const from = room - Buffer.byteLength(head);
  if (from < 0) return Buffer.concat([Buffer.from(head), frame.subarray(room)]);
  frame.write(head, from, "utf8");
  return frame.subarray(from);
}
