import { record } from "../audit";
import { AppError, authorOf, type Ctx, newId } from "../kernel";
import { countRule, knownOf } from "./ask";
import { checkRule } from "./check.core";
import * as queries from "./queries";
import {
  emptyRule,
  type NewSegment,
  type SegmentListInput,
  type SegmentRule,
  type SegmentSave,
  upgradeRule,
} from "./schemas";

const PAGE_SIZE = 50;

async function requireFreeName(
  ctx: Ctx,
  asked: { name: string; exceptId: string | null },
): Promise<void> {
  if (await queries.isNameTaken(ctx.db, ctx.workspaceId, asked)) {
    throw new AppError("NAME_TAKEN", { field: "name" });
  }
}

/** A page of segments, last changed first. */
export async function listSegments(ctx: Ctx, input: SegmentListInput) {
  const { db, workspaceId } = ctx;
  const page = { ...input, before: input.cursor, limit: PAGE_SIZE + 1 };
  const found = await queries.listSegments(db, workspaceId, page);
  const rows = found.slice(0, PAGE_SIZE);
  const last = rows.at(-1);
  return {
    rows,
    next: found.length > PAGE_SIZE && last ? { updatedAt: last.updatedAt, id: last.id } : null,
    isEmpty: rows.length === 0 && !(await queries.hasSegments(db, workspaceId)),
  };
}

/** One segment with its rule in today's version. NOT_FOUND. */
export async function getSegment(ctx: Ctx, input: { id: string }) {
  const found = await queries.findSegment(ctx.db, ctx.workspaceId, input.id);
  if (!found) throw new AppError("NOT_FOUND");
  const { segment, updatedByName } = found;
  return {
    id: segment.id,
    name: segment.name,
    rule: upgradeRule(segment.rule),
    revision: segment.revision,
    lastCount: segment.lastCount,
    countedAt: segment.countedAt,
    updatedAt: segment.updatedAt,
    updatedByName,
    isArchived: segment.archivedAt !== null,
  };
}

/** Makes a segment, without a rule an empty one that means nobody. NAME_TAKEN at `name`. */
export async function createSegment(ctx: Ctx, input: NewSegment): Promise<{ id: string }> {
  await requireFreeName(ctx, { name: input.name, exceptId: null });
  const id = newId(ctx.now.getTime());
  const author = authorOf(ctx);
  const rule = input.rule ?? emptyRule();
  await queries.insertSegment(ctx.db, {
    workspaceId: ctx.workspaceId,
    id,
    name: input.name,
    rule,
    createdBy: author,
    updatedBy: author,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  });
  await keepVersion(ctx, { id, revision: 1, rule });
  await record(ctx, { action: "segments.create", subjectType: "segment", subjectId: id });
  return { id };
}

async function keepVersion(
  ctx: Ctx,
  saved: { id: string; revision: number; rule: SegmentRule },
): Promise<void> {
  const { id: segmentId, revision, rule } = saved;
  await queries.insertVersion(ctx.db, {
    workspaceId: ctx.workspaceId,
    segmentId,
    revision,
    rule,
    savedBy: authorOf(ctx),
    savedAt: ctx.now,
  });
}

/**
 * Publishes a rule under its name; campaigns that started keep the one they froze. RULE_INVALID (at
 * `rule`) for a rule with a fault, REVISION_CONFLICT (params `by`, `at`, `revision`) when somebody
 * saved since, CONFLICT for an archived one.
 */
export async function saveSegment(ctx: Ctx, input: SegmentSave): Promise<{ revision: number }> {
  const row = await queries.lockSegment(ctx.db, ctx.workspaceId, input.id);
  if (!row) throw new AppError("NOT_FOUND");
  if (row.archivedAt) throw new AppError("CONFLICT");
  if (row.revision !== input.revision) {
    const found = await queries.findSegment(ctx.db, ctx.workspaceId, input.id);
    throw new AppError("REVISION_CONFLICT", {
      params: {
        by: found?.updatedByName ?? "",
        at: row.updatedAt.toISOString(),
        revision: row.revision,
      },
    });
  }
  if (checkRule(input.rule, await knownOf(ctx)).length > 0) {
    throw new AppError("RULE_INVALID", { field: "rule" });
  }
  const revision = row.revision + 1;
  await queries.updateSegment(ctx.db, row, {
    rule: input.rule,
    revision,
    lastCount: null,
    countedAt: null,
    updatedBy: authorOf(ctx),
    updatedAt: ctx.now,
  });
  await keepVersion(ctx, { id: row.id, revision, rule: input.rule });
  await record(ctx, {
    action: "segments.update",
    subjectType: "segment",
    subjectId: row.id,
    summary: { revision },
  });
  return { revision };
}

/** Gives a segment another name; its rule and revision stay. NAME_TAKEN at `name`. */
export async function renameSegment(ctx: Ctx, input: { id: string; name: string }): Promise<void> {
  const row = await queries.lockSegment(ctx.db, ctx.workspaceId, input.id);
  if (!row) throw new AppError("NOT_FOUND");
  await requireFreeName(ctx, { name: input.name, exceptId: input.id });
  await queries.updateSegment(ctx.db, row, {
    name: input.name,
    updatedBy: authorOf(ctx),
    updatedAt: ctx.now,
  });
  await record(ctx, { action: "segments.rename", subjectType: "segment", subjectId: row.id });
}

/** A copy under another name. NAME_TAKEN at `name`. */
export async function duplicateSegment(
  ctx: Ctx,
  input: { id: string; name: string },
): Promise<{ id: string }> {
  const { rule } = await getSegment(ctx, input);
  return await createSegment(ctx, { name: input.name, rule });
}

/** Takes a segment out of the list and out of every choice, or puts it back. */
export async function setSegmentArchived(
  ctx: Ctx,
  input: { id: string; isArchived: boolean },
): Promise<void> {
  const row = await queries.lockSegment(ctx.db, ctx.workspaceId, input.id);
  if (!row) throw new AppError("NOT_FOUND");
  if (!input.isArchived) await requireFreeName(ctx, { name: row.name, exceptId: row.id });
  await queries.updateSegment(ctx.db, row, { archivedAt: input.isArchived ? ctx.now : null });
  await record(ctx, {
    action: input.isArchived ? "segments.archive" : "segments.restore",
    subjectType: "segment",
    subjectId: row.id,
  });
}

/** How the rule stood after each save, newest first. */
export async function listSegmentVersions(ctx: Ctx, input: { id: string }) {
  const versions = await queries.listVersions(ctx.db, ctx.workspaceId, input.id);
  return versions.map((version) => ({ ...version, rule: upgradeRule(version.rule) }));
}

/**
 * Counts a saved segment now and keeps the number for the list. Null while its rule means nobody yet,
 * or asks about something that is gone.
 */
export async function countSegment(
  ctx: Ctx,
  input: { id: string },
): Promise<{ people: number | null; countedAt: Date }> {
  const { rule } = await getSegment(ctx, input);
  const { people } = await countRule(ctx, { rule });
  if (people === null) return { people, countedAt: ctx.now };
  const row = { workspaceId: ctx.workspaceId, id: input.id };
  await queries.updateSegment(ctx.db, row, { lastCount: people, countedAt: ctx.now });
  return { people, countedAt: ctx.now };
}
