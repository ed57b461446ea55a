/** Longest line of an encoded body without its line break (RFC 2045, 6.7). */
const LINE = 76;

const HEX = Array.from(
  { length: 256 },
  (_, byte) => `=${byte.toString(16).toUpperCase().padStart(2, "0")}`,
);

/** Bytes that stand for themselves wherever they are: printable ASCII but `=`. Blanks are judged by their place. */
const isPlain = Array.from(
  { length: 256 },
  (_, byte) => byte === 0x20 || byte === 0x09 || (byte > 0x20 && byte < 0x7f && byte !== 0x3d),
);

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
const DOT = 0x2e;
const F = 0x46;

/** Whether the text breaks its line at this byte: CRLF, or a CR or LF alone. */
const isBreak = (byte: number | undefined) => byte === LF || byte === CR;

/**
 * A text in quoted-printable that begins and ends at the beginning of a line, so that pieces can be
 * put together in any order: decoding the whole gives the texts one after the other. Line breaks
 * become CRLF. No line begins with a dot (SMTP would double it) or with "From" (mailboxes of old would
 * change it), and none ends with a blank: what is signed is what arrives.
 */
export function encodePiece(text: string): string {
  const bytes = Buffer.from(text, "utf8");
  let out = "";
  let column = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (isBreak(byte)) {
      if (byte === CR && bytes[at + 1] === LF) at += 1;
      out += "\r\n";
      column = 0;
      continue;
    }
    const next = bytes[at + 1];
    let sign = signOf(byte, { next, column });
    // One place is kept for the "=" that says that the line goes on.
    if (column + sign.length > LINE - 1) {
      out += "=\r\n";
      column = 0;
      sign = signOf(byte, { next, column });
    }
    out += sign;
    column += sign.length;
  }
  return column > 0 ? `${out}=\r\n` : out;
}

function signOf(byte: number, place: { next: number | undefined; column: number }): string {
  const isAtStart = place.column === 0 && (byte === DOT || byte === F);
  const isAtEnd = (byte === SPACE || byte === TAB) && isBreak(place.next);
  const isItself = isPlain[byte] && !isAtStart && !isAtEnd;
  return isItself ? String.fromCharCode(byte) : (HEX[byte] ?? "");
}

/** How many bytes an encoded text stands for; a line break counts as one. */
export function decodedBytes(encoded: string): number {
  const times = (pattern: RegExp) => encoded.match(pattern)?.length ?? 0;
  const soft = times(/=\r\n/g);
  const breaks = times(/\r\n/g) - soft;
  return encoded.length - 3 * soft - breaks - 2 * times(/=[0-9A-F]{2}/g);
}
