import * as audit from "../audit";
import { listTopics } from "../consent";
import { defineAttribute, listAttributeDefinitions } from "../contacts";
import { enqueue } from "../jobs";
import { AppError, type Ctx } from "../kernel";
import { lockDraft, readDraft } from "./drafts";
import { type PlanFault, planFaults } from "./plan.core";
import * as queries from "./queries";
import type { ImportPlan, ImportState } from "./schemas";
import { countTouched } from "./undo-queries";

type Verb = "start" | "cancel" | "resume" | "undo";

async function note(ctx: Ctx, verb: Verb, id: string): Promise<void> {
  await audit.record(ctx, { action: `imports.${verb}`, subjectType: "import", subjectId: id });
}

/** Puts the work into the queue. The key differs each time, so a job that is just ending is no bar. */
async function queue(ctx: Ctx, name: "imports.run" | "imports.undo", id: string): Promise<void> {
  const payload = { workspaceId: ctx.workspaceId, importId: id };
  await enqueue(ctx.db, name, { payload, key: `${id}:${ctx.now.getTime()}` });
}

/** Everything that keeps a plan from being started in this workspace. */
export async function findPlanFaults(
  ctx: Pick<Ctx, "db" | "workspaceId">,
  plan: ImportPlan,
  names: readonly string[],
): Promise<PlanFault[]> {
  const attributes = await listAttributeDefinitions(ctx.db, ctx.workspaceId);
  const attributeTypes = new Map(attributes.map((one) => [one.key, one.type]));
  const faults = planFaults(plan, { names, attributeTypes });
  const topics = await listTopics(ctx.db, ctx.workspaceId);
  const { topicIds, basis } = plan.consent;
  const chosen = topicIds.map((id) => topics.find((topic) => topic.id === id));
  if (chosen.includes(undefined)) {
    return [...faults, { field: "consent.topicIds", code: "NOT_FOUND" }];
  }
  // A purchase allows letters and no look at what is done with them.
  const isTracking = chosen.some((topic) => topic?.channel === "tracking");
  return isTracking && basis === "existing_customer"
    ? [...faults, { field: "consent.topicIds", code: "CONSENT_EVIDENCE_REQUIRED" }]
    : faults;
}

/** New attributes come to be when the import starts, so that an abandoned draft leaves none behind. */
async function defineNewAttributes(ctx: Ctx, plan: ImportPlan): Promise<ImportPlan> {
  const known = await listAttributeDefinitions(ctx.db, ctx.workspaceId);
  const columns = [];
  for (const column of plan.columns) {
    const { target } = column;
    if (target.to !== "attribute") {
      columns.push(column);
      continue;
    }
    const { key, label, type } = target;
    const existing = known.find((one) => one.key === key);
    if (!existing && label && type) await defineAttribute(ctx, { key, label, type });
    columns.push({
      ...column,
      target: { to: "attribute" as const, key, type: existing?.type ?? type },
    });
  }
  return { ...plan, columns };
}

/**
 * Starts a draft. Errors at their field of the plan: MAPPING_*, CONSENT_EVIDENCE_REQUIRED,
 * VALUE_REQUIRED, ATTRIBUTE_*; with their row what is wrong with the file itself.
 */
export async function startImport(ctx: Ctx, id: string): Promise<void> {
  const row = await lockDraft(ctx, id);
  const { names, plan } = await readDraft(ctx, row);
  const [fault] = await findPlanFaults(ctx, plan, names);
  if (fault) throw new AppError(fault.code, { field: fault.field });
  const ready = await defineNewAttributes(ctx, plan);
  const key = { workspaceId: ctx.workspaceId, id };
  await queries.updateImport(ctx.db, key, { state: "queued", plan: ready, kind: ready.kind });
  await queue(ctx, "imports.run", id);
  await note(ctx, "start", id);
}

async function lockIn(
  ctx: Ctx,
  id: string,
  states: readonly ImportState[],
): Promise<queries.ImportRow> {
  const row = await queries.lockImport(ctx.db, ctx.workspaceId, id);
  if (!row) throw new AppError("NOT_FOUND");
  if (!(states as readonly string[]).includes(row.state)) throw new AppError("IMPORT_STATE");
  return row;
}

/** Asks a running import to stop behind its current chunk; one that waits or rests stops at once. */
export async function cancelImport(ctx: Ctx, id: string): Promise<void> {
  const row = await lockIn(ctx, id, ["queued", "running", "paused"]);
  const key = { workspaceId: ctx.workspaceId, id };
  const set =
    row.state === "running"
      ? { cancelRequested: true }
      : { cancelRequested: true, state: "cancelled", finishedAt: ctx.now };
  await queries.updateImport(ctx.db, key, set);
  await note(ctx, "cancel", id);
}

/** Goes on behind the last whole chunk: a paused or cancelled import, or an undo that stopped. */
export async function resumeImport(ctx: Ctx, id: string): Promise<void> {
  const row = await lockIn(ctx, id, ["paused", "cancelled", "undoing"]);
  const key = { workspaceId: ctx.workspaceId, id };
  const isUndo = row.state === "undoing";
  await queries.updateImport(ctx.db, key, {
    errorCode: null,
    errorRow: null,
    ...(isUndo ? {} : { state: "queued", cancelRequested: false, finishedAt: null }),
  });
  await queue(ctx, isUndo ? "imports.undo" : "imports.run", id);
  await note(ctx, "resume", id);
}

/** Takes an import back, whole or as far as it came; later edits stay. */
export async function undoImport(ctx: Ctx, id: string): Promise<void> {
  const row = await lockIn(ctx, id, ["done", "failed", "paused", "cancelled"]);
  const touched = await countTouched(ctx.db, { workspaceId: ctx.workspaceId, importId: id });
  const products = row.productsCreated + row.productsUpdated + row.productsUnchanged;
  await queries.updateImport(
    ctx.db,
    { workspaceId: ctx.workspaceId, id },
    {
      state: "undoing",
      errorCode: null,
      errorRow: null,
      undoDone: 0,
      undoSpared: 0,
      undoCursor: null,
      undoTotal: touched + row.ordersCreated + products,
    },
  );
  await queue(ctx, "imports.undo", id);
  await note(ctx, "undo", id);
}
