import { MAX_AGE_MS } from "./outcome.core";
import type { Kind } from "./schemas";

/** By then every late answer, every journal and most reports have come. */
export const RESEND_AFTER_MS = 30 * 60_000;

/** Kinds of which rather two copies arrive than none. Marketing is never among them. */
export type ResendPolicy = readonly Exclude<Kind, "marketing">[];

/** A message of which nobody knows what became. */
export interface Unknown {
  kind: Kind;
  /** How often it was sent once more before. */
  resends: number;
  /** Since when nobody knows. */
  since: Date;
}

export type ResendDecision =
  | { ok: true }
  | { ok: false; reason: "marketing" | "never" | "resent" | "too_soon" | "too_late" };

/**
 * Whether a message that may have arrived is sent once more, with the same Message-ID: once, if the
 * policy names its kind, neither before all that could still tell has had its time nor when nobody
 * waits for it any more.
 */
export function decideResend(message: Unknown, policy: ResendPolicy, now: Date): ResendDecision {
  const { kind, resends, since } = message;
  if (kind === "marketing") return { ok: false, reason: "marketing" };
  if (!policy.includes(kind)) return { ok: false, reason: "never" };
  if (resends > 0) return { ok: false, reason: "resent" };
  const age = now.getTime() - since.getTime();
  if (age < RESEND_AFTER_MS) return { ok: false, reason: "too_soon" };
  return age > MAX_AGE_MS ? { ok: false, reason: "too_late" } : { ok: true };
}
