import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { contentLinks, linkClicks, messageEvents, messages, sendQueue, type Tx } from "@/db";
import type { ClickFacts, DeliveryFacts } from "./classify.core";

export interface LinkRow {
  id: string;
  versionId: string;
  url: string;
}

/** All links of the version that one of them belongs to: who asks for one will ask for others. */
export async function listLinksBeside(
  tx: Tx,
  workspaceId: string,
  linkId: string,
): Promise<LinkRow[]> {
  const own = tx
    .select({ versionId: contentLinks.versionId })
    .from(contentLinks)
    .where(and(eq(contentLinks.workspaceId, workspaceId), eq(contentLinks.id, linkId)));
  return await tx
    .select({ id: contentLinks.id, versionId: contentLinks.versionId, url: contentLinks.url })
    .from(contentLinks)
    .where(
      and(eq(contentLinks.workspaceId, workspaceId), sql`${contentLinks.versionId} in ${own}`),
    );
}

/** Visits of one workspace are taken in one after the other: none misses another's clicks. */
export async function lockVisits(tx: Tx, workspaceId: string): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`tracking:${workspaceId}`}, 0))`,
  );
}

/** Which of these visits are rows already, with a reader or without. */
export async function listKnownVisits(
  tx: Tx,
  workspaceId: string,
  visits: readonly { id: string; contactId: string | null; linkId: string | null }[],
): Promise<Set<string>> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    with asked as (
      select * from jsonb_to_recordset(${JSON.stringify(visits)}::jsonb)
        as a (id uuid, "contactId" uuid, "linkId" uuid))
    select e.id from asked a join message_events e
      on e.workspace_id = ${workspaceId} and e.contact_id = a."contactId" and e.id = a.id
    union all
    select c.id from asked a join link_clicks c
      on c.workspace_id = ${workspaceId} and c.link_id = a."linkId" and c.id = a.id`);
  return new Set(rows.map((row) => row.id));
}

/** A message that visits name: whose it is and how far it has come. */
export interface MessageRow extends DeliveryFacts {
  id: string;
  contactId: string;
  campaignId: string;
  brandId: string;
  versionId: string;
}

export async function listVisitedMessages(
  tx: Tx,
  workspaceId: string,
  named: readonly { contactId: string; messageId: string }[],
): Promise<MessageRow[]> {
  return await tx
    .select({
      id: messages.id,
      contactId: messages.contactId,
      campaignId: sql<string>`${messages.campaignId}`,
      brandId: messages.brandId,
      versionId: messages.versionId,
      state: sql<string>`coalesce(${sendQueue.state}, ${messages.state})`,
      intentAt: sql<Date | null>`coalesce(${sendQueue.intentAt}, ${messages.intentAt})`.mapWith(
        messages.intentAt,
      ),
      resultAt: messages.resultAt,
    })
    .from(messages)
    .leftJoin(
      sendQueue,
      and(
        eq(sendQueue.workspaceId, messages.workspaceId),
        eq(sendQueue.contactId, messages.contactId),
        eq(sendQueue.messageId, messages.id),
      ),
    )
    .innerJoin(
      sql`jsonb_to_recordset(${JSON.stringify(named)}::jsonb) as named ("contactId" uuid, "messageId" uuid)`,
      sql`${messages.contactId} = named."contactId" and ${messages.id} = named."messageId"`,
    )
    // Single messages are not tracked.
    .where(and(eq(messages.workspaceId, workspaceId), isNotNull(messages.campaignId)));
}

/** The version of each of these links that exists in the workspace. */
export async function listLinkVersions(
  tx: Tx,
  workspaceId: string,
  linkIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx
    .select({ id: contentLinks.id, versionId: contentLinks.versionId })
    .from(contentLinks)
    .where(
      and(
        eq(contentLinks.workspaceId, workspaceId),
        sql`${contentLinks.id} = any(${sql.param(linkIds)}::uuid[])`,
      ),
    );
  return new Map(rows.map((row) => [row.id, row.versionId]));
}

/** How many links each of these versions has. */
export async function countLinks(
  tx: Tx,
  workspaceId: string,
  versionIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await tx
    .select({ versionId: contentLinks.versionId, count: sql<number>`count(*)::int` })
    .from(contentLinks)
    .where(
      and(
        eq(contentLinks.workspaceId, workspaceId),
        sql`${contentLinks.versionId} = any(${sql.param(versionIds)}::uuid[])`,
      ),
    )
    .groupBy(contentLinks.versionId);
  return new Map(rows.map((row) => [row.versionId, row.count]));
}

export async function insertEvents(
  tx: Tx,
  rows: readonly (typeof messageEvents.$inferInsert)[],
): Promise<void> {
  if (rows.length > 0) await tx.insert(messageEvents).values([...rows]);
}

export async function insertClicks(
  tx: Tx,
  rows: readonly (typeof linkClicks.$inferInsert)[],
): Promise<void> {
  if (rows.length > 0) await tx.insert(linkClicks).values([...rows]);
}

/** The clicks of some messages in a span of time, by message. */
export async function listClicksBetween(
  tx: Tx,
  workspaceId: string,
  asked: { messageIds: readonly string[]; from: Date; to: Date },
): Promise<Map<string, ClickFacts[]>> {
  const rows = await tx
    .select({
      messageId: messageEvents.messageId,
      id: messageEvents.id,
      linkId: sql<string>`${messageEvents.linkId}`,
      origin: messageEvents.originDigest,
      at: messageEvents.at,
    })
    .from(messageEvents)
    .where(
      and(
        eq(messageEvents.workspaceId, workspaceId),
        sql`${messageEvents.messageId} = any(${sql.param(asked.messageIds)}::uuid[])`,
        eq(messageEvents.kind, "click"),
        sql`${messageEvents.at} between ${asked.from.toISOString()}::timestamptz
          and ${asked.to.toISOString()}::timestamptz`,
      ),
    );
  const found = new Map<string, ClickFacts[]>();
  for (const { messageId, ...click } of rows) {
    found.set(messageId, [...(found.get(messageId) ?? []), click]);
  }
  return found;
}

/** What a later click showed: these were a machine's all along. Earlier reasons stay. */
export async function markSweeps(
  tx: Tx,
  workspaceId: string,
  marked: { messageIds: readonly string[]; ids: readonly string[] },
): Promise<void> {
  await tx
    .update(messageEvents)
    .set({ isMachine: true, machineReason: "every_link" })
    .where(
      and(
        eq(messageEvents.workspaceId, workspaceId),
        sql`${messageEvents.messageId} = any(${sql.param(marked.messageIds)}::uuid[])`,
        sql`${messageEvents.id} = any(${sql.param(marked.ids)}::uuid[])`,
        isNull(messageEvents.machineReason),
      ),
    );
}

/** Whether a person, not a machine, opened a message or followed a link of it. */
export async function isReadByPerson(
  tx: Tx,
  workspaceId: string,
  message: { contactId: string; messageId: string },
): Promise<boolean> {
  const rows = await tx
    .select({ id: messageEvents.id })
    .from(messageEvents)
    .where(
      and(
        eq(messageEvents.workspaceId, workspaceId),
        eq(messageEvents.contactId, message.contactId),
        eq(messageEvents.messageId, message.messageId),
        eq(messageEvents.isMachine, false),
      ),
    )
    .limit(1);
  return rows.length > 0;
}
