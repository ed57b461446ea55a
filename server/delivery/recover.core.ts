import { bounceOf } from "./bounce.core";
import type { Change, Held } from "./change.core";
import type { JournalEntry } from "./journal.core";

/** A message that so many workers died with is held back: it may be the reason. */
export const MAX_DEATHS = 3;

/** What a dead worker left in a queue. */
export interface Orphan extends Held {
  state: "claimed" | "in_flight";
  /** Workers that died with it before. */
  deaths: number;
}

/** How much can be concluded from what a journal does not say. */
export type Silence = "proves" | "proves nothing";

/**
 * What the silence of a dead worker's journal says of a message that got its intent at `intentAt`: something
 * only if all was written down that happened, and all of it was read that can be about it.
 */
export function silenceAbout(
  { intentAt }: { intentAt: number | null },
  journal: { standing: string; wholeSince: number } | null,
): Silence {
  if (journal?.standing !== "gone") return "proves nothing";
  const { wholeSince } = journal;
  return wholeSince === 0 || (intentAt ?? 0) > wholeSince ? "proves" : "proves nothing";
}

/**
 * What becomes of a message that a dead worker held. Before the intent it is simply queued again. After
 * it the journal decides: an answer is an answer; a dot without one is unknown; no dot means that
 * nothing was sent, if the journal is whole.
 */
export function decideRecovery(
  orphan: Orphan,
  entry: JournalEntry | undefined,
  silence: Silence,
): Change {
  const { contactId, id, fence, state } = orphan;
  const held = { contactId, id, fence };
  const again = (event: "worker_ended" | "proved_unwritten"): Change =>
    orphan.deaths + 1 >= MAX_DEATHS
      ? { ...held, event: "quarantined", reason: "quarantined", resolution: "policy" }
      : { ...held, event, isDeath: true, isFree: true, delayMs: 0 };
  if (state === "claimed") return again("worker_ended");
  if (!entry) {
    if (silence === "proves") return again("proved_unwritten");
    return { ...held, event: "lost", resolution: "policy" };
  }
  return { ...held, ...answered(entry), resolution: "journal" };
}

function answered({ outcome, reply }: JournalEntry): Pick<Change, "event"> & Partial<Change> {
  const told = reply
    ? {
        smtpCode: reply.code,
        enhancedCode: reply.enhanced,
        remoteText: reply.text,
        ...(reply.code >= 400 ? { bounce: bounceOf(reply) } : {}),
      }
    : {};
  switch (outcome) {
    case "accepted":
      return { ...told, event: "accepted" };
    case "rejected":
      return { ...told, event: "rejected", reason: "rejected" };
    case "deferred":
      return { event: "deferred", delayMs: 60_000 };
    case "unwritten":
      return { event: "proved_unwritten", isFree: true, delayMs: 0 };
    default:
      return { event: "lost" };
  }
}

/**
 * What a dead worker's journal makes of a message that was called unknown before anybody could read it;
 * null: it does not know either.
 */
export function decideLate(
  { contactId, id, fence }: Held,
  entry: JournalEntry | undefined,
  silence: Silence,
): Change | null {
  const held = { contactId, id, fence };
  const isUnsent = entry ? entry.outcome === "unwritten" : silence === "proves";
  if (isUnsent) return { ...held, event: "proved_unwritten", isFree: true, delayMs: 0 };
  if (!entry) return null;
  const change = answered(entry);
  switch (change.event) {
    case "accepted":
    case "rejected":
      return { ...held, ...change, resolution: "journal" };
    case "deferred":
      return { ...held, event: "proved_unwritten", delayMs: change.delayMs ?? 0 };
    default:
      return null;
  }
}
