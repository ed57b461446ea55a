import type { Reply } from "./outcome.core";
import { type EvidenceSource, type MessageState, OPEN_STATES, type Reason } from "./schemas";
import { type MessageEvent, nextState } from "./state.core";

/** How evidence names the message it is about. */
export type About =
  | { by: "id"; contactId: string; messageId: string }
  /** One person has one letter of a campaign. */
  | { by: "campaign"; contactId: string; campaignId: string }
  | { by: "header"; messageIdHeader: string }
  /** Its own name for it and, should its answer have been lost, ours. */
  | { by: "provider"; provider: string; providerMessageId: string; messageIdHeader: string };

/** What is said to have become of a message. */
export type Verdict =
  | { kind: "delivered" }
  /** Its receiver refused it, with these words. */
  | { kind: "refused"; reply: Reply }
  /** It never came to its receiver. */
  | { kind: "not_received"; reason: string };

/** Somebody outside says what became of a message. */
export interface Evidence {
  about: About;
  verdict: Verdict;
  source: EvidenceSource;
  /** When that happened, by the word of whoever says so. */
  at: Date;
}

/** What is known of the message that evidence is about. */
export interface Doubt {
  state: MessageState;
  /** When its last attempt was handed over; null when nothing ever was. */
  intentAt: Date | null;
}

/** `note`: it contradicts what is known. `open`: the sender still has it, and will hear for itself. */
export type Conclusion =
  | { do: "move"; event: MessageEvent; reason: Reason | null }
  | { do: "note" }
  | { do: "nothing"; why: "known" | "open" | "outdated" };

function eventOf({ kind }: Verdict): { event: MessageEvent; reason: Reason | null } {
  switch (kind) {
    case "delivered":
      return { event: "proved_accepted", reason: null };
    case "refused":
      return { event: "proved_failed", reason: "rejected" };
    case "not_received":
      return { event: "proved_failed", reason: "not_arrived" };
    default: {
      const never: never = kind;
      return never;
    }
  }
}

/**
 * What follows from evidence: only what is unknown is settled by it. A "no" that is older than the last
 * attempt is about an earlier one; a "yes" counts whenever it was: there is a copy.
 */
export function decideEvidence(doubt: Doubt, { verdict, at }: Evidence): Conclusion {
  if (OPEN_STATES.some((open) => open === doubt.state)) return { do: "nothing", why: "open" };
  const isThere = verdict.kind === "delivered";
  const { event, reason } = eventOf(verdict);
  if (nextState(doubt.state, event)) {
    const isOutdated = !isThere && doubt.intentAt !== null && at < doubt.intentAt;
    return isOutdated ? { do: "nothing", why: "outdated" } : { do: "move", event, reason };
  }
  return isThere === (doubt.state === "accepted")
    ? { do: "nothing", why: "known" }
    : { do: "note" };
}
