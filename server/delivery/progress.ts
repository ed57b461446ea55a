import { and, count, eq, gt, max, min, ne, sql } from "drizzle-orm";
import { campaignVariants, contacts, messages, sendQueue, type Tx } from "@/db";
import { MESSAGE_STATES, MessageState, OPEN_STATES, type RecipientsQuery } from "./schemas";

/** Where a campaign's messages stand. */
export interface Progress {
  /** Rows made so far; equals the sum over `states`. */
  total: number;
  states: Record<MessageState, number>;
  /** Why messages were skipped, suppressed, cancelled or failed. */
  reasons: Record<string, number>;
  firstResultAt: Date | null;
  lastResultAt: Date | null;
}

/** Counts a campaign's messages per state and reason. */
export async function progressOf(
  tx: Tx,
  workspaceId: string,
  campaignId: string,
): Promise<Progress> {
  const rows = await tx
    .select({
      state: messages.state,
      reason: messages.skipReason,
      count: count(),
      first: min(messages.resultAt),
      last: max(messages.resultAt),
    })
    .from(messages)
    .where(and(eq(messages.workspaceId, workspaceId), eq(messages.campaignId, campaignId)))
    .groupBy(messages.state, messages.skipReason);
  const none = MESSAGE_STATES.map((state) => [state, 0] as const);
  const progress: Progress = {
    total: 0,
    states: Object.fromEntries(none) as Progress["states"],
    reasons: {},
    firstResultAt: null,
    lastResultAt: null,
  };
  for (const row of rows) {
    progress.total += row.count;
    progress.states[MessageState.parse(row.state)] += row.count;
    if (row.reason) progress.reasons[row.reason] = (progress.reasons[row.reason] ?? 0) + row.count;
    const { first, last } = row;
    if (first && (!progress.firstResultAt || first < progress.firstResultAt))
      progress.firstResultAt = first;
    if (last && (!progress.lastResultAt || last > progress.lastResultAt))
      progress.lastResultAt = last;
  }
  for (const row of await openOf(tx, workspaceId, campaignId)) {
    progress.states.queued -= row.count;
    progress.states[MessageState.parse(row.state)] += row.count;
  }
  return progress;
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

const shown = {
  messageId: messages.id,
  contactId: messages.contactId,
  campaignId: messages.campaignId,
  state: sql<MessageState>`coalesce(${sendQueue.state}, ${messages.state})`,
  reason: messages.skipReason,
  attempt: sql<number>`coalesce(${sendQueue.attempt}, ${messages.attempt})`,
  smtpCode: messages.smtpCode,
  remoteText: messages.remoteText,
  /** When it is tried next; null for what is not open. */
  notBefore: sendQueue.dueAt,
  createdAt: messages.createdAt,
  resultAt: messages.resultAt,
};

/** What is open stands as `queued` in its row; how far it is, in the queue. */
function inState(state: MessageState) {
  const isOpen = OPEN_STATES.some((open) => open === state);
  return isOpen
    ? and(eq(messages.state, "queued"), eq(sendQueue.state, state))
    : eq(messages.state, state);
}

/** One page of a campaign's recipients in the order they were made; `cursor` is for the next. */
export async function listRecipients(tx: Tx, workspaceId: string, query: RecipientsQuery) {
  const limit = query.limit ?? 50;
  const rows = await tx
    .select({
      ...shown,
      email: contacts.email,
      firstName: contacts.firstName,
      lastName: contacts.lastName,
      /** Place among the campaign's variants, 0 first. */
      variant: campaignVariants.position,
    })
    .from(messages)
    .innerJoin(
      contacts,
      and(eq(contacts.workspaceId, messages.workspaceId), eq(contacts.id, messages.contactId)),
    )
    .leftJoin(
      sendQueue,
      and(
        eq(sendQueue.workspaceId, messages.workspaceId),
        eq(sendQueue.contactId, messages.contactId),
        eq(sendQueue.messageId, messages.id),
      ),
    )
    .leftJoin(
      campaignVariants,
      and(
        eq(campaignVariants.workspaceId, messages.workspaceId),
        eq(campaignVariants.campaignId, messages.campaignId),
        eq(campaignVariants.id, messages.variantId),
      ),
    )
    .where(
      and(
        eq(messages.workspaceId, workspaceId),
        eq(messages.campaignId, query.campaignId),
        query.state ? inState(query.state) : undefined,
        query.cursor ? gt(messages.id, query.cursor) : undefined,
      ),
    )
    .orderBy(messages.id)
    .limit(limit + 1);
  const recipients = rows.slice(0, limit);
  return {
    recipients,
    cursor: rows.length > limit ? (recipients.at(-1)?.messageId ?? null) : null,
  };
}
