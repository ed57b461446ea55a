import { z } from "zod";
import {
  changesBetween,
  isUnchanged,
  type LetterChanges,
  type LetterDocument,
  LetterOutline,
  outlineOf,
  upgradeLetter,
} from "../content";
import { AppError, authorOf, type Ctx, newId } from "../kernel";
import type { VersionsInput } from "./schemas";
import { listVariants } from "./variant-queries";
import * as queries from "./version-queries";
import { decideVersion, surplusOf } from "./versions.core";

/** What can happen to a letter as it stands; from then on its version stays as it is. */
const Mark = z.enum(["made", "tested", "requested", "approved", "scheduled", "sent"]);
export type VersionMark = z.infer<typeof Mark>;

const SnapshotSummary = z.strictObject({
  outline: LetterOutline,
  startedAt: z.iso.datetime(),
  marks: z.array(Mark),
  /** The moment of the version that was put back. */
  restoredFrom: z.iso.datetime().nullable(),
});
type SnapshotSummary = z.infer<typeof SnapshotSummary>;

/** A variant's draft at a moment, by whom. */
interface Draft {
  variantId: string;
  document: LetterDocument;
  by: string;
  at: Date;
}

function summaryOf(draft: Draft, more: Partial<SnapshotSummary> = {}): SnapshotSummary {
  const { at, document } = draft;
  const [outline, startedAt] = [outlineOf(document), at.toISOString()];
  return { outline, startedAt, marks: [], restoredFrom: null, ...more };
}

function rowOf({ workspaceId }: Ctx, draft: Draft, summary: SnapshotSummary) {
  const { variantId, document, by: savedBy, at: savedAt } = draft;
  return {
    workspaceId,
    variantId,
    id: newId(savedAt.getTime()),
    document,
    summary,
    savedBy,
    savedAt,
  };
}

/** The first version of variants that were just made. */
export async function keepFirst(
  ctx: Ctx,
  made: readonly { id: string; document: Record<string, unknown> }[],
): Promise<void> {
  const by = authorOf(ctx);
  const rows = made.map(({ id, document }) => {
    const draft = { variantId: id, document: upgradeLetter(document), by, at: ctx.now };
    return rowOf(ctx, draft, summaryOf(draft, { marks: ["made"] }));
  });
  await queries.insertSnapshots(ctx.db, rows);
}

/** What a save replaced, and what it put there. */
export interface DraftChange {
  variantId: string;
  before: LetterDocument;
  after: LetterDocument;
  /** When and by whom the campaign was made: all that is known of a draft older than its versions. */
  made: { by: string; at: Date };
  /** The moment of the version that was put back; null for something written. */
  restoredFrom: Date | null;
}

/**
 * Keeps what was saved as a version: on top of the newest one while one person writes on, else beside
 * it, so that what it replaced can be gone back to. In the transaction of the save, which holds the
 * campaign's row.
 */
export async function keepVersion(ctx: Ctx, change: DraftChange): Promise<void> {
  const { variantId, before, after, restoredFrom } = change;
  const { workspaceId, now } = ctx;
  const [last, older] = await queries.lockNewest(ctx.db, workspaceId, variantId);
  const newest = last ?? (await keepOlder(ctx, change));
  const known = SnapshotSummary.parse(newest.summary);
  const draft = { variantId, document: after, by: authorOf(ctx), at: now };
  const summary = summaryOf(draft, { restoredFrom: restoredFrom?.toISOString() ?? null });
  // Compared with what was replaced, so that a version is never missing what a draft once held.
  const changes = changesBetween(outlineOf(before), summary.outline);
  const decision = decideVersion(
    {
      savedBy: newest.savedBy,
      savedAt: newest.savedAt,
      startedAt: new Date(known.startedAt),
      isSealed: known.marks.length > 0 || known.restoredFrom !== null || restoredFrom !== null,
    },
    {
      by: draft.by,
      at: now,
      isUnchanged: isUnchanged(changes),
      isUndone: older ? isOf(older, summary.outline) : false,
      removed: changes.removed.length,
    },
  );
  const key = { workspaceId, variantId, id: newest.id };
  if (decision.keep === "nothing") return;
  if (decision.keep === "older") return queries.deleteSnapshots(ctx.db, key, [newest.id]);
  if (decision.keep === "grown") {
    const grown = { ...summary, startedAt: known.startedAt };
    await queries.updateSnapshot(ctx.db, key, { document: after, summary: grown, savedAt: now });
    return;
  }
  await queries.insertSnapshots(ctx.db, [rowOf(ctx, draft, summary)]);
  await thinOut(ctx, variantId);
}

