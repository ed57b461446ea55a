/** Longest line of an encoded body without its line break (RFC 2045, 6.7). */
const LINE = 76;

const HEX = Array.from(
  { length: 256 },
  (_, byte) => `=${byte.toString(16).toUpperCase().padStart(2, "0")}`,
);

/** Bytes that stand for themselves wherever they are: printable ASCII but `=`. Blanks are judged by their place. */
const isPlain = Array.from(
  { length: 256 },
  (_, byte) => byte >= 0x20 && byte < 0x7f && byte !== 0x3d,
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
 * change it), none ends with a blank and none has two blanks in a row: what is signed is what arrives.
 */
export function encodePiece(text: string): string {
  return PLAIN.test(text) && !text.includes("  ") ? foldPlain(text) : encodeBytes(text);
}

/** Most of what is printed for a person, and every address of a link but its "=". */
const PLAIN = /^[\x20-\x3c\x3e-\x7e]*$/;

/** The same for a text that needs no encoding but at the beginning of a line. */
function foldPlain(text: string): string {
  let out = "";
  let at = 0;
  while (at < text.length) {
    const first = text.charCodeAt(at);
    if (first === DOT || first === F) {
      const line = text.slice(at + 1, at + LINE - 3);
      out += `${HEX[first]}${line}=\r\n`;
      at += 1 + line.length;
    } else {
      out += `${text.slice(at, at + LINE - 1)}=\r\n`;
      at += LINE - 1;
    }
  }
  return out;
}

function encodeBytes(text: string): string {
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
    let sign = signOf(bytes, at, column);
    // One place is kept for the "=" that says that the line goes on.
    if (column + sign.length > LINE - 1) {
      out += "=\r\n";
      column = 0;
      sign = signOf(bytes, at, column);
    }
    out += sign;
    column += sign.length;
  }
  return column > 0 ? `${out}=\r\n` : out;
}

const isBlank = (byte: number | undefined) => byte === SPACE || byte === TAB;

function signOf(bytes: Uint8Array, at: number, column: number): string {
  const byte = bytes[at] ?? 0;
  const isAtStart = column === 0 && (byte === DOT || byte === F);
  const isLoose = isBlank(byte) && (isBreak(bytes[at + 1]) || isBlank(bytes[at - 1]));
  const isItself = isPlain[byte] && !isAtStart && !isLoose;
  return isItself ? String.fromCharCode(byte) : (HEX[byte] ?? "");
}

/** How many bytes an encoded text stands for; a line break counts as one. */
export function decodedBytes(encoded: string): number {
  const times = (pattern: RegExp) => encoded.match(pattern)?.length ?? 0;
  const soft = times(/=\r\n/g);
  const breaks = times(/\r\n/g) - soft;
  return encoded.length - 3 * soft - breaks - 2 * times(/=[0-9A-F]{2}/g);
}
