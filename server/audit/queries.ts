import { and, asc, desc, eq, isNotNull, lt, sql } from "drizzle-orm";
import { auditEntries, contacts, readLog, type Tx, users } from "@/db";

/**
 * Serialises the audit writers of a workspace until the transaction ends, so that the chain never
 * forks, and returns its head.
 */
export async function lockHead(tx: Tx, workspaceId: string) {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended('audit:' || ${workspaceId}, 0))`,
  );
  const [head] = await tx
    .select({
      seq: auditEntries.seq,
      hash: auditEntries.hash,
      requestId: auditEntries.requestId,
    })
    .from(auditEntries)
    .where(eq(auditEntries.workspaceId, workspaceId))
    .orderBy(desc(auditEntries.seq))
    .limit(1);
  return head ?? { seq: 0, hash: "", requestId: "" };
}

export async function insertEntry(tx: Tx, row: typeof auditEntries.$inferInsert): Promise<void> {
  await tx.insert(auditEntries).values(row);
}

/** A page of the audit log, newest first, with the name of who acted. */
export function listEntries(tx: Tx, workspaceId: string, page: { before?: number; limit: number }) {
  return tx
    .select({
      seq: auditEntries.seq,
      at: auditEntries.at,
      actorKind: auditEntries.actorKind,
      actorName: users.name,
      action: auditEntries.action,
      subjectType: auditEntries.subjectType,
      subjectId: auditEntries.subjectId,
      summary: auditEntries.summary,
    })
    .from(auditEntries)
    .leftJoin(users, eq(users.id, auditEntries.actorId))
    .where(
      and(
        eq(auditEntries.workspaceId, workspaceId),
        page.before ? lt(auditEntries.seq, page.before) : undefined,
      ),
    )
    .orderBy(desc(auditEntries.seq))
    .limit(page.limit);
}

/** The whole chain, oldest first, for the verifier. */
export function listChain(tx: Tx, workspaceId: string) {
  return tx
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.workspaceId, workspaceId))
    .orderBy(asc(auditEntries.seq));
}

export async function insertRead(tx: Tx, row: typeof readLog.$inferInsert): Promise<void> {
  await tx.insert(readLog).values(row);
}

/** A page of the read log, newest first: who opened whose page. Ids are time-ordered (UUIDv7). */
export function listReads(tx: Tx, workspaceId: string, page: { before?: string; limit: number }) {
  return tx
    .select({
      id: readLog.id,
      at: readLog.at,
      userName: users.name,
      contactId: readLog.contactId,
      contactEmail: contacts.email,
      contactFirstName: contacts.firstName,
      contactLastName: contacts.lastName,
      contactExternalId: contacts.externalId,
      isContactGone: isNotNull(contacts.deletedAt).mapWith(Boolean),
    })
    .from(readLog)
    .leftJoin(users, eq(users.id, readLog.userId))
    .leftJoin(
      contacts,
      and(eq(contacts.workspaceId, readLog.workspaceId), eq(contacts.id, readLog.contactId)),
    )
    .where(
      and(
        eq(readLog.workspaceId, workspaceId),
        page.before ? lt(readLog.id, page.before) : undefined,
      ),
    )
    .orderBy(desc(readLog.id))
    .limit(page.limit);
}
