/**
 * What an SMTP dialogue says about a message, decided only by our own phase and the reply code:
 * a client's error text is the same before and after the dot.
 */

/** `before`: the last chunk was not handed to the socket. `after`: it was, or it may have been. */
export type Phase = "before" | "after";

export interface Reply {
  code: number;
  /** `5.1.1` (RFC 3463), when the server gives one. */
  enhanced: string | null;
  /** The server's words without the codes, at most 512 characters, no control characters. */
  text: string;
}

/**
 * What of a message a reply answers. To MAIL a server speaks of us and of itself, later of the recipient and
 * the letter.
 */
export type AnsweredStep = "mail" | "rcpt" | "data" | "dot";

export type Outcome = "accepted" | "rejected" | "deferred" | "unwritten" | "lost";

const REPLY = /^([245]\d\d)(?:[ -]|$)(?:(\d\.\d{1,3}\.\d{1,3})(?:\s|$))?/;

/** A complete reply of a server, or null for anything else (a fragment, 354, garbage). */
export function parseReply(line: string | undefined | null): Reply | null {
  const found = line ? REPLY.exec(line) : null;
  if (!line || !found) return null;
  const text = line
    .slice(found[0].length)
    .replace(/\p{C}+/gu, " ")
    .slice(0, 512)
    .trim();
  return { code: Number(found[1]), enhanced: found[2] ?? null, text };
}

/** Who asks us to slow down: the server, or the server for one recipient domain. */
export type Pressure = "server" | "domain";

/** To MAIL these are about us or the server, not about a message: credentials, TLS, order of commands. */
const ABOUT_THE_SERVER = new Set([454, 500, 502, 503, 523, 530, 534, 535, 538]);

/** RFC 3463, X.3: the state of the mail system, and not of a message, but for its size; 452 alone says its disk is full. */
const isIll = ({ code, enhanced }: Reply) =>
  code < 500 && (enhanced ? /^4\.3\.(?!4$)/.test(enhanced) : code === 452);

const asksToWait = ({ code, enhanced }: Reply) =>
  code === 421 || (code >= 400 && code < 500 && (enhanced?.startsWith("4.7.") ?? false));

/**
 * Whether a reply asks us to wait: 421, or 4.7.x (greylisting, throttling), which says nothing against the
 * message. To MAIL the server does not know for whom it is, so all it would be given waits, also when it says that it
 * is ill itself (4.3.x); later it is the mail to this domain. Anything else after MAIL is this message's own, or one person could stop everybody.
 */
export function pressureOf(reply: Reply | null, step?: AnsweredStep): Pressure | null {
  if (!reply || reply.code < 400) return null;
  if (step === "mail") {
    const isServers = asksToWait(reply) || isIll(reply) || ABOUT_THE_SERVER.has(reply.code);
    return isServers ? "server" : null;
  }
  return asksToWait(reply) ? "domain" : null;
}

/**
 * Decides. Before the last chunk nothing can have arrived, so only a clear "no" to this message
 * ends it. After it, anything but a valid reply means that nobody knows.
 */
export function decideOutcome(phase: Phase, reply: Reply | null, step?: AnsweredStep): Outcome {
  switch (phase) {
    case "before":
      if (!reply || reply.code < 400 || reply.code === 421) return "unwritten";
      if (pressureOf(reply, step) === "server") return "unwritten";
      return reply.code < 500 ? "deferred" : "rejected";
    case "after":
      if (!reply) return "lost";
      if (reply.code < 300) return "accepted";
      return reply.code < 500 ? "deferred" : "rejected";
    default: {
      const never: never = phase;
      return never;
    }
  }
}

export const MAX_ATTEMPTS = 8;
export const MAX_AGE_MS = 72 * 3_600_000;
const LONGEST_DELAY_MS = 12 * 3_600_000;

/** What a message has behind it, as the database says: a worker's clock may step. */
export interface Tried {
  /** Attempts that count. */
  attempt: number;
  /** How often it was taken up at all. */
  fence: number;
  /** Since it was first taken up, in milliseconds. */
  ageMs: number;
}

/**
 * When a message that the server did not take is tried again: 1, 3, 9, 27 … minutes after the
 * attempt (`base` = one minute), at most 12 hours; null when it was tried 8 times, or
 * would be tried later than 72 h after it was first taken up.
 */
export function retryDelay(message: Tried, base = 60_000): number | null {
  if (message.attempt >= MAX_ATTEMPTS) return null;
  const wait = base * 3 ** Math.max(0, message.attempt - 1);
  const delay = Math.round(Math.min(wait, LONGEST_DELAY_MS));
  return message.ageMs + delay > MAX_AGE_MS ? null : delay;
}

/**
 * More than a minute's rest each makes in 72 h: what counts no attempt ends by its age, and by this should
 * a clock be wrong.
 */
export const MAX_CLAIMS = 5_000;
const LONGEST_WAIT_MS = 15 * 60_000;

/** After so long a message comes back that counts no attempt; null when it came back long enough. */
export function returnDelay({ fence, ageMs }: Tried, delayMs: number): number | null {
  return fence >= MAX_CLAIMS || ageMs + delayMs > MAX_AGE_MS ? null : delayMs;
}

/**
 * When a message comes back with which we were asked to wait: after 10, 20, 40 … seconds (`base` = one
 * minute), at most 15 minutes. No attempt counts, so what it was taken up for without one does.
 */
export function waitDelay(message: Tried, base = 60_000): number | null {
  const returns = Math.min(20, Math.max(0, message.fence - message.attempt));
  return returnDelay(message, Math.round(Math.min((base / 6) * 2 ** returns, LONGEST_WAIT_MS)));
}
