import { database } from "@/db/client";
import { clock, newId, type PlatformCtx } from "../kernel";
import { type Grant, type Permission, permissionsOf } from "../workspaces";
import * as queries from "./queries";

/** How long a browser stays signed in. */
export const SESSION_DAYS = 30;
/** A session's `last_seen_at` is written at most this often. */
const TOUCH_AFTER_MS = 5 * 60_000;

export interface SessionUser {
  id: string;
  email: string;
  name: string;
  locale: string | null;
  theme: string;
  shortcutsEnabled: boolean;
  isOperator: boolean;
  sessionId: string;
}

/** A person in one workspace: what a request may do. */
export interface Member {
  user: SessionUser;
  workspaceId: string;
  role: string;
  grants: Grant[];
  permissions: Permission[];
  /** Every workspace of the person. */
  workspaces: { id: string; name: string; timeZone: string; isDemo: boolean }[];
}

/** Opens a session for somebody whose identity was just proven. Returns its id. */
export async function openSession(
  ctx: PlatformCtx,
  user: { id: string; sessionVersion: number },
  how: { method: string; userAgent: string | null },
): Promise<string> {
  const id = newId(ctx.now.getTime());
  await queries.insertSession(ctx.db, {
    id,
    userId: user.id,
    sessionVersion: user.sessionVersion,
    method: how.method,
    userAgent: how.userAgent?.slice(0, 300) ?? null,
    createdAt: ctx.now,
    lastSeenAt: ctx.now,
    expiresAt: new Date(ctx.now.getTime() + SESSION_DAYS * 86_400_000),
  });
  return id;
}

/** The person behind a session id, or null when it was revoked, ran out or never was. */
export async function findUser(sessionId: string): Promise<SessionUser | null> {
  const now = clock.now();
  return database().inPlatform({}, async (tx) => {
    const row = await queries.findSessionUser(tx, sessionId, now);
    if (!row) return null;
    const { lastSeenAt, ...user } = row;
    if (now.getTime() - lastSeenAt.getTime() > TOUCH_AFTER_MS) {
      await queries.touchSession(tx, sessionId, now);
    }
    return user;
  });
}

/** The workspaces of a person. */
export function listWorkspaces(userId: string) {
  return database().inPlatform({ userId }, (tx) => queries.listMemberships(tx, userId));
}

/**
 * Whether a person may set up a further workspace, of which they are then the owner: only somebody
 * who answers for one already. A read-only seat must not become a sender by a detour.
 */
export async function mayFoundWorkspace(user: SessionUser): Promise<boolean> {
  if (user.isOperator) return true;
  const own = await listWorkspaces(user.id);
  return own.some((membership) => ["owner", "admin"].includes(membership.role));
}

/** The person as a member of one workspace, or null when they do not belong to it. */
export async function findMember(user: SessionUser, workspaceId: string): Promise<Member | null> {
  const own = await listWorkspaces(user.id);
  const membership = own.find((m) => m.workspaceId === workspaceId);
  if (!membership) return null;
  const grants = await database().inWorkspace(workspaceId, (tx) =>
    queries.listGrants(tx, workspaceId, user.id),
  );
  return {
    user,
    workspaceId,
    role: membership.role,
    grants,
    permissions: permissionsOf(membership.role, grants),
    workspaces: own.map(({ workspaceId: id, name, timeZone, isDemo }) => ({
      id,
      name,
      timeZone,
      isDemo,
    })),
  };
}
