import { record } from "../audit";
import { AppError, type Ctx } from "../kernel";
import { entityValues } from "./found";
import { imprintMissing } from "./imprint.core";
import * as queries from "./queries";
import type { EntityInput, WorkspaceSettings } from "./schemas";

function changedFields<T extends object>(before: T, after: Partial<T>): string[] {
  return (Object.keys(after) as (keyof T & string)[]).filter((key) => after[key] !== before[key]);
}

/** Name, time zone, language, currency of the workspace, and how long its messages earn orders. */
export async function getWorkspace(ctx: Ctx): Promise<WorkspaceSettings & { id: string }> {
  const row = await queries.findWorkspace(ctx.db, ctx.workspaceId);
  if (!row) throw new AppError("NOT_FOUND");
  const { id, name, timeZone, locale, currency, attributionDays } = row;
  return { id, name, timeZone, locale: locale === "de" ? "de" : "en", currency, attributionDays };
}

export async function updateWorkspace(ctx: Ctx, input: WorkspaceSettings): Promise<void> {
  const before = await getWorkspace(ctx);
  await queries.updateWorkspace(ctx.db, ctx.workspaceId, input);
  await record(ctx, {
    action: "workspaces.update",
    subjectType: "workspace",
    subjectId: ctx.workspaceId,
    summary: { fields: changedFields(before, input) },
  });
}

/** The legal entity with the fields its imprint still lacks. */
export async function getEntity(ctx: Ctx) {
  const entity = await queries.findEntity(ctx.db, ctx.workspaceId);
  if (!entity) throw new AppError("NOT_FOUND");
  return { ...entity, missing: imprintMissing(entity) };
}

/** Changes the legal entity; incomplete is allowed, sending then is not. Errors: EMAIL_*. */
export async function updateEntity(ctx: Ctx, input: EntityInput) {
  const { missing: _, id, ...before } = await getEntity(ctx);
  const values = entityValues(input);
  const key = { workspaceId: ctx.workspaceId, id };
  await queries.updateEntity(ctx.db, key, { ...values, updatedAt: ctx.now });
  await record(ctx, {
    action: "legal_entities.update",
    subjectType: "legal_entity",
    subjectId: id,
    summary: { fields: changedFields(before, values) },
  });
  return { missing: imprintMissing(values) };
}
