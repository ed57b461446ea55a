import { and, count, eq, gt, inArray, isNotNull, max, min, sql } from "drizzle-orm";
import { messages, sendQueue, type Tx } from "@/db";
import { MESSAGE_STATES, MessageState, UNSENT_STATES } from "./schemas";

/** Where a campaign's messages stand. */
export interface Progress {
  /** Rows made so far; equals the sum over `states`. */
  total: number;
  states: Record<MessageState, number>;
  /** Why messages were skipped, suppressed, cancelled or failed. */
  reasons: Record<string, number>;
}

/**
 * How many messages of each campaign stand in which state, in one look at all of them. What was accepted is what
 * is neither open nor unsent: no index says it, and lists ask for this every few seconds, of a million messages
 * too.
 */
export async function countStates(
  tx: Tx,
  workspaceId: string,
  campaignIds: readonly string[],
): Promise<{ campaignId: string; state: MessageState; count: number }[]> {
  if (campaignIds.length === 0) return [];
  const isAsked = sql`workspace_id = ${workspaceId} and campaign_id = any(${sql.param(campaignIds)}::uuid[])`;
  const { rows } = await tx.execute<{ campaignId: string; state: string; count: number }>(sql`
    with made as (
      select campaign_id, unsent as state, count(*)::int as count from messages
      where ${isAsked} group by 1, 2),
    open as (
      select campaign_id, state, count(*)::int as count from send_queue
      where ${isAsked} and lane = 'campaign' group by 1, 2)
    select campaign_id as "campaignId", state, count from open
    union all
    select campaign_id, case state when 'no' then 'accepted' else state end,
      count - case state when 'no' then coalesce((
        select sum(open.count) from open where open.campaign_id = made.campaign_id), 0)::int
        else 0 end
    from made`);
  return rows.map((row) => ({ ...row, state: MessageState.parse(row.state) }));
}

/** Counts a campaign's messages per state and reason; rows are read only of what was not sent. */
export async function progressOf(
  tx: Tx,
  workspaceId: string,
  campaignId: string,
): Promise<Progress> {
  const reasons = await tx
    .select({ reason: messages.skipReason, count: count() })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, workspaceId),
        eq(messages.campaignId, campaignId),
        inArray(messages.unsent, [...UNSENT_STATES]),
        isNotNull(messages.skipReason),
      ),
    )
    .groupBy(messages.skipReason);
  const none = MESSAGE_STATES.map((state) => [state, 0] as const);
  const progress: Progress = {
    total: 0,
    states: Object.fromEntries(none) as Progress["states"],
    reasons: {},
  };
  for (const { state, count: some } of await countStates(tx, workspaceId, [campaignId])) {
    progress.total += some;
    progress.states[state] += some;
  }
  for (const row of reasons) if (row.reason) progress.reasons[row.reason] = row.count;
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
