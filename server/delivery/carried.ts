import { isDiskError } from "./journal";
import { pressureOf } from "./outcome.core";
import { type Sent, SmtpUnavailable } from "./smtp-types";

/** What handing a message over says about its way out. */
export type Carried =
  /** The receiver said what is to become of this message. */
  | "answered"
  /** Nobody was asked, or what came of it says nothing about the receiver. */
  | "unheard"
  /** No answer came, or the connection broke, before the dot: nothing can have arrived. */
  | "silent"
  /** The same after the dot: nobody knows what became of the message. */
  | "lost"
  /** The way out cannot be used at the moment; the message went back unharmed. */
  | "unavailable"
  /** The receiver wants no mail for this domain at the moment; the message went back unharmed. */
  | "throttled";

/** Judges a way out by what came of one message. */
export function carriedOf({ phase, reply, step, refused, failed, retryAfterMs }: Sent): Carried {
  if (refused || retryAfterMs !== undefined) return "unheard";
  if (failed !== undefined) {
    return failed instanceof SmtpUnavailable || isDiskError(failed) ? "unavailable" : "unheard";
  }
  if (!reply) return phase === "after" ? "lost" : "silent";
  const pressure = pressureOf(reply, step);
  switch (pressure) {
    case null:
      return "answered";
    case "server":
      return "unavailable";
    case "domain":
      return "throttled";
    default: {
      const never: never = pressure;
      return never;
    }
  }
}

/** Nothing of the letter was asked for and nothing was said to it, so that another way out can have it at once. */
export function isUntouched(sent: Sent): boolean {
  const isUnused = carriedOf(sent) === "silent" || sent.failed instanceof SmtpUnavailable;
  return isUnused && !sent.data;
}
