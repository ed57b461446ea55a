import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { memberGrants, memberships, sessions, type Tx, users, workspaces } from "@/db";

/** The person behind a live session: not revoked, not expired, of the current session version. */
export async function findSessionUser(tx: Tx, sessionId: string, now: Date) {
  const [row] = await tx
    .select({
      sessionId: sessions.id,
      lastSeenAt: sessions.lastSeenAt,
      id: users.id,
      email: users.email,
      name: users.name,
      locale: users.locale,
      theme: users.theme,
      shortcutsEnabled: users.shortcutsEnabled,
      isOperator: users.isOperator,
    })
    .from(sessions)
    .innerJoin(
      users,
      and(eq(users.id, sessions.userId), eq(users.sessionVersion, sessions.sessionVersion)),
    )
    .where(
      and(eq(sessions.id, sessionId), isNull(sessions.revokedAt), gt(sessions.expiresAt, now)),
    );
  return row ?? null;
}

/** Workspaces of a person with the role in each; needs a platform scope with their id. */
export function listMemberships(tx: Tx, userId: string) {
  return tx
    .select({
      workspaceId: memberships.workspaceId,
      role: memberships.role,
      name: workspaces.name,
      timeZone: workspaces.timeZone,
    })
    .from(memberships)
    .innerJoin(workspaces, eq(workspaces.id, memberships.workspaceId))
    .where(eq(memberships.userId, userId))
    .orderBy(workspaces.name);
}

/** Grants of a member; runs inside the workspace. */
export function listGrants(tx: Tx, workspaceId: string, userId: string) {
  return tx
    .select({ permission: memberGrants.permission, brandId: memberGrants.brandId })
    .from(memberGrants)
    .where(and(eq(memberGrants.workspaceId, workspaceId), eq(memberGrants.userId, userId)));
}

export async function findUserByEmail(tx: Tx, email: string) {
  const [row] = await tx.select().from(users).where(eq(users.email, email));
  return row ?? null;
}

export async function insertSession(tx: Tx, row: typeof sessions.$inferInsert): Promise<void> {
  await tx.insert(sessions).values(row);
}

export async function touchSession(tx: Tx, sessionId: string, now: Date): Promise<void> {
  await tx.update(sessions).set({ lastSeenAt: now }).where(eq(sessions.id, sessionId));
}

/** Whether anybody can sign in at all; false on a fresh installation. */
export async function hasUsers(tx: Tx): Promise<boolean> {
  const [row] = await tx.select({ one: sql<number>`1` }).from(users).limit(1);
  return row !== undefined;
}