function isOf(version: { summary: unknown }, outline: LetterOutline): boolean {
  return isUnchanged(changesBetween(SnapshotSummary.parse(version.summary).outline, outline));
}

/** The state before the first save of a draft that was made before versions were kept. */
async function keepOlder(ctx: Ctx, { variantId, before, made }: DraftChange) {
  const draft = { variantId, document: before, ...made };
  const row = rowOf(ctx, draft, summaryOf(draft, { marks: ["made"] }));
  await queries.insertSnapshots(ctx.db, [row]);
  return row;
}

async function thinOut(ctx: Ctx, variantId: string): Promise<void> {
  const { db, workspaceId } = ctx;
  const gone = surplusOf(await queries.listMoments(db, workspaceId, variantId));
  if (gone.length === 0) return;
  const ids = gone.map(({ id }) => id);
  await queries.deleteSnapshots(db, { workspaceId, variantId }, ids);
}

/** Notes that something happened to drafts as they stand: writing on begins new versions. */
export async function markVersions(
  ctx: Ctx,
  variants: readonly { id: string; document: Record<string, unknown> }[],
  mark: VersionMark,
): Promise<void> {
  const { db, workspaceId } = ctx;
  for (const { id: variantId, document } of variants) {
    const [newest] = await queries.lockNewest(db, workspaceId, variantId);
    if (!newest) {
      const draft = {
        variantId,
        document: upgradeLetter(document),
        by: authorOf(ctx),
        at: ctx.now,
      };
      const row = rowOf(ctx, draft, summaryOf(draft, { marks: [mark] }));
      await queries.insertSnapshots(db, [row]);
      continue;
    }
    const summary = SnapshotSummary.parse(newest.summary);
    if (summary.marks.includes(mark)) continue;
    const marked = { ...summary, marks: [...summary.marks, mark] };
    const key = { workspaceId, variantId, id: newest.id };
    await queries.updateSnapshot(db, key, { summary: marked });
  }
}

/** One entry of a letter's history. */
export interface LetterVersion {
  id: string;
  savedAt: Date;
  savedByName: string | null;
  /** The subject in plain words; empty when there was none. */
  subject: string;
  marks: VersionMark[];
  restoredFrom: string | null;
  /** Since the version below it that is still kept; null for the oldest. */
  changes: LetterChanges | null;
}

/** A variant's versions, newest (the draft as it stands) first. NOT_FOUND. */
export async function listVersions(ctx: Ctx, input: VersionsInput): Promise<LetterVersion[]> {
  const { db, workspaceId } = ctx;
  const variants = await listVariants(db, workspaceId, input.id);
  const variant = input.variantId ? variants.find((v) => v.id === input.variantId) : variants[0];
  if (!variant) throw new AppError("NOT_FOUND");
  const rows = await queries.listSnapshots(db, workspaceId, variant.id);
  const read = rows.map((row) => ({ ...row, summary: SnapshotSummary.parse(row.summary) }));
  return read.map(({ id, savedAt, savedByName, summary }, index) => {
    const { outline, marks, restoredFrom } = summary;
    const older = read[index + 1]?.summary.outline;
    const changes = older ? changesBetween(older, outline) : null;
    return { id, savedAt, savedByName, subject: outline.title, marks, restoredFrom, changes };
  });
}

/** One version of a variant's draft. NOT_FOUND at `snapshotId`. */
export async function findVersionDraft(
  ctx: Ctx,
  input: { variantId: string; snapshotId: string },
): Promise<{ document: LetterDocument; savedAt: Date }> {
  const { workspaceId } = ctx;
  const of = { workspaceId, variantId: input.variantId };
  const found = await queries.findSnapshot(ctx.db, of, input.snapshotId);
  if (!found) throw new AppError("NOT_FOUND", { field: "snapshotId" });
  return { document: upgradeLetter(found.document), savedAt: found.savedAt };
}
