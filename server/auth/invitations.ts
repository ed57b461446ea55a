import { database } from "@/db/client";
import { AppError, type Ctx, clock, newId } from "../kernel";
import {
  acceptInvitation as accept,
  findAcceptable,
  findWorkspaceKey,
  lockAcceptable,
  readInvitationToken,
} from "../workspaces";
import { hashPassword } from "./password";
import * as queries from "./queries";
import type { SessionUser } from "./session";

function ctxOf(base: { db: Ctx["db"]; workspaceId: string; now: Date }, userId: string): Ctx {
  return { ...base, actor: { kind: "user", id: userId, sessionId: "" }, requestId: newId() };
}

/**
 * What the invited person sees before accepting; null when the link is not ours, ran out, was
 * withdrawn or used.
 */
export async function findInvitation(token: string) {
  const key = readInvitationToken(token);
  if (!key) return null;
  const { workspaceId } = key;
  return database().inWorkspace(workspaceId, async (db) => {
    const row = await findAcceptable({ db, workspaceId, now: clock.now() }, key.id);
    if (!row) return null;
    return {
      workspaceId,
      workspace: (await findWorkspaceKey(db, workspaceId)).name,
      email: row.email,
      role: row.role,
      hasAccount: (await queries.findUserByEmail(db, row.email)) !== null,
    };
  });
}

/** Makes a person of an invited address, who joins; the mailed link proves the address. */
export async function joinAsNewPerson(input: {
  token: string;
  name: string;
  password: string;
}): Promise<{ email: string; workspaceId: string }> {
  const key = readInvitationToken(input.token);
  if (!key) throw new AppError("INVITATION_INVALID");
  const { workspaceId } = key;
  const passwordHash = await hashPassword(input.password);
  return database().inWorkspace(workspaceId, async (db) => {
    const now = clock.now();
    const row = await lockAcceptable({ db, workspaceId, now }, key.id);
    if (!row) throw new AppError("INVITATION_INVALID");
    if (await queries.findUserByEmail(db, row.email)) throw new AppError("EMAIL_TAKEN");
    const userId = newId(now.getTime());
    await queries.insertUser(db, {
      id: userId,
      email: row.email,
      name: input.name,
      passwordHash,
      createdAt: now,
    });
    await accept(ctxOf({ db, workspaceId, now }, userId), key.id);
    return { email: row.email, workspaceId };
  });
}

/** Somebody who is signed in joins. Errors: INVITATION_INVALID; FORBIDDEN for another address. */
export async function joinAsMember(
  token: string,
  user: SessionUser,
): Promise<{ workspaceId: string }> {
  const key = readInvitationToken(token);
  if (!key) throw new AppError("INVITATION_INVALID");
  const { workspaceId } = key;
  await database().inWorkspace(workspaceId, async (db) => {
    const now = clock.now();
    const row = await lockAcceptable({ db, workspaceId, now }, key.id);
    if (!row) throw new AppError("INVITATION_INVALID");
    if (row.email !== user.email) throw new AppError("FORBIDDEN");
    await accept(ctxOf({ db, workspaceId, now }, user.id), key.id);
  });
  return { workspaceId };
}

/**
 * Makes a person from the open invitations to an address that single sign-on has verified, and
 * accepts them all; null when there is none.
 */
export async function acceptAllInvitations(
  person: { email: string; name: string | undefined },
  now: Date,
) {
  const open = await database().inPlatform({ email: person.email }, (tx) =>
    queries.listInvitationsTo(tx, person.email, now),
  );
  const userId = newId(now.getTime());
  let isMade = false;
  for (const { workspaceId, id } of open) {
    await database().inWorkspace(workspaceId, async (db) => {
      if (!isMade) {
        const name = person.name?.trim().slice(0, 120) || (person.email.split("@")[0] ?? "");
        await queries.insertUser(db, { id: userId, email: person.email, name, createdAt: now });
      }
      await accept(ctxOf({ db, workspaceId, now }, userId), id);
    });
    isMade = true;
  }
  return database().inPlatform({}, (tx) => queries.findUserById(tx, userId));
}
