import { and, desc, eq, gt, isNull, lt, ne, or, sql } from "drizzle-orm";
import {
  apiKeys,
  authTokens,
  invitations,
  memberGrants,
  memberships,
  rateLimits,
  sessions,
  type Tx,
  users,
  workspaces,
} from "@/db";

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
  // Whoever names none enters the first: a real one, if there is one.
  return tx
    .select({
      workspaceId: memberships.workspaceId,
      role: memberships.role,
      name: workspaces.name,
      timeZone: workspaces.timeZone,
      isDemo: workspaces.isDemo,
    })
    .from(memberships)
    .innerJoin(workspaces, eq(workspaces.id, memberships.workspaceId))
    .where(eq(memberships.userId, userId))
    .orderBy(workspaces.isDemo, workspaces.name);
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

export async function findUserById(tx: Tx, id: string) {
  const [row] = await tx.select().from(users).where(eq(users.id, id));
  return row ?? null;
}

export async function insertUser(tx: Tx, row: typeof users.$inferInsert): Promise<void> {
  await tx.insert(users).values(row);
}

export async function updateUser(
  tx: Tx,
  id: string,
  change: Partial<typeof users.$inferInsert>,
): Promise<void> {
  await tx.update(users).set(change).where(eq(users.id, id));
}

/** A new password: every session so far belongs to an older version and is over. */
export async function updatePassword(
  tx: Tx,
  userId: string,
  passwordHash: string,
): Promise<number> {
  const [row] = await tx
    .update(users)
    .set({ passwordHash, sessionVersion: sql`${users.sessionVersion} + 1` })
    .where(eq(users.id, userId))
    .returning({ sessionVersion: users.sessionVersion });
  return row?.sessionVersion ?? 0;
}

export async function insertSession(tx: Tx, row: typeof sessions.$inferInsert): Promise<void> {
  await tx.insert(sessions).values(row);
}

export async function touchSession(tx: Tx, sessionId: string, now: Date): Promise<void> {
  await tx.update(sessions).set({ lastSeenAt: now }).where(eq(sessions.id, sessionId));
}

/** Lifts one session to the person's new version, so that it outlives the others. */
export async function keepSession(tx: Tx, sessionId: string, version: number): Promise<void> {
  await tx.update(sessions).set({ sessionVersion: version }).where(eq(sessions.id, sessionId));
}

/** A person's live sessions, the one seen last first. */
export function listSessions(tx: Tx, userId: string, now: Date) {
  return tx
    .select({
      id: sessions.id,
      method: sessions.method,
      userAgent: sessions.userAgent,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
    })
    .from(sessions)
    .innerJoin(
      users,
      and(eq(users.id, sessions.userId), eq(users.sessionVersion, sessions.sessionVersion)),
    )
    .where(
      and(eq(sessions.userId, userId), isNull(sessions.revokedAt), gt(sessions.expiresAt, now)),
    )
    .orderBy(desc(sessions.lastSeenAt));
}

/** Ends one session of a person; false when it is not one of theirs. */
export async function revokeSession(
  tx: Tx,
  key: { userId: string; sessionId: string },
  now: Date,
): Promise<boolean> {
  const rows = await tx
    .update(sessions)
    .set({ revokedAt: now })
    .where(and(eq(sessions.id, key.sessionId), eq(sessions.userId, key.userId)))
    .returning({ id: sessions.id });
  return rows.length > 0;
}

/** Ends a session whoever it belongs to: the way out, where the cookie is the proof. */
export async function endSession(tx: Tx, sessionId: string, now: Date): Promise<void> {
  await tx.update(sessions).set({ revokedAt: now }).where(eq(sessions.id, sessionId));
}

export async function revokeOtherSessions(
  tx: Tx,
  key: { userId: string; sessionId: string },
  now: Date,
): Promise<void> {
  await tx
    .update(sessions)
    .set({ revokedAt: now })
    .where(
      and(
        eq(sessions.userId, key.userId),
        ne(sessions.id, key.sessionId),
        isNull(sessions.revokedAt),
      ),
    );
}

