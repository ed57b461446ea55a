import { and, count, desc, eq, gt, inArray, isNull, ne, sql } from "drizzle-orm";
import {
  brands,
  campaigns,
  contacts,
  imports,
  legalEntities,
  memberships,
  messages,
  type Tx,
  testSends,
  topics,
} from "@/db";

async function exists(query: PromiseLike<unknown[]>): Promise<boolean> {
  return (await query).length > 0;
}

/** Brands that send, with the columns of the legal entity that answers for each. */
export function listBrandEntities(tx: Tx, workspaceId: string) {
  return tx
    .select({ brandName: brands.name, entity: legalEntities })
    .from(brands)
    .innerJoin(
      legalEntities,
      and(
        eq(legalEntities.workspaceId, brands.workspaceId),
        eq(legalEntities.id, brands.legalEntityId),
      ),
    )
    .where(and(eq(brands.workspaceId, workspaceId), isNull(brands.archivedAt)))
    .orderBy(brands.createdAt);
}

export function hasTopic(tx: Tx, workspaceId: string): Promise<boolean> {
  return exists(
    tx
      .select({ id: topics.id })
      .from(topics)
      .where(
        and(
          eq(topics.workspaceId, workspaceId),
          // The purpose of tracking comes with every brand; what somebody made is a topic of mail.
          eq(topics.channel, "email"),
          isNull(topics.archivedAt),
        ),
      )
      .limit(1),
  );
}

export function hasPeople(tx: Tx, workspaceId: string): Promise<boolean> {
  return exists(
    tx
      .select({ id: contacts.id })
      .from(contacts)
      .where(and(eq(contacts.workspaceId, workspaceId), isNull(contacts.deletedAt)))
      .limit(1),
  );
}

/** The campaign somebody worked on last, drafts first: there the next steps are taken. */
export async function findLatestCampaign(tx: Tx, workspaceId: string): Promise<string | null> {
  const [row] = await tx
    .select({ id: campaigns.id })
    .from(campaigns)
    .where(and(eq(campaigns.workspaceId, workspaceId), isNull(campaigns.archivedAt)))
    .orderBy(sql`${campaigns.state} <> 'draft'`, desc(campaigns.updatedAt))
    .limit(1);
  return row?.id ?? null;
}

export function hasTestArrived(tx: Tx, workspaceId: string): Promise<boolean> {
  return exists(
    tx
      .select({ id: testSends.id })
      .from(testSends)
      .where(and(eq(testSends.workspaceId, workspaceId), eq(testSends.state, "accepted")))
      .limit(1),
  );
}

/** Whether any campaign's mail was accepted by a mail server. */
export function hasSent(tx: Tx, workspaceId: string): Promise<boolean> {
  return exists(
    tx
      .select({ id: campaigns.id })
      .from(campaigns)
      .innerJoin(
        messages,
        and(
          eq(messages.workspaceId, campaigns.workspaceId),
          eq(messages.campaignId, campaigns.id),
          eq(messages.unsent, "no"),
          eq(messages.state, "accepted"),
        ),
      )
      .where(and(eq(campaigns.workspaceId, workspaceId), ne(campaigns.state, "draft")))
      .limit(1),
  );
}

/** Campaigns that left the draft since a moment, or still run; newest first, at most 50. */
export function listStarted(tx: Tx, workspaceId: string, since: Date) {
  return tx
    .select({
      id: campaigns.id,
      name: campaigns.name,
      state: campaigns.state,
      pauseReason: campaigns.pauseReason,
      startedAt: campaigns.startedAt,
      finishedAt: campaigns.finishedAt,
      audience: campaigns.audience,
    })
    .from(campaigns)
    .where(
      and(
        eq(campaigns.workspaceId, workspaceId),
        isNull(campaigns.archivedAt),
        ne(campaigns.state, "draft"),
        sql`(${campaigns.state} in ('preparing', 'sending', 'paused') or ${campaigns.startedAt} > ${since.toISOString()}::timestamptz)`,
      ),
    )
    .orderBy(desc(campaigns.startedAt))
    .limit(50);
}

