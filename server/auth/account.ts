import { database } from "@/db/client";
import { AppError, clock, type PlatformCtx } from "../kernel";
import { hashPassword, verifyPassword } from "./password";
import * as queries from "./queries";
import { countAttempt, forgiveAttempt, type Limit } from "./rate-limit";
import type { SessionUser } from "./session";

type AccountCtx = PlatformCtx & { user: SessionUser };

export interface Profile {
  name: string;
  email: string;
  locale: "en" | "de" | null;
  theme: "light" | "dark" | "system";
  shortcutsEnabled: boolean;
  hasPassword: boolean;
}

/** The person's own settings. */
export async function getProfile(ctx: AccountCtx): Promise<Profile> {
  const row = await queries.findUserById(ctx.db, ctx.user.id);
  if (!row) throw new AppError("UNAUTHENTICATED");
  return {
    name: row.name,
    email: row.email,
    locale: row.locale === "de" || row.locale === "en" ? row.locale : null,
    theme: row.theme === "light" || row.theme === "dark" ? row.theme : "system",
    shortcutsEnabled: row.shortcutsEnabled,
    hasPassword: row.passwordHash !== null,
  };
}

export async function updateProfile(
  ctx: AccountCtx,
  input: { name: string; locale: string | null; theme: string; shortcutsEnabled: boolean },
): Promise<void> {
  await queries.updateUser(ctx.db, ctx.user.id, input);
}

/** The browsers in which the person is signed in, this one marked. */
export async function listOwnSessions(ctx: AccountCtx) {
  const rows = await queries.listSessions(ctx.db, ctx.user.id, ctx.now);
  return rows.map((row) => ({ ...row, isCurrent: row.id === ctx.user.sessionId }));
}

/** Ends one of the person's sessions at once. Error: NOT_FOUND. */
export async function revokeOwnSession(ctx: AccountCtx, sessionId: string): Promise<void> {
  const key = { userId: ctx.user.id, sessionId };
  if (!(await queries.revokeSession(ctx.db, key, ctx.now))) throw new AppError("NOT_FOUND");
}

export async function revokeOtherSessions(ctx: AccountCtx): Promise<void> {
  const key = { userId: ctx.user.id, sessionId: ctx.user.sessionId };
  await queries.revokeOtherSessions(ctx.db, key, ctx.now);
}

/** Counts and checks the current password; somebody without one has none to prove. */
async function provePassword(userId: string, current: string): Promise<void> {
  const row = await database().inPlatform({ userId }, (tx) => queries.findUserById(tx, userId));
  if (!row) throw new AppError("UNAUTHENTICATED");
  if (row.passwordHash === null) return;
  const now = clock.now();
  const limits: Limit[] = [{ scope: "password", subject: row.email, limit: 10 }];
  await countAttempt(limits, now);
  if (!(await verifyPassword(current, row.passwordHash))) {
    throw new AppError("PASSWORD_WRONG", { field: "current" });
  }
  await forgiveAttempt(limits, now);
}

/**
 * Changes the password (or sets the first one) and ends every other session of the person. Errors:
 * PASSWORD_WRONG at `current`, RATE_LIMITED.
 */
export async function changePassword(
  user: SessionUser,
  input: { current: string; next: string },
): Promise<void> {
  await provePassword(user.id, input.current);
  const passwordHash = await hashPassword(input.next);
  await database().inPlatform({ userId: user.id }, async (tx) => {
    const version = await queries.updatePassword(tx, user.id, passwordHash);
    await queries.keepSession(tx, user.sessionId, version);
    await queries.consumeTokensOf(tx, user.id, clock.now());
  });
}
