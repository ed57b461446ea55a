import type { Readable } from "node:stream";
import * as audit from "../audit";
import { listAttributeDefinitions } from "../contacts";
import { openFile, removeFile, type SavedFile } from "../files";
import { enqueue } from "../jobs";
import { AppError, type Ctx, newId, toAppError } from "../kernel";
import { type ColumnLook, lookAtColumns } from "./columns.core";
import { encodingFault, guessEncoding } from "./encoding.core";
import * as queries from "./queries";
import { openTable } from "./reading";
import {
  DRAFT_DAYS,
  type DraftChange,
  type FileFormat,
  type FileScan,
  type ImportKind,
  ImportPlan,
  StoredFormat,
} from "./schemas";
import { looksLikeHeader, sniffDelimiter } from "./sniff.core";
import { guessKind, type SuggestGround, suggestPlan } from "./suggest.core";

/** Rows that the preview and the suggestions look at. */
const SAMPLE_ROWS = 1_000;
const SNIFF_BYTES = 128 * 1024;

const HOUR_MS = 3_600_000;
const STALE_MS = DRAFT_DAYS * 24 * HOUR_MS;

type Reader = Pick<Ctx, "db" | "workspaceId">;

/** The first bytes of a file as text, cut behind its last whole line. */
async function openingText(ctx: Reader, fileId: string, encoding: string): Promise<string> {
  const stream = await openFile(ctx, fileId);
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of stream as AsyncIterable<Uint8Array>) {
    pieces.push(piece);
    size += piece.byteLength;
    if (size >= SNIFF_BYTES) break;
  }
  const text = new TextDecoder(encoding).decode(Buffer.concat(pieces));
  const end = Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r"));
  return size < SNIFF_BYTES || end < 0 ? text : text.slice(0, end);
}

/** How a file is most probably read: encoding, delimiter, header. */
export async function sniffFormat(
  ctx: Reader,
  fileId: string,
  scan: FileScan,
): Promise<FileFormat> {
  const encoding = guessEncoding(scan);
  const delimiter = sniffDelimiter(await openingText(ctx, fileId, encoding));
  const format = { encoding, delimiter, hasHeader: false };
  try {
    const { rows } = await readSample(ctx, fileId, { format, scan });
    return { ...format, hasHeader: looksLikeHeader(rows.slice(0, 2)) };
  } catch {
    // Whatever is wrong with it, the preview says so at its row.
    return { ...format, hasHeader: true };
  }
}

interface Sample {
  names: string[];
  rows: string[][];
  lines: number[];
  /** The sample is the whole file. */
  isWhole: boolean;
}

async function readSample(
  ctx: Reader,
  fileId: string,
  { format, scan }: StoredFormat,
): Promise<Sample> {
  const row = encodingFault(scan, format.encoding);
  if (row !== null) throw new AppError("CSV_ENCODING", { row });
  const stream: Readable = await openFile(ctx, fileId);
  try {
    const table = await openTable(stream, format, { skip: 0, size: SAMPLE_ROWS });
    const first = await table.batches.next();
    const rows = first.done ? [] : first.value;
    if (rows.length === 0) throw new AppError("CSV_EMPTY");
    return {
      names: table.names,
      rows: rows.map((one) => one.cells),
      lines: rows.map((one) => one.line),
      isWhole: rows.length < SAMPLE_ROWS,
    };
  } finally {
    stream.destroy();
  }
}

async function groundOf(ctx: Reader, kind: ImportKind): Promise<SuggestGround> {
  const customs = await queries.findCustoms(ctx.db, ctx.workspaceId);
  const attributes = await listAttributeDefinitions(ctx.db, ctx.workspaceId);
  return { kind, locale: customs?.locale ?? "en", attributes };
}

/** A plan for what the file looks like; null when it cannot be read as it is. */
async function suggest(
  ctx: Reader,
  fileId: string,
  given: { stored: StoredFormat; kind: ImportKind | null },
): Promise<{ plan: ImportPlan; kind: ImportKind } | null> {
  try {
    const { names, rows } = await readSample(ctx, fileId, given.stored);
    const looks = lookAtColumns(names, rows);
    const kind = given.kind ?? guessKind(looks);
    return { kind, plan: suggestPlan(looks, await groundOf(ctx, kind)) };
  } catch (error) {
    if (toAppError(error).code === "INTERNAL") throw error;
    return null;
  }
}

