import { record } from "../audit";
import { AppError, type Ctx } from "../kernel";
import { canonicalDomain } from "./schemas";
import * as queries from "./server-queries";

/** The limits of the workspace by domain. */
export function listLimits(ctx: Ctx) {
  return queries.listLimits(ctx.db, ctx.workspaceId);
}

/** Sets how many letters a minute a recipient domain gets at most. Errors: DOMAIN_INVALID. */
export async function setLimit(
  ctx: Ctx,
  input: { domain: string; perMinute: number },
): Promise<void> {
  const domain = canonicalDomain(input.domain);
  if (!domain) throw new AppError("DOMAIN_INVALID", { field: "domain" });
  const { workspaceId, now } = ctx;
  const { perMinute } = input;
  await queries.upsertLimit(ctx.db, { workspaceId, domain, perMinute, createdAt: now });
  await record(ctx, {
    action: "domain_limits.set",
    subjectType: "workspace",
    subjectId: workspaceId,
    summary: { domain, perMinute },
  });
}

/** Lets a recipient domain be sent to as fast as it goes. Errors: NOT_FOUND. */
export async function removeLimit(ctx: Ctx, { domain }: { domain: string }): Promise<void> {
  if (!(await queries.deleteLimit(ctx.db, ctx.workspaceId, domain))) {
    throw new AppError("NOT_FOUND");
  }
  await record(ctx, {
    action: "domain_limits.remove",
    subjectType: "workspace",
    subjectId: ctx.workspaceId,
    summary: { domain },
  });
}
