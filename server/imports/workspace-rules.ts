import { AppError, type Ctx } from "../kernel";
import { findCustoms } from "./queries";
import type { PlanRules } from "./rows.core";
import type { ImportPlan } from "./schemas";
import { instantReader } from "./zone.core";

/** How the workspace reads dates and money that say no more of themselves. */
export async function workspaceRules(
  ctx: Pick<Ctx, "db" | "workspaceId">,
  given: { plan: ImportPlan; names: readonly string[] },
): Promise<PlanRules> {
  const workspace = await findCustoms(ctx.db, ctx.workspaceId);
  if (!workspace) throw new AppError("NOT_FOUND");
  return {
    plan: given.plan,
    names: given.names,
    currency: given.plan.currency ?? workspace.currency,
    instantOf: instantReader(workspace.timeZone),
  };
}
