import { and, asc, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import { brands, sendingDomainDays, sendingDomains, sendingKeys, type Tx } from "@/db";

export type DomainRow = typeof sendingDomains.$inferSelect;

/** A key without its private half. */
const keyColumns = {
  id: sendingKeys.id,
  domainId: sendingKeys.domainId,
  selector: sendingKeys.selector,
  publicKey: sendingKeys.publicKey,
  role: sendingKeys.role,
  createdAt: sendingKeys.createdAt,
  retiredAt: sendingKeys.retiredAt,
};

const byId = (key: { workspaceId: string; id: string }) =>
  and(eq(sendingDomains.workspaceId, key.workspaceId), eq(sendingDomains.id, key.id));

export function listDomains(tx: Tx, workspaceId: string) {
  return tx
    .select()
    .from(sendingDomains)
    .where(eq(sendingDomains.workspaceId, workspaceId))
    .orderBy(asc(sendingDomains.domain));
}

export async function findDomain(tx: Tx, workspaceId: string, id: string) {
  const [row] = await tx.select().from(sendingDomains).where(byId({ workspaceId, id }));
  return row ?? null;
}

/** One domain, locked: of two changes at once, one waits. */
export async function lockDomain(tx: Tx, workspaceId: string, id: string) {
  const [row] = await tx
    .select()
    .from(sendingDomains)
    .where(byId({ workspaceId, id }))
    .for("update");
  return row ?? null;
}

/** Of these names, those that the workspace sends from, the longest first. */
export function listNamed(tx: Tx, workspaceId: string, names: readonly string[]) {
  return tx
    .select()
    .from(sendingDomains)
    .where(
      and(eq(sendingDomains.workspaceId, workspaceId), inArray(sendingDomains.domain, [...names])),
    )
    .orderBy(desc(sql`length(${sendingDomains.domain})`));
}

/** Adds a domain; false when the workspace has it already. */
export async function insertDomain(
  tx: Tx,
  row: typeof sendingDomains.$inferInsert,
): Promise<boolean> {
  const added = await tx
    .insert(sendingDomains)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: sendingDomains.id });
  return added.length > 0;
}

export async function updateDomain(
  tx: Tx,
  key: { workspaceId: string; id: string },
  change: Partial<typeof sendingDomains.$inferInsert>,
): Promise<void> {
  await tx.update(sendingDomains).set(change).where(byId(key));
}

/** Removes a domain with its keys and counts. */
export async function deleteDomain(
  tx: Tx,
  key: { workspaceId: string; id: string },
): Promise<void> {
  await tx.delete(sendingDomains).where(byId(key));
}

/** The keys of one domain or of all, the newest first. */
export function listKeys(tx: Tx, workspaceId: string, domainId?: string) {
  return tx
    .select(keyColumns)
    .from(sendingKeys)
    .where(
      and(
        eq(sendingKeys.workspaceId, workspaceId),
        domainId ? eq(sendingKeys.domainId, domainId) : undefined,
      ),
    )
    .orderBy(desc(sendingKeys.createdAt), desc(sendingKeys.id));
}

/** Every domain with its signing key, sealed, the longest name first. */
export function listSigning(tx: Tx, workspaceId: string) {
  return tx
    .select({
      row: sendingDomains,
      keyId: sendingKeys.id,
      selector: sendingKeys.selector,
      sealedKey: sendingKeys.sealedKey,
    })
    .from(sendingDomains)
    .innerJoin(
      sendingKeys,
      and(
        eq(sendingKeys.workspaceId, sendingDomains.workspaceId),
        eq(sendingKeys.domainId, sendingDomains.id),
        eq(sendingKeys.role, "current"),
      ),
    )
    .where(eq(sendingDomains.workspaceId, workspaceId))
    .orderBy(desc(sql`length(${sendingDomains.domain})`), asc(sendingDomains.domain));
}

export async function insertKey(tx: Tx, row: typeof sendingKeys.$inferInsert): Promise<void> {
  await tx.insert(sendingKeys).values(row);
}

export async function updateKey(
  tx: Tx,
  key: { workspaceId: string; domainId: string; id: string },
  change: Partial<typeof sendingKeys.$inferInsert>,
): Promise<void> {
  await tx
    .update(sendingKeys)
    .set(change)
    .where(
      and(
        eq(sendingKeys.workspaceId, key.workspaceId),
        eq(sendingKeys.domainId, key.domainId),
        eq(sendingKeys.id, key.id),
      ),
    );
}

export async function deleteKey(
  tx: Tx,
  key: { workspaceId: string; domainId: string; id: string },
): Promise<void> {
  await tx
    .delete(sendingKeys)
    .where(
      and(
        eq(sendingKeys.workspaceId, key.workspaceId),
        eq(sendingKeys.domainId, key.domainId),
        eq(sendingKeys.id, key.id),
      ),
    );
}

/** Brands in use and their senders: which of them a domain serves, the caller tells by the address. */
export function listSenders(tx: Tx, workspaceId: string) {
  return tx
    .select({ id: brands.id, name: brands.name, senderEmail: brands.senderEmail })
    .from(brands)
    .where(and(eq(brands.workspaceId, workspaceId), isNull(brands.archivedAt)))
    .orderBy(brands.createdAt);
}

/** What the domains of a workspace sent on one day; those that sent nothing are left out. */
export function listSentOn(tx: Tx, workspaceId: string, day: string) {
  return tx
    .select({ domainId: sendingDomainDays.domainId, sent: sendingDomainDays.sent })
    .from(sendingDomainDays)
    .where(and(eq(sendingDomainDays.workspaceId, workspaceId), eq(sendingDomainDays.day, day)));
}

/** What a domain sent, the newest day first. */
export function listDays(tx: Tx, key: { workspaceId: string; domainId: string }, limit: number) {
  return tx
    .select({ day: sendingDomainDays.day, sent: sendingDomainDays.sent })
    .from(sendingDomainDays)
    .where(
      and(
        eq(sendingDomainDays.workspaceId, key.workspaceId),
        eq(sendingDomainDays.domainId, key.domainId),
      ),
    )
    .orderBy(desc(sendingDomainDays.day))
    .limit(limit);
}
