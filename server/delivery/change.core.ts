import type { Bounce } from "./bounce.core";
import type { EvidenceSource, MessageState } from "./schemas";
import { type MessageEvent, nextState, statesBefore } from "./state.core";

/** A message under the fence by which somebody holds it. */
export interface Held {
  contactId: string;
  id: string;
  fence: number;
}

/**
 * How a result is known: told by the server, by our own rules, by the journal of a dead worker, by
 * somebody who looked it up, or by evidence.
 */
export type Resolution = "smtp" | "policy" | "journal" | "operator" | EvidenceSource;

/** A domain's day that a claim counted a message on; null when it counted none. */
export type Counted = { domainId: string; day: string } | null;

/** What happened to one message, and what is to be remembered of it. */
export interface Change extends Held {
  event: MessageEvent;
  reason?: string;
  smtpCode?: number;
  enhancedCode?: string | null;
  remoteText?: string;
  resolution?: Resolution;
  /** What a refusal was about. */
  bounce?: Bounce;
  /** The workspace's own mail server it went over. */
  serverId?: string | null;
  /** Not before so many milliseconds from now; only for what goes back to the queue. */
  delayMs?: number;
  /** The attempt does not count: nothing was wrong with this message. */
  isFree?: boolean;
  /** Its worker died with it. */
  isDeath?: boolean;
  /** By the claim that this ends: given back when nothing was handed over. */
  counted?: Counted;
}

const UNSENT = new Set<MessageEvent>([
  "released",
  "unwritten",
  "skipped",
  "suppressed",
  "cancelled",
  "render_failed",
  "worker_ended",
  "proved_unwritten",
  "quarantined",
]);

/** Whether nothing was handed over: then it does not count for the warm-up of its domain. */
export const isUnsent = (event: MessageEvent): boolean => UNSENT.has(event);

/** The one state an event leads to. */
export function targetOf({ event }: Pick<Change, "event">): MessageState {
  const [first] = statesBefore(event);
  const to = first && nextState(first, event);
  if (!to) throw new Error(`No state after ${event}.`);
  return to;
}
