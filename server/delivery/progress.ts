import { and, count, eq, gt, inArray, isNotNull, max, min, ne } from "drizzle-orm";
import { messages, sendQueue, type Tx } from "@/db";
import { MESSAGE_STATES, MessageState } from "./schemas";

/** Where a campaign's messages stand. */
export interface Progress {
  /** Rows made so far; equals the sum over `states`. */
  total: number;
  states: Record<MessageState, number>;
  /** Why messages were skipped, suppressed, cancelled or failed. */
  reasons: Record<string, number>;
}

/** Of which a reason is known. */
const UNSENT_STATES: MessageState[] = ["failed", "unknown", "skipped", "suppressed", "cancelled"];

/**
 * Counts a campaign's messages per state and reason. The states are read off an index, the rows only of what was
 * not sent: a page asks for this every few seconds, of a million messages too.
 */
export async function progressOf(
  tx: Tx,
  workspaceId: string,
  campaignId: string,
): Promise<Progress> {
  const isOfCampaign = and(
    eq(messages.workspaceId, workspaceId),
    eq(messages.campaignId, campaignId),
  );
  const states = await tx
    .select({ state: messages.state, count: count() })
    .from(messages)
    .where(isOfCampaign)
    .groupBy(messages.state);
  const reasons = await tx
    .select({ reason: messages.skipReason, count: count() })
    .from(messages)
    .where(
      and(isOfCampaign, inArray(messages.state, UNSENT_STATES), isNotNull(messages.skipReason)),
    )
    .groupBy(messages.skipReason);
  const none = MESSAGE_STATES.map((state) => [state, 0] as const);
  const progress: Progress = {
    total: 0,
    states: Object.fromEntries(none) as Progress["states"],
    reasons: {},
  };
  for (const row of states) {
    progress.total += row.count;
    progress.states[MessageState.parse(row.state)] += row.count;
  }
  for (const row of reasons) if (row.reason) progress.reasons[row.reason] = row.count;
  for (const row of await openOf(tx, workspaceId, campaignId)) {
    progress.states.queued -= row.count;
    progress.states[MessageState.parse(row.state)] += row.count;
  }
  return progress;
}

/** Open messages of a campaign whose hour has not come yet. */
export interface Waiting {
  count: number;
  nextAt: Date | null;
  lastAt: Date | null;
}

/** How many messages of a campaign wait for an hour of their own, and when the first and the last go. */
export async function waitingOf(
  tx: Tx,
  workspaceId: string,
  asked: { campaignId: string; now: Date },
): Promise<Waiting> {
  const [row] = await tx
    .select({ count: count(), nextAt: min(sendQueue.dueAt), lastAt: max(sendQueue.dueAt) })
    .from(sendQueue)
    .where(
      and(
        eq(sendQueue.workspaceId, workspaceId),
        eq(sendQueue.lane, "campaign"),
        eq(sendQueue.campaignId, asked.campaignId),
        gt(sendQueue.dueAt, asked.now),
      ),
    );
  return row ?? { count: 0, nextAt: null, lastAt: null };
}

/** Of the open ones, those in somebody's hands: few, and at the front of the queue. */
async function openOf(tx: Tx, workspaceId: string, campaignId: string) {
  return tx
    .select({ state: sendQueue.state, count: count() })
    .from(sendQueue)
    .where(
      and(
        eq(sendQueue.workspaceId, workspaceId),
        eq(sendQueue.lane, "campaign"),
        eq(sendQueue.campaignId, campaignId),
        ne(sendQueue.state, "queued"),
      ),
    )
    .groupBy(sendQueue.state);
}