/** Whether anybody can sign in at all; false on a fresh installation. */
export async function hasUsers(tx: Tx): Promise<boolean> {
  const [row] = await tx.select({ one: sql<number>`1` }).from(users).limit(1);
  return row !== undefined;
}

/** Two first runs at the same moment wait for each other; the second then finds a person. */
export async function lockFirstRun(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('first-run', 0))`);
}

export async function insertToken(tx: Tx, row: typeof authTokens.$inferInsert): Promise<void> {
  await tx.insert(authTokens).values(row);
}

/** A mailed link's row with its person, while it can be used. */
export async function findToken(tx: Tx, id: string, now: Date) {
  const [row] = await tx
    .select({
      id: authTokens.id,
      kind: authTokens.kind,
      expiresAt: authTokens.expiresAt,
      userId: users.id,
      email: users.email,
      name: users.name,
      locale: users.locale,
    })
    .from(authTokens)
    .innerJoin(users, eq(users.id, authTokens.userId))
    .where(
      and(eq(authTokens.id, id), isNull(authTokens.consumedAt), gt(authTokens.expiresAt, now)),
    );
  return row ?? null;
}

/** Uses a link up; of two at the same moment exactly one gets the person. */
export async function consumeToken(
  tx: Tx,
  token: { id: string; kind: string },
  now: Date,
): Promise<string | null> {
  const [row] = await tx
    .update(authTokens)
    .set({ consumedAt: now })
    .where(
      and(
        eq(authTokens.id, token.id),
        eq(authTokens.kind, token.kind),
        isNull(authTokens.consumedAt),
        gt(authTokens.expiresAt, now),
      ),
    )
    .returning({ userId: authTokens.userId });
  return row?.userId ?? null;
}

/** Uses up every link of a person that is still open. */
export async function consumeTokensOf(tx: Tx, userId: string, now: Date): Promise<void> {
  await tx
    .update(authTokens)
    .set({ consumedAt: now })
    .where(and(eq(authTokens.userId, userId), isNull(authTokens.consumedAt)));
}

/** Adds an attempt and returns how many the window has; forgets windows older than a day. */
export async function addHit(tx: Tx, window: { key: string; windowStart: Date }): Promise<number> {
  const [row] = await tx
    .insert(rateLimits)
    .values({ ...window, hits: 1 })
    .onConflictDoUpdate({
      target: [rateLimits.key, rateLimits.windowStart],
      set: { hits: sql`${rateLimits.hits} + 1` },
    })
    .returning({ hits: rateLimits.hits });
  if (row?.hits === 1) {
    const dayBefore = new Date(window.windowStart.getTime() - 86_400_000);
    await tx.delete(rateLimits).where(lt(rateLimits.windowStart, dayBefore));
  }
  return row?.hits ?? Number.POSITIVE_INFINITY;
}

export async function takeHit(tx: Tx, window: { key: string; windowStart: Date }): Promise<void> {
  await tx
    .update(rateLimits)
    .set({ hits: sql`${rateLimits.hits} - 1` })
    .where(
      and(
        eq(rateLimits.key, window.key),
        eq(rateLimits.windowStart, window.windowStart),
        gt(rateLimits.hits, 0),
      ),
    );
}

/** Open invitations to a verified address; needs a platform scope with it. */
export function listInvitationsTo(tx: Tx, email: string, now: Date) {
  return tx
    .select({ workspaceId: invitations.workspaceId, id: invitations.id })
    .from(invitations)
    .where(
      and(
        eq(invitations.email, email),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
        gt(invitations.expiresAt, now),
      ),
    );
}

/** A key that is neither revoked nor expired; needs a platform scope with its id. */
export async function findApiKey(tx: Tx, id: string, now: Date) {
  const [row] = await tx
    .select()
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.id, id),
        isNull(apiKeys.revokedAt),
        or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now)),
      ),
    );
  return row ?? null;
}

export async function touchApiKey(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.update(apiKeys).set({ lastUsedAt: now }).where(eq(apiKeys.id, id));
}
