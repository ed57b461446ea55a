import { and, desc, eq, isNull, lt, sql } from "drizzle-orm";
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
    .orderBy(brands.createdAt, topics.name);
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
    .orderBy(brands.createdAt, topics.name);
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
