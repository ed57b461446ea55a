import { and, asc, eq, isNull } from "drizzle-orm";
import { contactChanges, contacts, identities, type Tx } from "@/db";

const living = (workspaceId: string, id: string) =>
  and(eq(contacts.workspaceId, workspaceId), eq(contacts.id, id), isNull(contacts.deletedAt));

/** The whole row of a living person, or null. */
export async function findContact(tx: Tx, workspaceId: string, id: string) {
  const [row] = await tx.select().from(contacts).where(living(workspaceId, id));
  return row ?? null;
}

/** As `findContact`, and nobody else changes it until the transaction ends. */
export async function lockContact(tx: Tx, workspaceId: string, id: string) {
  const [row] = await tx.select().from(contacts).where(living(workspaceId, id)).for("update");
  return row ?? null;
}

export async function insertContact(tx: Tx, row: typeof contacts.$inferInsert): Promise<void> {
  await tx.insert(contacts).values(row);
}

export async function updateContact(
  tx: Tx,
  key: { workspaceId: string; id: string },
  set: Partial<typeof contacts.$inferInsert>,
): Promise<void> {
  await tx
    .update(contacts)
    .set(set)
    .where(and(eq(contacts.workspaceId, key.workspaceId), eq(contacts.id, key.id)));
}

/** Whose an identity is, or null. */
export async function findIdentityOwner(
  tx: Tx,
  workspaceId: string,
  identity: { kind: string; value: string },
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

/** Claims an identity; false when it is somebody's already. */
export async function claimIdentity(tx: Tx, row: typeof identities.$inferInsert): Promise<boolean> {
  const made = await tx
    .insert(identities)
    .values(row)
    .onConflictDoNothing()
    .returning({ value: identities.value });
  return made.length === 1;
}

/** Gives an identity back, if it is this person's. */
export async function releaseIdentity(
  tx: Tx,
  row: { workspaceId: string; kind: string; value: string; contactId: string },
): Promise<void> {
  await tx
    .delete(identities)
    .where(
      and(
        eq(identities.workspaceId, row.workspaceId),
        eq(identities.kind, row.kind),
        eq(identities.value, row.value),
        eq(identities.contactId, row.contactId),
      ),
    );
}

export function listIdentities(tx: Tx, workspaceId: string, contactId: string) {
  return tx
    .select({ kind: identities.kind, value: identities.value, since: identities.createdAt })
    .from(identities)
    .where(and(eq(identities.workspaceId, workspaceId), eq(identities.contactId, contactId)))
    .orderBy(asc(identities.kind), asc(identities.value));
}

export async function insertChange(tx: Tx, row: typeof contactChanges.$inferInsert): Promise<void> {
  await tx.insert(contactChanges).values(row);
}