/** In whose name these campaigns are sent. */
export function listSenders(tx: Tx, workspaceId: string, campaignIds: readonly string[]) {
  return tx
    .select({ id: campaigns.id, brandId: brands.id, senderEmail: brands.senderEmail })
    .from(campaigns)
    .innerJoin(
      brands,
      and(eq(brands.workspaceId, campaigns.workspaceId), eq(brands.id, campaigns.brandId)),
    )
    .where(and(eq(campaigns.workspaceId, workspaceId), inArray(campaigns.id, [...campaignIds])));
}

/** Single messages that receivers refused for our sake since a moment: no campaign pauses for them. */
export async function countBlockedSingles(tx: Tx, workspaceId: string, since: Date) {
  const [row] = await tx
    .select({ count: count() })
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, workspaceId),
        isNull(messages.campaignId),
        eq(messages.unsent, "failed"),
        eq(messages.bounce, "blocked"),
        gt(messages.resultAt, since),
      ),
    );
  return row?.count ?? 0;
}

/** Imports that run, and those that stopped and wait for somebody. */
export function listOpenImports(tx: Tx, workspaceId: string, since: Date) {
  return tx
    .select({
      id: imports.id,
      fileName: imports.fileName,
      kind: imports.kind,
      state: imports.state,
      rowsDone: imports.rowsDone,
      rowsTotal: imports.rowsTotal,
      errorCode: imports.errorCode,
      errorRow: imports.errorRow,
    })
    .from(imports)
    .where(
      and(
        eq(imports.workspaceId, workspaceId),
        inArray(imports.state, ["queued", "running", "undoing", "failed", "paused"]),
        gt(imports.createdAt, since),
      ),
    )
    .orderBy(desc(imports.createdAt))
    .limit(20);
}

const membership = (workspaceId: string, userId: string) =>
  and(eq(memberships.workspaceId, workspaceId), eq(memberships.userId, userId));

/** When this person last looked at home, and what their last visit was until then. */
export async function findVisits(tx: Tx, workspaceId: string, userId: string) {
  const { seenHomeAt, lastVisitAt } = memberships;
  const [row] = await tx
    .select({ seenHomeAt, lastVisitAt })
    .from(memberships)
    .where(membership(workspaceId, userId));
  return row ?? null;
}

export async function setVisits(
  tx: Tx,
  key: { workspaceId: string; userId: string },
  visits: { seenHomeAt: Date; lastVisitAt: Date | null },
): Promise<void> {
  await tx.update(memberships).set(visits).where(membership(key.workspaceId, key.userId));
}

/** Drafts that wait for somebody: for a review of this very revision, or because their start failed. */
export function listWaitingDrafts(tx: Tx, workspaceId: string) {
  const { id, name, brandId, review, reviewedRevision, revision, startError } = campaigns;
  const isRequested = sql<boolean>`(${review} = 'requested' and ${reviewedRevision} = ${revision})`;
  return tx
    .select({ id, name, brandId, isRequested, startError })
    .from(campaigns)
    .where(
      and(
        eq(campaigns.workspaceId, workspaceId),
        eq(campaigns.state, "draft"),
        isNull(campaigns.archivedAt),
        sql`(${isRequested} or ${startError} is not null)`,
      ),
    )
    .orderBy(desc(campaigns.updatedAt))
    .limit(20);
}

/** People who ended mail by a link of any campaign since a moment; tracking alone is no mail. */
export async function countUnsubscribesSince(
  tx: Tx,
  workspaceId: string,
  since: Date,
): Promise<number> {
  const { rows } = await tx.execute<{ people: number }>(sql`
    select count(distinct e.contact_id)::int as people
    from consent_events e
    left join topics t on t.workspace_id = e.workspace_id and t.id = e.topic_id
    where e.workspace_id = ${workspaceId} and e.at > ${since.toISOString()}::timestamptz
      and e.action <> 'import_claim' and e.action in ('withdraw', 'object')
      and e.campaign_id is not null and t.channel is distinct from 'tracking'`);
  return rows[0]?.people ?? 0;
}

export async function isChecklistDismissed(tx: Tx, workspaceId: string, userId: string) {
  const [row] = await tx
    .select({ at: memberships.checklistDismissedAt })
    .from(memberships)
    .where(membership(workspaceId, userId));
  return row?.at != null;
}

export async function setChecklistDismissed(
  tx: Tx,
  key: { workspaceId: string; userId: string },
  at: Date | null,
): Promise<void> {
  await tx
    .update(memberships)
    .set({ checklistDismissedAt: at })
    .where(membership(key.workspaceId, key.userId));
}
