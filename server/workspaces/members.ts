import { record } from "../audit";
import { AppError, type Ctx } from "../kernel";
import * as queries from "./member-queries";
import { GRANTABLE, type Grant } from "./permissions.core";
import { listBrands } from "./queries";
import type { MemberInput } from "./schemas";

/** The members of the workspace, each with role and grants. */
export async function listMembers(ctx: Ctx) {
  const members = await queries.listMembers(ctx.db, ctx.workspaceId);
  const grants = await queries.listAllGrants(ctx.db, ctx.workspaceId);
  return members.map((member) => ({
    ...member,
    grants: grants
      .filter((grant) => grant.userId === member.userId)
      .map(({ permission, brandId }): Grant => ({ permission, brandId })),
  }));
}

/** Only owners make owners, change them and remove them. Error: FORBIDDEN. */
export async function requireOwnerFor(ctx: Ctx, roles: readonly string[]): Promise<void> {
  if (!roles.includes("owner") || ctx.actor.kind === "system") return;
  const acting = ctx.actor.id
    ? await queries.lockMember(ctx.db, ctx.workspaceId, ctx.actor.id)
    : null;
  if (acting?.role !== "owner") throw new AppError("FORBIDDEN");
}

async function requireOtherOwner(ctx: Ctx, userId: string): Promise<void> {
  const owners = await queries.lockOwners(ctx.db, ctx.workspaceId);
  if (owners.every((owner) => owner.userId === userId)) throw new AppError("LAST_OWNER");
}

/**
 * The grants as they are stored: each once, "every brand" swallows single brands, only brands of
 * this workspace. Error: NOT_FOUND for a brand that is not one.
 */
export async function checkedGrants(ctx: Ctx, wanted: readonly Grant[]): Promise<Grant[]> {
  const brands = new Set((await listBrands(ctx.db, ctx.workspaceId)).map((brand) => brand.id));
  if (wanted.some((grant) => grant.brandId !== null && !brands.has(grant.brandId))) {
    throw new AppError("NOT_FOUND");
  }
  return GRANTABLE.flatMap((permission): Grant[] => {
    const ids = wanted.filter((g) => g.permission === permission).map((g) => g.brandId);
    if (ids.includes(null)) return [{ permission, brandId: null }];
    return [...new Set(ids)].map((brandId) => ({ permission, brandId }));
  });
}

/**
 * Gives a member another role or other grants. A new role ends their sessions. Errors: NOT_FOUND,
 * FORBIDDEN (an owner is concerned and an admin acts), LAST_OWNER.
 */
export async function changeMember(
  ctx: Ctx,
  { userId, role, grants: wanted }: MemberInput & { userId: string },
): Promise<void> {
  const grants = await checkedGrants(ctx, wanted);
  const owners = await queries.lockOwners(ctx.db, ctx.workspaceId);
  const member = await queries.lockMember(ctx.db, ctx.workspaceId, userId);
  if (!member) throw new AppError("NOT_FOUND");
  await requireOwnerFor(ctx, [member.role, role]);
  const key = { workspaceId: ctx.workspaceId, userId };
  if (member.role !== role) {
    const isLast = owners.every((owner) => owner.userId === userId);
    if (member.role === "owner" && isLast) throw new AppError("LAST_OWNER", { field: "role" });
    await queries.updateRole(ctx.db, key, role);
    await queries.endSessions(ctx.db, userId);
  }
  await queries.replaceGrants(ctx.db, key, grants);
  await record(ctx, {
    action: "members.change",
    subjectType: "user",
    subjectId: userId,
    summary: { from: member.role, to: role, grants: grants.length },
  });
}

/** Ends a membership and the person's sessions. Errors: NOT_FOUND, FORBIDDEN, LAST_OWNER. */
export async function removeMember(ctx: Ctx, { userId }: { userId: string }): Promise<void> {
  await requireOtherOwner(ctx, userId);
  const member = await queries.lockMember(ctx.db, ctx.workspaceId, userId);
  if (!member) throw new AppError("NOT_FOUND");
  await requireOwnerFor(ctx, [member.role]);
  await queries.deleteMember(ctx.db, ctx.workspaceId, userId);
  await queries.endSessions(ctx.db, userId);
  await record(ctx, {
    action: "members.remove",
    subjectType: "user",
    subjectId: userId,
    summary: { role: member.role },
  });
}
