import { parseReply, type Reply } from "./outcome.core";

/** One complete reply of a server. */
export interface RawReply {
  code: number;
  /** Its lines without line breaks; each begins with the code. */
  lines: readonly string[];
}

/** What has arrived of a reply that is not complete. */
export interface Unread {
  /** The beginning of a line. */
  readonly line: string;
  /** The complete lines of a reply of several, and their code; 0 when there are none. */
  readonly lines: readonly string[];
  readonly code: number;
  readonly size: number;
}

export const NOTHING_UNREAD: Unread = { line: "", lines: [], code: 0, size: 0 };

/** Far more than any real reply; a server that never ends one must not fill the memory. */
const LONGEST_REPLY = 64 * 1024;

interface Read {
  replies: RawReply[];
  unread: Unread;
  /** What came is no SMTP: nothing after the replies given can be trusted. */
  isBroken: boolean;
}

/** The code at the beginning of `ddd`, `ddd text` or `ddd-text`; 0 for anything else. */
function codeOf(line: string): number {
  const hundreds = line.charCodeAt(0) - 48;
  const tens = line.charCodeAt(1) - 48;
  const ones = line.charCodeAt(2) - 48;
  if (!(hundreds >= 2 && hundreds <= 5)) return 0;
  if (!(tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9)) return 0;
  const mark = line[3];
  const isMarked = mark === undefined || mark === " " || mark === "-";
  return isMarked ? hundreds * 100 + tens * 10 + ones : 0;
}

/**
 * Reads on: what was unread and the next bytes (as latin1) become complete replies. A reply is
 * complete with the line break of its last line, `ddd text` or `ddd`; a fragment never counts, and
 * a line break is CRLF and nothing else.
 */
export function readReplies(unread: Unread, bytes: string): Read {
  const replies: RawReply[] = [];
  let { line, lines, code, size } = unread;
  const broken = (): Read => ({ replies, unread: NOTHING_UNREAD, isBroken: true });
  let from = 0;
  for (let at = bytes.indexOf("\n"); at >= 0; at = bytes.indexOf("\n", from)) {
    line += bytes.slice(from, at);
    from = at + 1;
    if (line.charCodeAt(line.length - 1) !== 13) return broken();
    line = line.slice(0, -1);
    const own = codeOf(line);
    if (own === 0 || (code !== 0 && own !== code)) return broken();
    size += line.length;
    if (size > LONGEST_REPLY) return broken();
    lines = lines.length === 0 ? [line] : [...lines, line];
    code = own;
    if (line[3] !== "-") {
      replies.push({ code, lines });
      [lines, code, size] = [NOTHING_UNREAD.lines, 0, 0];
    }
    line = "";
  }
  if (from < bytes.length) line += bytes.slice(from);
  if (line.length > LONGEST_REPLY) return broken();
  return { replies, unread: { line, lines, code, size }, isBroken: false };
}

const ENHANCED = /^\d\.\d{1,3}\.\d{1,3}(?: |$)/;
const NOT_ASCII = /[\x80-\xff]/;

/** Replies may be UTF-8; what is not stays as it came, a character a byte. */
function decoded(text: string): string {
  if (!NOT_ASCII.test(text)) return text;
  const utf8 = Buffer.from(text, "latin1").toString("utf8");
  return utf8.includes("\ufffd") ? text : utf8;
}

/** The reply as one: the texts of all lines after another, the codes once. */
export function replyOf({ lines }: RawReply): Reply | null {
  const [first = "", ...others] = lines;
  const texts = others.map((line) => line.slice(4).replace(ENHANCED, ""));
  return parseReply(decoded([first, ...texts].join(" ")));
}

/** What a reply is the answer to; `void` is the lone dot after an unwanted 354. */
export type Step = "rset" | "mail" | "rcpt" | "data" | "dot" | "void";

/** What a reply means: go on, no, or that the server does not speak SMTP. */
export type Meaning = "yes" | "no" | "broken";

/** Reads a code as the answer to a step. 354 answers DATA and nothing else. */
export function meaningOf(step: Step, code: number): Meaning {
  if (step === "void") return "yes";
  if (step === "data") {
    if (code === 354) return "yes";
    return code >= 400 ? "no" : "broken";
  }
  if (code < 300) return "yes";
  return code >= 400 && step !== "rset" ? "no" : "broken";
}
