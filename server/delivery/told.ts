import { bounceOf } from "./bounce.core";
import type { Told } from "./handed";
import type { Outcome } from "./outcome.core";
import type { Sent } from "./smtp-types";

/** What a receiver told of a message, as its result keeps it; `via` is the provider that was asked. */
export function toldBy(
  { reply, step, providerMessageId }: Sent,
  via: string,
  event: Outcome,
): Told {
  const isFinal = event === "accepted" || event === "rejected";
  return {
    event,
    reason: event === "rejected" ? "rejected" : undefined,
    resolution: isFinal ? "smtp" : undefined,
    smtpCode: reply?.code,
    enhancedCode: reply?.enhanced,
    remoteText: reply?.text,
    bounce: reply && reply.code >= 400 ? bounceOf(reply, step) : undefined,
    takenAs: providerMessageId ? { provider: via, providerMessageId } : undefined,
  };
}
