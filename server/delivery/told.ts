import { bounceOf } from "./bounce.core";
import type { Result } from "./results";
import type { Sent } from "./smtp-types";

/** What a receiver told of a message, as its result keeps it; `via` is the provider that was asked. */
export function toldBy({ reply, step, providerMessageId }: Sent, via: string): Partial<Result> {
  if (!reply) return {};
  return {
    smtpCode: reply.code,
    enhancedCode: reply.enhanced,
    remoteText: reply.text,
    ...(reply.code >= 400 ? { bounce: bounceOf(reply, step) } : {}),
    ...(providerMessageId ? { takenAs: { provider: via, providerMessageId } } : {}),
  };
}
