import { and, desc, eq, isNull, lt, ne, or, sql } from "drizzle-orm";
import {
  brands,
  consentEvents,
  contacts,
  identities,
  legalEntities,
  type Tx,
  topics,
  users,
} from "@/db";
import type { ConsentAction, ConsentSource } from "./schemas";

/** Where a page of the ledger ends: rows are ordered by time, then person, then number. */
export interface LedgerPosition {
  at: Date;
  contactId: string;
  seq: number;
}

function isBefore({ at, contactId, seq }: LedgerPosition) {
  const sameTime = eq(consentEvents.at, at);
  const samePerson = eq(consentEvents.contactId, contactId);
  return or(
    lt(consentEvents.at, at),
    and(sameTime, lt(consentEvents.contactId, contactId)),
    and(sameTime, samePerson, lt(consentEvents.seq, seq)),
  );
}

/** A page of the workspace's ledger, newest first. */
export function listRecent(
  tx: Tx,
  workspaceId: string,
  page: {
    action: ConsentAction | null;
    source: ConsentSource | null;
    before: LedgerPosition | null;
    limit: number;
  },
) {
  const { action, source, before, limit } = page;
  return tx
    .select({
      id: consentEvents.id,
      contactId: consentEvents.contactId,
      seq: consentEvents.seq,
      at: consentEvents.at,
      action: consentEvents.action,
      basis: consentEvents.basis,
      source: consentEvents.source,
      actorKind: consentEvents.actorKind,
      actorName: users.name,
      topicName: topics.name,
      brandName: brands.name,
      legalEntityName: legalEntities.name,
      firstName: contacts.firstName,
      lastName: contacts.lastName,
      email: contacts.email,
      isRemoved: sql<boolean>`${contacts.deletedAt} is not null`,
    })
    .from(consentEvents)
    .innerJoin(
      contacts,
      and(
        eq(contacts.workspaceId, consentEvents.workspaceId),
        eq(contacts.id, consentEvents.contactId),
      ),
    )
    .leftJoin(
      topics,
      and(eq(topics.workspaceId, consentEvents.workspaceId), eq(topics.id, consentEvents.topicId)),
    )
    .leftJoin(
      brands,
      and(eq(brands.workspaceId, topics.workspaceId), eq(brands.id, topics.brandId)),
    )
    .leftJoin(
      legalEntities,
      and(
        eq(legalEntities.workspaceId, consentEvents.workspaceId),
        eq(legalEntities.id, consentEvents.legalEntityId),
      ),
    )
    .leftJoin(users, eq(users.id, consentEvents.actorId))
    .where(
      and(
        eq(consentEvents.workspaceId, workspaceId),
        action ? eq(consentEvents.action, action) : undefined,
        // Follows from the filter; said so that the index without the imports' mass is used.
        action && action !== "import_claim" ? ne(consentEvents.action, "import_claim") : undefined,
        source ? eq(consentEvents.source, source) : undefined,
        before ? isBefore(before) : undefined,
      ),
    )
    .orderBy(desc(consentEvents.at), desc(consentEvents.contactId), desc(consentEvents.seq))
    .limit(limit);
}

/** The person of an address or a customer number; both are unique in a workspace. */
export async function findContactByIdentity(
  tx: Tx,
  workspaceId: string,
  identity: { kind: "email" | "external_id"; value: string },
): Promise<string | null> {
  const [row] = await tx
    .select({ contactId: identities.contactId })
    .from(identities)
    .where(
      and(
        eq(identities.workspaceId, workspaceId),
        eq(identities.kind, identity.kind),
        eq(identities.value, identity.value),
      ),
    );
  return row?.contactId ?? null;
}

/** The legal entities behind the brands of a workspace. */
export async function listEntityIds(tx: Tx, workspaceId: string): Promise<string[]> {
  const rows = await tx
    .select({ id: legalEntities.id })
    .from(legalEntities)
    .where(eq(legalEntities.workspaceId, workspaceId))
    .orderBy(legalEntities.id);
  return rows.map((row) => row.id);
}

/** Who a certificate is about. */
export async function findSubject(tx: Tx, workspaceId: string, contactId: string) {
  const [row] = await tx
    .select({
      id: contacts.id,
      email: contacts.email,
      externalId: contacts.externalId,
      firstName: contacts.firstName,
      lastName: contacts.lastName,
    })
    .from(contacts)
    .where(
      and(
        eq(contacts.workspaceId, workspaceId),
        eq(contacts.id, contactId),
        isNull(contacts.deletedAt),
      ),
    );
  return row ?? null;
}
