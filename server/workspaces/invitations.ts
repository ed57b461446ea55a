import { record } from "../audit";
import { enqueue } from "../jobs";
import { AppError, type Ctx, newId, packId, readToken, signToken, unpackId } from "../kernel";
import { requireAddress } from "./address";
import * as queries from "./member-queries";
import { checkedGrants, requireOwnerFor } from "./members";
import { INVITATION_DAYS, type InvitationInput } from "./schemas";

const DAY_MS = 86_400_000;

/** The signed text in an invitation's link; says which workspace and which row, and no more. */
export function invitationToken(workspaceId: string, id: string): string {
  return signToken("invitation", [packId(workspaceId), packId(id)]);
}

/** What the token of an invitation names, or null. */
export function readInvitationToken(token: string): { workspaceId: string; id: string } | null {
  const [workspace, invitation] = readToken("invitation", token) ?? [];
  const workspaceId = unpackId(workspace ?? "");
  const id = unpackId(invitation ?? "");
  return workspaceId && id ? { workspaceId, id } : null;
}

async function mail(ctx: Ctx, invitationId: string): Promise<void> {
  await enqueue(ctx.db, "auth.mail", {
    payload: { kind: "invitation", workspaceId: ctx.workspaceId, invitationId },
    key: invitationId,
  });
}

/**
 * Invites an address and mails the link. An invitation that ran out is replaced. Errors: EMAIL_*,
 * ALREADY_MEMBER, ALREADY_INVITED, FORBIDDEN (an admin invites an owner).
 */
export async function invite(ctx: Ctx, input: InvitationInput): Promise<{ id: string }> {
  const email = requireAddress(input.email, "email");
  await requireOwnerFor(ctx, [input.role]);
  const grants = await checkedGrants(ctx, input.grants);
  const { db, workspaceId, now } = ctx;
  if (await queries.findMemberByEmail(db, workspaceId, email)) {
    throw new AppError("ALREADY_MEMBER", { field: "email" });
  }
  const earlier = await queries.findOpenInvitationTo(db, workspaceId, email);
  if (earlier && earlier.expiresAt > now) throw new AppError("ALREADY_INVITED", { field: "email" });
  if (earlier) {
    await queries.updateInvitation(db, { workspaceId, id: earlier.id }, { revokedAt: now });
  }
  const id = newId(now.getTime());
  await queries.insertInvitation(db, {
    workspaceId,
    id,
    email,
    role: input.role,
    grants,
    invitedBy: ctx.actor.id ?? workspaceId,
    createdAt: now,
    expiresAt: new Date(now.getTime() + INVITATION_DAYS * DAY_MS),
  });
  await mail(ctx, id);
  await record(ctx, {
    action: "invitations.create",
    subjectType: "invitation",
    subjectId: id,
    summary: { role: input.role, grants: grants.length },
  });
  return { id };
}

async function requireOpen(ctx: Ctx, id: string) {
  const row = await queries.lockOpenInvitation(ctx.db, ctx.workspaceId, id);
  if (!row) throw new AppError("INVITATION_INVALID");
  return row;
}

/** Mails the link again and gives it the full time once more. Error: INVITATION_INVALID. */
export async function resendInvitation(ctx: Ctx, { id }: { id: string }): Promise<void> {
  const row = await requireOpen(ctx, id);
  await requireOwnerFor(ctx, [row.role]);
  const expiresAt = new Date(ctx.now.getTime() + INVITATION_DAYS * DAY_MS);
  await queries.updateInvitation(ctx.db, { workspaceId: ctx.workspaceId, id }, { expiresAt });
  await mail(ctx, id);
  await record(ctx, { action: "invitations.resend", subjectType: "invitation", subjectId: id });
}

/** Withdraws an invitation; its link stops working at once. Error: INVITATION_INVALID. */
export async function revokeInvitation(ctx: Ctx, { id }: { id: string }): Promise<void> {
  const row = await requireOpen(ctx, id);
  await requireOwnerFor(ctx, [row.role]);
  const key = { workspaceId: ctx.workspaceId, id };
  await queries.updateInvitation(ctx.db, key, { revokedAt: ctx.now });
  await record(ctx, { action: "invitations.revoke", subjectType: "invitation", subjectId: id });
}

type Moment = Pick<Ctx, "db" | "workspaceId" | "now">;

/** An invitation that can be accepted now, or null. */
export async function findAcceptable({ db, workspaceId, now }: Moment, id: string) {
  const row = await queries.findOpenInvitation(db, workspaceId, id);
  return row && row.expiresAt > now ? row : null;
}

/** The same, locked until the transaction ends: of two who accept at once, one waits. */
export async function lockAcceptable({ db, workspaceId, now }: Moment, id: string) {
  const row = await queries.lockOpenInvitation(db, workspaceId, id);
  return row && row.expiresAt > now ? row : null;
}

/**
 * Turns an invitation into a membership of the acting person, who has proven the invited address.
 * Single-use: the row is locked and marked. Error: INVITATION_INVALID.
 */
export async function acceptInvitation(ctx: Ctx, id: string): Promise<void> {
  const row = await lockAcceptable(ctx, id);
  if (!row || ctx.actor.kind !== "user") throw new AppError("INVITATION_INVALID");
  const key = { workspaceId: ctx.workspaceId, userId: ctx.actor.id };
  const isNew = await queries.insertMember(ctx.db, { ...key, role: row.role, createdAt: ctx.now });
  if (isNew) await queries.replaceGrants(ctx.db, key, row.grants);
  await queries.updateInvitation(
    ctx.db,
    { workspaceId: ctx.workspaceId, id },
    { acceptedAt: ctx.now },
  );
  await record(ctx, {
    action: "invitations.accept",
    subjectType: "invitation",
    subjectId: id,
    summary: { role: row.role },
  });
}
