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

/** Replies that are about us or the server, not about this message: credentials, TLS, shutdown. */
const NOT_ABOUT_THE_MESSAGE = new Set([421, 454, 500, 502, 503, 523, 530, 534, 535, 538]);

/**
 * Decides. Before the last chunk nothing can have arrived, so only a clear "no" to this message
 * ends it. After it, anything but a valid reply means that nobody knows.
 */
export function decideOutcome(phase: Phase, reply: Reply | null): Outcome {
  switch (phase) {
    case "before":
      if (!reply || reply.code < 400 || NOT_ABOUT_THE_MESSAGE.has(reply.code)) return "unwritten";
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

/**
 * When a message that the server did not take is tried again: 1, 3, 9, 27 … minutes after the
 * attempt (`base` = one minute), at most 12 hours; null when it was tried 8 times, or
 * would be tried later than 72 h after it was first taken up (`since`).
 */
export function retryDelay(
  message: { attempt: number; since: Date },
  now: Date,
  base = 60_000,
): number | null {
  if (message.attempt >= MAX_ATTEMPTS) return null;
  const wait = base * 3 ** Math.max(0, message.attempt - 1);
  const delay = Math.round(Math.min(wait, LONGEST_DELAY_MS));
  return now.getTime() + delay - message.since.getTime() > MAX_AGE_MS ? null : delay;
}
