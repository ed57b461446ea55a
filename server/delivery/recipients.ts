import { and, eq, type SQL, sql } from "drizzle-orm";
import { campaigns, campaignVariants, contacts, messages, sendQueue, type Tx } from "@/db";
import { prefixRange } from "../contacts";
import { readMoment } from "./moment";
import {
  type AskedRecipients,
  type MessageState,
  OPEN_STATES,
  type Reason,
  type RecipientsQuery,
  UNSENT_STATES,
} from "./schemas";

const isOpen = (state: MessageState) => (OPEN_STATES as readonly string[]).includes(state);

/** The one state whose rows have a reason: with it a million letters that left are not looked through. */
const STATE_OF: Record<Reason, MessageState> = {
  excluded: "skipped",
  no_consent: "skipped",
  paused_by_person: "skipped",
  no_address: "skipped",
  hour_passed: "skipped",
  suppressed: "suppressed",
  cancelled: "cancelled",
  render: "failed",
  exhausted: "failed",
  rejected: "failed",
  expired: "failed",
  quarantined: "failed",
  not_arrived: "failed",
};

/** The states that a filter leaves: none when its parts exclude each other, undefined for all. */
function oneState({ state, reason, bounce }: AskedRecipients): MessageState | null | undefined {
  const wanted = [
    ...(state ? [state] : []),
    ...(reason ? [STATE_OF[reason]] : []),
    ...(bounce ? (["failed"] as const) : []),
  ];
  const [first] = wanted;
  return wanted.every((one) => one === first) ? first : null;
}

function conditions(workspaceId: string, { reason, bounce, search }: AskedRecipients) {
  const range = search ? prefixRange(search.toLowerCase()) : null;
  return and(
    reason ? sql`m.skip_reason = ${reason}` : undefined,
    bounce ? sql`m.bounce = ${bounce}` : undefined,
    range
      ? sql`m.contact_id in (select c.id from contacts c where c.workspace_id = ${workspaceId}
          and c.deleted_at is null and c.email >= ${range.from} and c.email < ${range.to})`
      : undefined,
  );
}

const QUEUED = sql`send_queue q join messages m on m.workspace_id = q.workspace_id
  and m.contact_id = q.contact_id and m.id = q.message_id`;

/** Where the messages of a page come from: each a table and a condition, read in the order of ids. */
function sourcesOf(workspaceId: string, asked: AskedRecipients): { from: SQL; is: SQL }[] {
  const from = sql`messages m`;
  const unsent = (state: MessageState) => ({ from, is: sql`m.unsent = ${state}` });
  const state = oneState(asked);
  if (state === null) return [];
  if (state === undefined)
    return [{ from, is: sql`m.unsent = 'no'` }, ...UNSENT_STATES.map(unsent)];
  if (state === "accepted") return [{ from, is: sql`m.unsent = 'no' and m.state = 'accepted'` }];
  if (!isOpen(state)) return [unsent(state)];
  // What is open says only in the queue how far it is.
  const is = sql`m.unsent = 'no' and q.workspace_id = ${workspaceId} and q.lane = 'campaign'
    and q.campaign_id = ${asked.campaignId} and q.state = ${state}`;
  return [{ from: QUEUED, is }];
}

/**
 * The ids of one page. Each state is asked for its own beginning, which its index serves in order,
 * and they are laid together: without that a page over all states would sort the whole campaign.
 */
async function listIds(tx: Tx, workspaceId: string, query: RecipientsQuery & { limit: number }) {
  const { campaignId, cursor, limit } = query;
  const sources = sourcesOf(workspaceId, query);
  if (sources.length === 0) return [];
  const wanted = conditions(workspaceId, query);
  const pages = sources.map(
    ({ from, is }) => sql`
      (select m.id, m.contact_id from ${from}
      where m.workspace_id = ${workspaceId} and m.campaign_id = ${campaignId} and ${is}
        ${cursor ? sql`and m.id > ${cursor}` : sql``} ${wanted ? sql`and ${wanted}` : sql``}
      order by m.id limit ${limit})`,
  );
  const { rows } = await tx.execute<{ id: string; contactId: string }>(sql`
    select page.id, page.contact_id as "contactId"
    from (${sql.join(pages, sql` union all `)}) page order by page.id limit ${limit}`);
  return rows;
}

const shown = {
  messageId: messages.id,
  contactId: messages.contactId,
  campaignId: messages.campaignId,
  /** Null for a message without a campaign. */
  campaignName: campaigns.name,
  brandId: messages.brandId,
  state: sql<MessageState>`coalesce(${sendQueue.state}, ${messages.state})`,
  reason: messages.skipReason,
  bounce: messages.bounce,
  /** How the result is known. */
  resolution: messages.resolution,
  attempt: sql<number>`coalesce(${sendQueue.attempt}, ${messages.attempt})`,
  smtpCode: messages.smtpCode,
  enhancedCode: messages.enhancedCode,
  remoteText: messages.remoteText,
  /** What somebody gave as the reason when they settled it by hand. */
  settledBecause: sql<string | null>`case when ${messages.resolution} = 'operator' then (
    select regexp_replace(t.detail, '^\\w+: ?', '') from message_transitions t
    where t.workspace_id = ${messages.workspaceId} and t.contact_id = ${messages.contactId}
      and t.message_id = ${messages.id} order by t.step desc limit 1) end`,
  /** When it is tried next; null for what is not open. */
  notBefore: sendQueue.dueAt,
  createdAt: messages.createdAt,
  resultAt: messages.resultAt,
  email: contacts.email,
  firstName: contacts.firstName,
  lastName: contacts.lastName,
  /** Place among the campaign's variants, 0 first. */
  variant: campaignVariants.position,
};

/** One page of a campaign's recipients in the order they were made; `cursor` is for the next. */
export async function listRecipients(tx: Tx, workspaceId: string, query: RecipientsQuery) {
  const limit = query.limit ?? 50;
  const found = await listIds(tx, workspaceId, { ...query, limit: limit + 1 });
  return readPage(tx, workspaceId, { found, limit });
}

/**
 * The messages of a page, in its order, and the moment as of which they were read; `found` is one more
 * than the page where there is a next.
 */
export async function readPage(
  tx: Tx,
  workspaceId: string,
  asked: { found: readonly { id: string; contactId: string }[]; limit: number },
) {
  const page = asked.found.slice(0, asked.limit);
  const cursor = asked.found.length > asked.limit ? (page.at(-1)?.id ?? null) : null;
  const asOf = await readMoment(tx);
  if (page.length === 0) return { recipients: [], cursor, asOf };
  const recipients = await tx
    .select(shown)
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
      campaigns,
      and(eq(campaigns.workspaceId, messages.workspaceId), eq(campaigns.id, messages.campaignId)),
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
        // Both: the key leads with the person.
        sql`${messages.contactId} = any(${sql.param(page.map((row) => row.contactId))}::uuid[])`,
        sql`${messages.id} = any(${sql.param(page.map((row) => row.id))}::uuid[])`,
      ),
    )
    .orderBy(sql`array_position(${sql.param(page.map((row) => row.id))}::uuid[], ${messages.id})`);
  return { recipients, cursor, asOf };
}
