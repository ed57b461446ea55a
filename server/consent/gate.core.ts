import { type LegalBasis, MAILABLE_BASES } from "./schemas";

/** Why a person is not written to, in the order in which the explained count asks. */
export const GATE_REASONS = ["no_address", "no_consent", "paused", "suppressed"] as const;
export type GateReason = (typeof GATE_REASONS)[number];

export type ConsentDecision = { ok: true; basis: LegalBasis } | { ok: false; reason: GateReason };

/** What the gate needs to know about one person and one topic at one instant. */
export interface GateFacts {
  /** Canonical address, null without one. */
  address: string | null;
  /** The person was removed from the workspace. */
  isRemoved: boolean;
  /** State and basis as stored; null when nothing was ever declared for the topic. */
  state: string | null;
  basis: string | null;
  pausedUntil: Date | null;
  isTopicArchived: boolean;
  isSuppressed: boolean;
}

function isMailable(basis: string | null): basis is (typeof MAILABLE_BASES)[number] {
  return (MAILABLE_BASES as readonly (string | null)[]).includes(basis);
}

/**
 * The gate: whether advertising on this topic may go to this person at `now`. The SQL twin is
 * `gateVerdict` (gate.ts); a test holds both together. Anything unknown means no.
 */
export function decideConsent(facts: GateFacts, now: Date): ConsentDecision {
  if (facts.isRemoved || !facts.address) return { ok: false, reason: "no_address" };
  const { state, basis } = facts;
  if (state !== "granted" || !isMailable(basis) || facts.isTopicArchived) {
    return { ok: false, reason: "no_consent" };
  }
  if (facts.pausedUntil && facts.pausedUntil > now) return { ok: false, reason: "paused" };
  if (facts.isSuppressed) return { ok: false, reason: "suppressed" };
  return { ok: true, basis };
}
