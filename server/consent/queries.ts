import { and, asc, eq, isNull, sql } from "drizzle-orm";
import {
  brands,
  campaigns,
  consentEventDetails,
  consentEvents,
  consentStates,
  contacts,
  type Tx,
  topics,
} from "@/db";
import type { LedgerRow } from "./chain";

export interface LockedContact {
  id: string;
  email: string | null;
  isRemoved: boolean;
}

/**
 * Locks people against every other writer of their consent and against a send's intent
 * (`lockForIntent` takes the weaker FOR SHARE), in id order so that two writers cannot deadlock.
 */
export async function lockContacts(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, LockedContact>> {
  const rows = await tx
    .select({ id: contacts.id, email: contacts.email, deletedAt: contacts.deletedAt })
    .from(contacts)
    .where(
      and(
        eq(contacts.workspaceId, workspaceId),
        sql`${contacts.id} = any(${sql.param(ids)}::uuid[])`,
      ),
    )
    .orderBy(contacts.id)
    // NO KEY: foreign keys of other writers onto the same person need not wait.
    .for("no key update");
  return new Map(
    rows.map(({ deletedAt, ...row }) => [row.id, { ...row, isRemoved: deletedAt !== null }]),
  );
}

/** What an unsubscribe page is about: the campaign's topic and brand, and the person. */
export async function findUnsubscribeSubject(
  tx: Tx,
  workspaceId: string,
  asked: { contactId: string; campaignId: string },
) {
  const [row] = await tx
    .select({
      email: contacts.email,
      locale: contacts.locale,
      brandId: campaigns.brandId,
      topic: { id: topics.id, name: topics.name, description: topics.description },
    })
    .from(contacts)
    .innerJoin(
      campaigns,
      and(eq(campaigns.workspaceId, contacts.workspaceId), eq(campaigns.id, asked.campaignId)),
    )
    .innerJoin(
      topics,
      and(eq(topics.workspaceId, contacts.workspaceId), eq(topics.id, campaigns.topicId)),
    )
    .where(and(eq(contacts.workspaceId, workspaceId), eq(contacts.id, asked.contactId)));
  return row ?? null;
}

/** Locks everybody who has this canonical address. */
export async function lockContactsByAddress(
  tx: Tx,
  workspaceId: string,
  address: string,
): Promise<void> {
  await tx
    .select({ id: contacts.id })
    .from(contacts)
    .where(
      and(
        eq(contacts.workspaceId, workspaceId),
        eq(contacts.email, address),
        isNull(contacts.deletedAt),
      ),
    )
    .orderBy(contacts.id)
    .for("no key update");
}

/** The ledger of some people, each oldest first. */
export function listLedger(tx: Tx, workspaceId: string, contactIds: readonly string[]) {
  return tx
    .select()
    .from(consentEvents)
    .where(
      and(
        eq(consentEvents.workspaceId, workspaceId),
        sql`${consentEvents.contactId} = any(${sql.param(contactIds)}::uuid[])`,
      ),
    )
    .orderBy(asc(consentEvents.contactId), asc(consentEvents.seq));
}

/** The personal details of one person's rows that still exist. */
export function listDetails(tx: Tx, workspaceId: string, contactId: string) {
  return tx
    .select({
      seq: consentEventDetails.seq,
      salt: consentEventDetails.salt,
      details: consentEventDetails.details,
    })
    .from(consentEventDetails)
    .where(
      and(
        eq(consentEventDetails.workspaceId, workspaceId),
        eq(consentEventDetails.contactId, contactId),
      ),
    )
    .orderBy(consentEventDetails.seq);
}

/** What stands behind each topic, by its id: the legal entity and the channel. */
export async function listPurposes(
  tx: Tx,
  workspaceId: string,
  topicIds: readonly string[],
): Promise<Map<string, { legalEntityId: string; channel: string }>> {
  const rows = await tx
    .select({ id: topics.id, legalEntityId: brands.legalEntityId, channel: topics.channel })
    .from(topics)
    .innerJoin(
      brands,
      and(eq(brands.workspaceId, topics.workspaceId), eq(brands.id, topics.brandId)),
    )
    .where(
      and(
        eq(topics.workspaceId, workspaceId),
        sql`${topics.id} = any(${sql.param(topicIds)}::uuid[])`,
      ),
    );
  return new Map(rows.map(({ id, ...purpose }) => [id, purpose]));
}

/** Rows a statement carries at most: one JSON parameter of a few megabytes. */
const CHUNK = 2_000;

function chunksOf<T>(rows: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(rows.length / CHUNK) }, (_, index) =>
    rows.slice(index * CHUNK, (index + 1) * CHUNK),
  );
}

