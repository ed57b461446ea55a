import { and, count, desc, eq, isNotNull, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { brands, campaignReviews, campaigns, contacts, type Tx, topics, users } from "@/db";
import type { CampaignListInput } from "./schemas";

export type CampaignRow = typeof campaigns.$inferSelect;

const key = (workspaceId: string, id: string) =>
  and(eq(campaigns.workspaceId, workspaceId), eq(campaigns.id, id));

/** A campaign with the names that stand beside it, or null. */
export async function findCampaign(tx: Tx, workspaceId: string, id: string) {
  const [row] = await tx
    .select({
      campaign: campaigns,
      brandName: brands.name,
      senderEmail: brands.senderEmail,
      topicName: topics.name,
      isTopicArchived: sql<boolean>`${topics.archivedAt} is not null`,
      updatedByName: users.name,
    })
    .from(campaigns)
    .innerJoin(
      brands,
      and(eq(brands.workspaceId, campaigns.workspaceId), eq(brands.id, campaigns.brandId)),
    )
    .innerJoin(
      topics,
      and(eq(topics.workspaceId, campaigns.workspaceId), eq(topics.id, campaigns.topicId)),
    )
    .leftJoin(users, eq(users.id, campaigns.updatedBy))
    .where(key(workspaceId, id));
  return row ?? null;
}

/** The campaign's row, held until commit: who changes its state goes through here. */
export async function lockCampaign(
  tx: Tx,
  workspaceId: string,
  id: string,
): Promise<CampaignRow | null> {
  const [row] = await tx.select().from(campaigns).where(key(workspaceId, id)).for("update");
  return row ?? null;
}

export async function listCampaignRows(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<CampaignRow[]> {
  return await tx
    .select()
    .from(campaigns)
    .where(
      and(
        eq(campaigns.workspaceId, workspaceId),
        sql`${campaigns.id} = any(${sql.param(ids)}::uuid[])`,
      ),
    );
}

export async function insertCampaign(tx: Tx, row: typeof campaigns.$inferInsert): Promise<void> {
  await tx.insert(campaigns).values(row);
}

export async function updateCampaign(
  tx: Tx,
  row: { workspaceId: string; id: string },
  set: Partial<typeof campaigns.$inferInsert>,
): Promise<void> {
  await tx.update(campaigns).set(set).where(key(row.workspaceId, row.id));
}

/** By the database's clock, as all that ages of letters are reckoned from. */
export async function noteResumed(tx: Tx, row: { workspaceId: string; id: string }): Promise<void> {
  await tx
    .update(campaigns)
    .set({ resumedAt: sql`clock_timestamp()` })
    .where(key(row.workspaceId, row.id));
}

/** A target as one condition: who is meant and not left out. */
export function minus(target: { included: SQL; excluded: SQL }): SQL {
  return sql`(${target.included} and not ${target.excluded})`;
}

export async function insertReview(
  tx: Tx,
  row: typeof campaignReviews.$inferInsert,
): Promise<void> {
  await tx.insert(campaignReviews).values(row);
}

export async function listReviews(tx: Tx, workspaceId: string, campaignId: string) {
  return await tx
    .select({
      id: campaignReviews.id,
      kind: campaignReviews.kind,
      revision: campaignReviews.revision,
      note: campaignReviews.note,
      at: campaignReviews.at,
      byName: users.name,
    })
    .from(campaignReviews)
    .leftJoin(users, eq(users.id, campaignReviews.by))
    .where(
      and(eq(campaignReviews.workspaceId, workspaceId), eq(campaignReviews.campaignId, campaignId)),
    )
    .orderBy(desc(campaignReviews.at), desc(campaignReviews.id))
    .limit(50);
}

/**
 * Moves a draft from `revision` to the next; null when somebody was quicker or it is no draft any
 * more. The row is held until commit.
 */
export async function bumpRevision(
  tx: Tx,
  row: { workspaceId: string; id: string; revision: number },
  set: { updatedBy: string; updatedAt: Date },
): Promise<number | null> {
  const [saved] = await tx
    .update(campaigns)
    .set({ ...set, revision: row.revision + 1 })
    .where(
      and(
        key(row.workspaceId, row.id),
        eq(campaigns.revision, row.revision),
        eq(campaigns.state, "draft"),
        isNull(campaigns.archivedAt),
      ),
    )
    .returning({ revision: campaigns.revision });
  return saved?.revision ?? null;
}

/** A page of campaigns, last changed first, up to `limit`. */
export function listCampaigns(
  tx: Tx,
  workspaceId: string,
  page: CampaignListInput & { limit: number },
) {
  const { cursor, search } = page;
  return tx
    .select({
      id: campaigns.id,
      name: campaigns.name,
      state: campaigns.state,
      brandName: brands.name,
      topicName: topics.name,
      audience: campaigns.audience,
      updatedAt: campaigns.updatedAt,
      startedAt: campaigns.startedAt,
      updatedByName: users.name,
    })
    .from(campaigns)
    .innerJoin(
      brands,
      and(eq(brands.workspaceId, campaigns.workspaceId), eq(brands.id, campaigns.brandId)),
    )
    .innerJoin(
      topics,
      and(eq(topics.workspaceId, campaigns.workspaceId), eq(topics.id, campaigns.topicId)),
    )
    .leftJoin(users, eq(users.id, campaigns.updatedBy))
    .where(
      and(
        eq(campaigns.workspaceId, workspaceId),
        page.view === "archived" ? isNotNull(campaigns.archivedAt) : isNull(campaigns.archivedAt),
        search ? sql`strpos(lower(${campaigns.name}), lower(${search})) > 0` : undefined,
        cursor
          ? or(
              lt(campaigns.updatedAt, cursor.updatedAt),
              and(eq(campaigns.updatedAt, cursor.updatedAt), lt(campaigns.id, cursor.id)),
            )
          : undefined,
      ),
    )
    .orderBy(desc(campaigns.updatedAt), desc(campaigns.id))
    .limit(page.limit);
}

/** Whether the workspace has any campaign at all, archived ones included. */
export async function hasCampaigns(tx: Tx, workspaceId: string): Promise<boolean> {
  const rows = await tx
    .select({ id: campaigns.id })
    .from(campaigns)
    .where(eq(campaigns.workspaceId, workspaceId))
    .limit(1);
  return rows.length > 0;
}

const COLUMNS = {
  "contact.first_name": contacts.firstName,
  "contact.last_name": contacts.lastName,
  "contact.email": contacts.email,
  "contact.external_id": contacts.externalId,
} as const;

/** How many of these people have no value for a merge tag (`contact.first_name`, …). */
export async function countLacking(
  tx: Tx,
  workspaceId: string,
  asked: { variable: string; contactIds: readonly string[] },
): Promise<number> {
  const column = Object.entries(COLUMNS).find(([name]) => name === asked.variable)?.[1];
  const attribute = asked.variable.replace(/^contact\.attributes\./, "");
  const value = column ? sql`${column}` : sql`${contacts.attributes} ->> ${attribute}::text`;
  const [row] = await tx
    .select({ count: count() })
    .from(contacts)
    .where(
      and(
        eq(contacts.workspaceId, workspaceId),
        sql`${contacts.id} = any(${sql.param([...asked.contactIds])}::uuid[])`,
        sql`coalesce(${value}, '') = ''`,
      ),
    );
  return row?.count ?? 0;
}

/** The newest contact's id: the far end from which a random person is picked. */
export async function lastContactId(tx: Tx, workspaceId: string): Promise<string | null> {
  const [row] = await tx
    .select({ id: contacts.id })
    .from(contacts)
    .where(eq(contacts.workspaceId, workspaceId))
    .orderBy(desc(contacts.id))
    .limit(1);
  return row?.id ?? null;
}
