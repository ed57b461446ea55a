import type { MessageState } from "./schemas";

/**
 * What can happen to a message, and from which state it leads where. A pair that is missing here
 * cannot happen: the statement that would write it finds no row. The queries take their `where`
 * from this table, so the picture in docs/sending.md, the SQL and the tests are one thing.
 */
export const TRANSITIONS = {
  /** A worker takes it, under a new fence. */
  claimed: { queued: "claimed" },
  /** The server said 354 and every check held: from here on it may arrive. */
  intended: { claimed: "in_flight" },
  /** Consent or address are missing at this instant. */
  skipped: { claimed: "skipped" },
  suppressed: { claimed: "suppressed" },
  /** Its campaign was cancelled. */
  cancelled: { queued: "cancelled", claimed: "cancelled" },
  /** It could not be rendered; nothing was sent. */
  render_failed: { claimed: "failed" },
  /** Given back without harm: pause, shutdown, no connection, a limit. */
  released: { claimed: "queued" },
  /** The connection ended before the dot was written: safe to send again. */
  unwritten: { claimed: "queued", in_flight: "queued" },
  /** 4xx: the server has not taken it and says "later". */
  deferred: { claimed: "queued", in_flight: "queued" },
  /** Too many attempts, or too old. */
  exhausted: { claimed: "failed", in_flight: "failed" },
  /** 2xx after the dot. A late answer under the same fence settles what was called unknown. */
  accepted: { in_flight: "accepted", unknown: "accepted" },
  /** 5xx. */
  rejected: { claimed: "failed", in_flight: "failed", unknown: "failed" },
  /** The dot was written, or may have been, and no valid reply came. Never sent again. */
  lost: { in_flight: "unknown" },
  /** Its worker died or lost its lease before the intent. */
  worker_ended: { claimed: "queued" },
  /**
   * The same after the intent, and the dead worker's journal has no dot of it, or the server's "later":
   * safe to send again, also when it was called unknown before anybody could read that journal.
   */
  proved_unwritten: { in_flight: "queued", unknown: "queued" },
  /** Workers keep dying while they hold it. */
  quarantined: { claimed: "failed", in_flight: "failed" },
  /** Somebody looked it up at the receiver, and says so with a reason. */
  settled_accepted: { unknown: "accepted" },
  settled_failed: { unknown: "failed" },
  /** Somebody has the failures of a campaign tried once more. */
  retried: { failed: "queued" },
} as const satisfies Record<string, Partial<Record<MessageState, MessageState>>>;

export type MessageEvent = keyof typeof TRANSITIONS;

/** Where `event` leads from `state`; null when it cannot happen there and must change nothing. */
export function nextState(state: MessageState, event: MessageEvent): MessageState | null {
  const table: Partial<Record<MessageState, MessageState>> = TRANSITIONS[event];
  return table[state] ?? null;
}

/** The states in which `event` can happen. */
export function statesBefore(event: MessageEvent): MessageState[] {
  return Object.keys(TRANSITIONS[event]) as MessageState[];
}