/** Appends ledger rows; a second writer of the same `seq` fails on the primary key. */
export async function insertEvents(tx: Tx, rows: readonly LedgerRow[]): Promise<void> {
  for (const chunk of chunksOf(rows)) {
    const json = JSON.stringify(chunk);
    await tx.execute(sql`
      insert into consent_events (workspace_id, contact_id, seq, id, at, action, topic_id,
        legal_entity_id, basis, source, source_id, campaign_id, actor_kind, actor_id, evidence,
        details_digest, prev_hash, hash)
      select "workspaceId", "contactId", seq, id, at, action, "topicId", "legalEntityId", basis,
        source, "sourceId", "campaignId", "actorKind", "actorId", evidence, "detailsDigest",
        "prevHash", hash
      from jsonb_to_recordset(${json}::jsonb) as row ("workspaceId" uuid, "contactId" uuid, seq int,
        id uuid, at timestamptz, action text, "topicId" uuid, "legalEntityId" uuid, basis text,
        source text, "sourceId" text, "campaignId" uuid, "actorKind" text, "actorId" uuid,
        evidence jsonb, "detailsDigest" text, "prevHash" text, hash text)`);
  }
}

export type DetailsRow = typeof consentEventDetails.$inferSelect;

export async function insertDetails(tx: Tx, rows: readonly DetailsRow[]): Promise<void> {
  for (const chunk of chunksOf(rows)) {
    await tx.execute(sql`
      insert into consent_event_details (workspace_id, contact_id, seq, salt, details)
      select "workspaceId", "contactId", seq, salt, details
      from jsonb_to_recordset(${JSON.stringify(chunk)}::jsonb) as row ("workspaceId" uuid,
        "contactId" uuid, seq int, salt text, details jsonb)`);
  }
}

export type StateRow = typeof consentStates.$inferSelect;

/** Writes derived states over what stood there. */
export async function upsertStates(tx: Tx, rows: readonly StateRow[]): Promise<void> {
  for (const chunk of chunksOf(rows)) {
    await tx.execute(sql`
      insert into consent_states (workspace_id, contact_id, topic_id, state, basis, since,
        paused_until, seq)
      select "workspaceId", "contactId", "topicId", state, basis, since, "pausedUntil", seq
      from jsonb_to_recordset(${JSON.stringify(chunk)}::jsonb) as row ("workspaceId" uuid,
        "contactId" uuid, "topicId" uuid, state text, basis text, since timestamptz,
        "pausedUntil" timestamptz, seq int)
      on conflict (workspace_id, contact_id, topic_id) do update set state = excluded.state,
        basis = excluded.basis, since = excluded.since, paused_until = excluded.paused_until,
        seq = excluded.seq`);
  }
}

/** Removes the states of a person that no longer follow from the ledger. */
export async function deleteOtherStates(
  tx: Tx,
  workspaceId: string,
  given: { contactId: string; kept: readonly string[] },
): Promise<void> {
  await tx
    .delete(consentStates)
    .where(
      and(
        eq(consentStates.workspaceId, workspaceId),
        eq(consentStates.contactId, given.contactId),
        sql`${consentStates.topicId} <> all(${sql.param(given.kept)}::uuid[])`,
      ),
    );
}

/** The stored states of one person. */
export function listStates(tx: Tx, workspaceId: string, contactId: string) {
  return tx
    .select()
    .from(consentStates)
    .where(and(eq(consentStates.workspaceId, workspaceId), eq(consentStates.contactId, contactId)));
}
