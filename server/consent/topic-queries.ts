import { and, desc, eq, inArray, isNull, lt, ne, sql } from "drizzle-orm";
import {
  brands,
  campaigns,
  consentEvents,
  consentStates,
  legalEntities,
  type Tx,
  topics,
  users,
} from "@/db";

const brandOfTopic = and(eq(brands.workspaceId, topics.workspaceId), eq(brands.id, topics.brandId));

/** The topics that can be chosen, of one brand or of all, in the order of their brands and names. */
export function listTopics(tx: Tx, workspaceId: string, brandId?: string) {
  return tx
    .select({
      id: topics.id,
      brandId: topics.brandId,
      brandName: brands.name,
      channel: topics.channel,
      name: topics.name,
      description: topics.description,
      isPublic: topics.isPublic,
    })
    .from(topics)
    .innerJoin(brands, brandOfTopic)
    .where(
      and(
        eq(topics.workspaceId, workspaceId),
        isNull(topics.archivedAt),
        isNull(brands.archivedAt),
        brandId ? eq(topics.brandId, brandId) : undefined,
      ),
    )
    .orderBy(brands.createdAt, topics.channel, topics.name);
}

/** Every topic about which this person ever declared something, archived ones included. */
export function listTopicsOfPerson(tx: Tx, workspaceId: string, contactId: string) {
  return tx
    .select({
      topicId: topics.id,
      topicName: topics.name,
      description: topics.description,
      channel: topics.channel,
      isPublic: topics.isPublic,
      isArchived: sql<boolean>`${topics.archivedAt} is not null`,
      brandId: brands.id,
      brandName: brands.name,
      legalEntityId: brands.legalEntityId,
      state: consentStates.state,
      basis: consentStates.basis,
      since: consentStates.since,
      pausedUntil: consentStates.pausedUntil,
    })
    .from(consentStates)
    .innerJoin(
      topics,
      and(eq(topics.workspaceId, consentStates.workspaceId), eq(topics.id, consentStates.topicId)),
    )
    .innerJoin(brands, brandOfTopic)
    .where(and(eq(consentStates.workspaceId, workspaceId), eq(consentStates.contactId, contactId)))
    .orderBy(brands.createdAt, topics.channel, topics.name);
}

/** A person's ledger, newest first, with the names people know; `before` is a `seq`. */
export function personConsentTimeline(
  tx: Tx,
  workspaceId: string,
  page: { contactId: string; before?: number; limit: number },
) {
  return tx
    .select({
      id: consentEvents.id,
      seq: consentEvents.seq,
      at: consentEvents.at,
      action: consentEvents.action,
      topicId: consentEvents.topicId,
      topicName: topics.name,
      brandName: brands.name,
      legalEntityName: legalEntities.name,
      basis: consentEvents.basis,
      source: consentEvents.source,
      sourceId: consentEvents.sourceId,
      campaignId: consentEvents.campaignId,
      campaignName: campaigns.name,
      actorKind: consentEvents.actorKind,
      actorName: users.name,
      evidence: consentEvents.evidence,
      detailsDigest: consentEvents.detailsDigest,
      hash: consentEvents.hash,
    })
    .from(consentEvents)
    .leftJoin(
      topics,
      and(eq(topics.workspaceId, consentEvents.workspaceId), eq(topics.id, consentEvents.topicId)),
    )
    .leftJoin(brands, brandOfTopic)
    .leftJoin(
      legalEntities,
      and(
        eq(legalEntities.workspaceId, consentEvents.workspaceId),
        eq(legalEntities.id, consentEvents.legalEntityId),
      ),
    )
    .leftJoin(
      campaigns,
      and(
        eq(campaigns.workspaceId, consentEvents.workspaceId),
        eq(campaigns.id, consentEvents.campaignId),
      ),
    )
    .leftJoin(users, eq(users.id, consentEvents.actorId))
    .where(
      and(
        eq(consentEvents.workspaceId, workspaceId),
        eq(consentEvents.contactId, page.contactId),
        page.before ? lt(consentEvents.seq, page.before) : undefined,
      ),
    )
    .orderBy(desc(consentEvents.seq))
    .limit(page.limit);
}

/** Every topic of the workspace with how many people stand where, archived ones last. */
export function listTopicsWithCounts(tx: Tx, workspaceId: string) {
  const counts = tx
    .select({
      topicId: consentStates.topicId,
      granted: sql<number>`count(*) filter (where ${consentStates.state} = 'granted')::int`.as(
        "granted",
      ),
      withdrawn: sql<number>`count(*) filter (where ${consentStates.state} = 'withdrawn')::int`.as(
        "withdrawn",
      ),
    })
    .from(consentStates)
    .where(eq(consentStates.workspaceId, workspaceId))
    .groupBy(consentStates.topicId)
    .as("counts");
  return tx
    .select({
      id: topics.id,
      brandId: topics.brandId,
      brandName: brands.name,
      channel: topics.channel,
      name: topics.name,
      description: topics.description,
      isPublic: topics.isPublic,
      isArchived: sql<boolean>`${topics.archivedAt} is not null`,
      granted: sql<number>`coalesce(${counts.granted}, 0)`,
      withdrawn: sql<number>`coalesce(${counts.withdrawn}, 0)`,
    })
    .from(topics)
    .innerJoin(brands, brandOfTopic)
    .leftJoin(counts, eq(counts.topicId, topics.id))
    .where(eq(topics.workspaceId, workspaceId))
    .orderBy(sql`${topics.archivedAt} is not null`, brands.createdAt, topics.channel, topics.name);
}

export async function findTopic(tx: Tx, workspaceId: string, id: string) {
  const [row] = await tx
    .select()
    .from(topics)
    .where(and(eq(topics.workspaceId, workspaceId), eq(topics.id, id)));
  return row ?? null;
}

export async function hasTopicNamed(
  tx: Tx,
  workspaceId: string,
  given: { brandId: string; name: string; exceptId: string | null },
): Promise<boolean> {
  const [row] = await tx
    .select({ id: topics.id })
    .from(topics)
    .where(
      and(
        eq(topics.workspaceId, workspaceId),
        eq(topics.brandId, given.brandId),
        eq(topics.channel, "email"),
        eq(topics.name, given.name),
        given.exceptId ? ne(topics.id, given.exceptId) : undefined,
      ),
    );
  return row !== undefined;
}

export async function insertTopic(tx: Tx, row: typeof topics.$inferInsert): Promise<void> {
  await tx.insert(topics).values(row);
}

export async function updateTopic(
  tx: Tx,
  key: { workspaceId: string; id: string },
  values: Partial<typeof topics.$inferInsert>,
): Promise<void> {
  await tx
    .update(topics)
    .set(values)
    .where(and(eq(topics.workspaceId, key.workspaceId), eq(topics.id, key.id)));
}

/** Whether a campaign on the topic is on its way to people. */
export async function isTopicBeingSent(tx: Tx, workspaceId: string, id: string): Promise<boolean> {
  const [row] = await tx
    .select({ id: campaigns.id })
    .from(campaigns)
    .where(
      and(
        eq(campaigns.workspaceId, workspaceId),
        eq(campaigns.topicId, id),
        inArray(campaigns.state, ["preparing", "sending", "paused"]),
      ),
    )
    .limit(1);
  return row !== undefined;
}