/** Makes a draft of an uploaded file: its format and mapping are suggested, nothing comes in yet. */
export async function createDraft(
  ctx: Ctx,
  upload: { file: SavedFile; name: string; scan: FileScan; kind: ImportKind | null },
): Promise<{ id: string }> {
  const { file, scan } = upload;
  const format = await sniffFormat(ctx, file.id, scan);
  const stored = { format, scan };
  const suggested = await suggest(ctx, file.id, { stored, kind: upload.kind });
  const id = newId(ctx.now.getTime());
  await queries.insertImport(ctx.db, {
    workspaceId: ctx.workspaceId,
    id,
    kind: suggested?.kind ?? upload.kind ?? "people",
    state: "draft",
    fileId: file.id,
    fileName: upload.name.slice(0, 200),
    fileSha256: file.sha256,
    fileSize: file.size,
    format: stored,
    plan: suggested?.plan ?? null,
    createdBy: ctx.actor.kind === "user" ? ctx.actor.id : null,
    createdAt: ctx.now,
  });
  await audit.record(ctx, {
    action: "imports.upload",
    subjectType: "import",
    subjectId: id,
    summary: { bytes: file.size },
  });
  await enqueue(ctx.db, "imports.tidy", {
    payload: { workspaceId: ctx.workspaceId },
    // Later than stale: the worker's clock may be behind.
    startAfter: new Date(ctx.now.getTime() + STALE_MS + HOUR_MS),
  });
  return { id };
}

/** A draft of this workspace, held until the transaction ends. NOT_FOUND, IMPORT_STATE. */
export async function lockDraft(
  ctx: Ctx,
  id: string,
): Promise<queries.ImportRow & { fileId: string }> {
  const row = await queries.lockImport(ctx.db, ctx.workspaceId, id);
  if (!row || row.state === "discarded") throw new AppError("NOT_FOUND");
  const { fileId } = row;
  if (row.state !== "draft" || !fileId) throw new AppError("IMPORT_STATE");
  return { ...row, fileId };
}

/** Saves where the wizard stands. A new format or kind brings a new suggestion for the mapping. */
export async function saveDraft(ctx: Ctx, change: DraftChange): Promise<void> {
  const row = await lockDraft(ctx, change.id);
  const key = { workspaceId: ctx.workspaceId, id: row.id };
  const stored = StoredFormat.parse(row.format);
  const kind = change.plan?.kind ?? (row.kind as ImportKind);
  const isReread = change.format !== undefined || kind !== row.kind || row.plan === null;
  const next: StoredFormat = { ...stored, format: change.format ?? stored.format };
  const suggested = isReread ? await suggest(ctx, row.fileId, { stored: next, kind }) : null;
  const plan = isReread ? (suggested?.plan ?? null) : change.plan;
  await queries.updateImport(ctx.db, key, {
    kind,
    format: next,
    ...(change.step ? { step: change.step } : {}),
    ...(plan === undefined ? {} : { plan }),
  });
}

/** What the wizard's first screens show of a file. */
export interface Preview {
  names: string[];
  /** The first rows, cut to what a screen can show. */
  rows: { line: number; cells: string[] }[];
  columns: ColumnLook[];
  isWhole: boolean;
}

const PREVIEW_ROWS = 12;

/**
 * The beginning of a draft's file as it is read now. Errors, with their row: CSV_EMPTY,
 * CSV_ENCODING, CSV_QUOTE, CSV_LIMIT, CSV_HEADER.
 */
export async function previewDraft(ctx: Reader, id: string): Promise<Preview> {
  const row = await queries.findImport(ctx.db, ctx.workspaceId, id);
  if (!row?.fileId) throw new AppError("NOT_FOUND");
  const sample = await readSample(ctx, row.fileId, StoredFormat.parse(row.format));
  return {
    names: sample.names,
    rows: sample.rows.slice(0, PREVIEW_ROWS).map((cells, index) => ({
      line: sample.lines[index] ?? 0,
      cells: cells.map((cell) => cell.slice(0, 120)),
    })),
    columns: lookAtColumns(sample.names, sample.rows),
    isWhole: sample.isWhole,
  };
}

/** Throws a draft away, with its file. */
export async function discardDraft(ctx: Ctx, id: string): Promise<void> {
  const row = await lockDraft(ctx, id);
  const key = { workspaceId: ctx.workspaceId, id };
  await queries.updateImport(ctx.db, key, { state: "discarded", fileId: null, plan: null });
  await audit.record(ctx, { action: "imports.discard", subjectType: "import", subjectId: id });
  await removeFile(ctx, row.fileId);
}

/**
 * Throws the workspace's oldest draft away if it has waited too long to be started; false when none
 * has. Whichever upload a job was for, it takes every stale one: a restored copy has lost its jobs.
 */
export async function discardStaleDraft(ctx: Ctx): Promise<boolean> {
  const before = new Date(ctx.now.getTime() - STALE_MS);
  const draft = await queries.findStaleDraft(ctx.db, ctx.workspaceId, before);
  if (draft) await discardDraft(ctx, draft.id);
  return draft !== null;
}

/** A draft's columns, what they look like, and its plan, checked for shape. MAPPING_INVALID without a plan. */
export async function readDraft(ctx: Ctx, row: queries.ImportRow & { fileId: string }) {
  const stored = StoredFormat.parse(row.format);
  const { names, rows } = await readSample(ctx, row.fileId, stored);
  const plan = ImportPlan.safeParse(row.plan);
  if (!plan.success) throw new AppError("MAPPING_INVALID", { field: "columns" });
  return { names, looks: lookAtColumns(names, rows), plan: plan.data };
}
