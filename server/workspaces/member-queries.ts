import { and, asc, desc, eq, isNull, max, sql } from "drizzle-orm";
import { invitations, memberGrants, memberships, sessions, type Tx, users } from "@/db";
import type { Grant } from "./permissions.core";

/** The members of a workspace by name, with the last sign of life of each. */
export function listMembers(tx: Tx, workspaceId: string) {
  return tx
    .select({
      userId: memberships.userId,
      name: users.name,
      email: users.email,
      role: memberships.role,
      joinedAt: memberships.createdAt,
      lastSeenAt: max(sessions.lastSeenAt),
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .leftJoin(sessions, eq(sessions.userId, memberships.userId))
    .where(eq(memberships.workspaceId, workspaceId))
    .groupBy(memberships.userId, users.name, users.email, memberships.role, memberships.createdAt)
    .orderBy(asc(users.name), asc(memberships.userId));
}

/** Every grant of a workspace. */
export function listAllGrants(tx: Tx, workspaceId: string) {
  return tx
    .select({
      userId: memberGrants.userId,
      permission: memberGrants.permission,
      brandId: memberGrants.brandId,
    })
    .from(memberGrants)
    .where(eq(memberGrants.workspaceId, workspaceId));
}

/** A membership, locked: two changes of the same member wait for each other. */
export async function lockMember(tx: Tx, workspaceId: string, userId: string) {
  const [row] = await tx
    .select({ userId: memberships.userId, role: memberships.role })
    .from(memberships)
    .where(and(eq(memberships.workspaceId, workspaceId), eq(memberships.userId, userId)))
    .for("update");
  return row ?? null;
}

/** The owners, locked in one order: two owners cannot remove each other at the same moment. */
export function lockOwners(tx: Tx, workspaceId: string) {
  return tx
    .select({ userId: memberships.userId })
    .from(memberships)
    .where(and(eq(memberships.workspaceId, workspaceId), eq(memberships.role, "owner")))
    .orderBy(memberships.userId)
    .for("update");
}

export async function findMemberByEmail(tx: Tx, workspaceId: string, email: string) {
  const [row] = await tx
    .select({ userId: memberships.userId })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.workspaceId, workspaceId), eq(users.email, email)));
  return row ?? null;
}

/** Adds a member; false when they were one already. */
export async function insertMember(tx: Tx, row: typeof memberships.$inferInsert): Promise<boolean> {
  const added = await tx
    .insert(memberships)
    .values(row)
    .onConflictDoNothing()
    .returning({ userId: memberships.userId });
  return added.length > 0;
}

export async function updateRole(
  tx: Tx,
  key: { workspaceId: string; userId: string },
  role: string,
): Promise<void> {
  await tx
    .update(memberships)
    .set({ role })
    .where(and(eq(memberships.workspaceId, key.workspaceId), eq(memberships.userId, key.userId)));
}

export async function deleteMember(tx: Tx, workspaceId: string, userId: string): Promise<void> {
  await tx
    .delete(memberships)
    .where(and(eq(memberships.workspaceId, workspaceId), eq(memberships.userId, userId)));
}

/** Makes `grants` all that a member has beyond the role. */
export async function replaceGrants(
  tx: Tx,
  key: { workspaceId: string; userId: string },
  grants: readonly Grant[],
): Promise<void> {
  await tx
    .delete(memberGrants)
    .where(and(eq(memberGrants.workspaceId, key.workspaceId), eq(memberGrants.userId, key.userId)));
  if (grants.length === 0) return;
  await tx
    .insert(memberGrants)
    .values(grants.map(({ permission, brandId }) => ({ ...key, permission, brandId })))
    .onConflictDoNothing();
}

/** Ends every session of a person: none of the old version is accepted any more. */
export async function endSessions(tx: Tx, userId: string): Promise<void> {
  await tx
    .update(users)
    .set({ sessionVersion: sql`${users.sessionVersion} + 1` })
    .where(eq(users.id, userId));
}

const isOpen = and(isNull(invitations.acceptedAt), isNull(invitations.revokedAt));

/** Open invitations, newest first; run-out ones included, they can be sent again. */
export function listOpenInvitations(tx: Tx, workspaceId: string) {
  return tx
    .select({
      id: invitations.id,
      email: invitations.email,
      role: invitations.role,
      grants: invitations.grants,
      invitedBy: users.name,
      createdAt: invitations.createdAt,
      expiresAt: invitations.expiresAt,
    })
    .from(invitations)
    .leftJoin(users, eq(users.id, invitations.invitedBy))
    .where(and(eq(invitations.workspaceId, workspaceId), isOpen))
    .orderBy(desc(invitations.createdAt));
}

/** One open invitation; null when it was accepted, withdrawn or never was. */
export async function findOpenInvitation(tx: Tx, workspaceId: string, id: string) {
  const [row] = await tx
    .select()
    .from(invitations)
    .where(and(eq(invitations.workspaceId, workspaceId), eq(invitations.id, id), isOpen));
  return row ?? null;
}

/** One open invitation, locked; null when it was accepted, withdrawn or never was. */
export async function lockOpenInvitation(tx: Tx, workspaceId: string, id: string) {
  const [row] = await tx
    .select()
    .from(invitations)
    .where(and(eq(invitations.workspaceId, workspaceId), eq(invitations.id, id), isOpen))
    .for("update");
  return row ?? null;
}

export async function findOpenInvitationTo(tx: Tx, workspaceId: string, email: string) {
  const [row] = await tx
    .select({ id: invitations.id, expiresAt: invitations.expiresAt })
    .from(invitations)
    .where(and(eq(invitations.workspaceId, workspaceId), eq(invitations.email, email), isOpen));
  return row ?? null;
}

export async function insertInvitation(
  tx: Tx,
  row: typeof invitations.$inferInsert,
): Promise<void> {
  await tx.insert(invitations).values(row);
}

export async function updateInvitation(
  tx: Tx,
  key: { workspaceId: string; id: string },
  change: Partial<typeof invitations.$inferInsert>,
): Promise<void> {
  await tx
    .update(invitations)
    .set(change)
    .where(and(eq(invitations.workspaceId, key.workspaceId), eq(invitations.id, key.id)));
}
