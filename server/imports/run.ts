import type { Readable } from "node:stream";
import * as audit from "../audit";
import { openFile, removeFile } from "../files";
import { AppError, type Ctx, type ErrorCode, logger, toAppError } from "../kernel";
import { KIND_WORK } from "./kinds";
import * as queries from "./queries";
import { orAgain } from "./race";
import { openTable, type Table } from "./reading";
import { type FreeSpace, freeForDatabase, requireRoom } from "./room";
import type { FileRow, PlanRules } from "./rows.core";
import { type FileFormat, ImportPlan, StoredFormat } from "./schemas";
import { workspaceRules } from "./workspace-rules";

/** Rows a transaction takes in. Fixed, so that a resumed import is cut as an uninterrupted one. */
const CHUNK_ROWS = 2_500;

/** How a run reaches the database: one transaction a call, bound to the import's workspace. */
export interface Work {
  importId: string;
  /** Rows a transaction takes in; CHUNK_ROWS unless a test wants many small ones. */
  chunkRows?: number;
  /** Room for what chunks write; asked of the machine unless a test says. */
  freeSpace?: FreeSpace;
  signal: AbortSignal;
  inTransaction: <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>;
}

/** Another worker has taken the import further, or somebody stopped it: this one lets go. */
export class LostImport extends Error {
  override readonly name = "LostImport";
}

/** The connection is gone, not the import: the queue tries again later. */
export function isOutage(error: unknown): boolean {
  if (toAppError(error).code === "DATABASE_UNAVAILABLE") return true;
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (/Connection terminated|timeout exceeded when trying to connect/i.test(at.message))
      return true;
  }
  return false;
}

interface Opened {
  row: queries.ImportRow;
  rules: PlanRules;
  format: FileFormat;
}

async function begin(work: Work): Promise<Opened | null> {
  return work.inTransaction(async (ctx) => {
    const row = await queries.lockImport(ctx.db, ctx.workspaceId, work.importId);
    if (row?.state !== "queued" && row?.state !== "running") return null;
    const key = { workspaceId: ctx.workspaceId, id: row.id };
    await queries.updateImport(ctx.db, key, {
      state: "running",
      startedAt: row.startedAt ?? ctx.now,
      errorCode: null,
      errorRow: null,
    });
    const plan = ImportPlan.parse(row.plan);
    const { format } = StoredFormat.parse(row.format);
    const rules = await workspaceRules(ctx, { plan, names: [] });
    return { row, rules, format };
  });
}

async function open(work: Work, opened: Opened, cut: { skip: number; size: number }) {
  const { fileId } = opened.row;
  if (!fileId) throw new AppError("NOT_FOUND");
  const stream: Readable = await work.inTransaction((ctx) => openFile(ctx, fileId));
  const table: Table = await openTable(stream, opened.format, cut);
  return { table, close: () => stream.destroy() };
}

/**
 * Reads the whole file once before a row is taken in: how many rows there are, and that nothing in
 * it is broken. So a file that ends in an open quotation mark brings in nothing at all.
 */
async function countRows(work: Work, opened: Opened): Promise<number> {
  const { table, close } = await open(work, opened, { skip: 0, size: CHUNK_ROWS });
  try {
    let total = 0;
    for await (const batch of table.batches) {
      total += batch.length;
      if (work.signal.aborted) throw new LostImport("stopped");
    }
    if (total === 0) throw new AppError("CSV_EMPTY");
    return total;
  } finally {
    close();
  }
}

type ChunkEnd = "go on" | "cancelled";

async function writeChunk(
  work: Work,
  opened: Opened,
  chunk: { rows: FileRow[]; done: number },
): Promise<ChunkEnd> {
  const attempt = async (ctx: Ctx): Promise<ChunkEnd> => {
    const { workspaceId } = ctx;
    const row = await queries.lockImport(ctx.db, workspaceId, work.importId);
    if (row?.state !== "running" || row.rowsDone !== chunk.done) throw new LostImport("moved on");
    const key = { workspaceId, id: row.id };
    if (row.cancelRequested) {
      await queries.updateImport(ctx.db, key, { state: "cancelled", finishedAt: ctx.now });
      return "cancelled";
    }
    const { take } = KIND_WORK[opened.rules.plan.kind];
    const { counts, errors } = await take(ctx, chunk.rows, {
      importId: row.id,
      fileSha256: row.fileSha256,
      rules: opened.rules,
    });
    await queries.insertErrors(ctx.db, { workspaceId, importId: row.id }, errors);
    const isOurs = await queries.addCounts(ctx.db, { ...key, expectedRows: chunk.done }, counts);
    if (!isOurs) throw new LostImport("moved on");
    return "go on";
  };
  return orAgain(() => work.inTransaction(attempt));
}

async function takeRows(work: Work, opened: Opened): Promise<ChunkEnd> {
  let done = opened.row.rowsDone;
  const size = work.chunkRows ?? CHUNK_ROWS;
  const { table, close } = await open(work, opened, { skip: done, size });
  const named = { ...opened, rules: { ...opened.rules, names: table.names } };
  try {
    for await (const rows of table.batches) {
      if (work.signal.aborted) throw new LostImport("stopped");
      // A disk that PostgreSQL itself meets full may stop it, and everybody with it.
      await requireRoom(0, work.freeSpace ?? freeForDatabase);
      if ((await writeChunk(work, named, { rows, done })) === "cancelled") return "cancelled";
      done += rows.length;
    }
    return "go on";
  } finally {
    close();
  }
}

/** From so many rows on, what the planner knows about the tables no longer fits. */
const BULK_ROWS = 5_000;

/** Lists are opened as soon as an import is done, which is before the autovacuum comes by. */
async function refreshStatistics(work: Work, rowsTotal: number): Promise<void> {
  if (rowsTotal < BULK_ROWS) return;
  await work.inTransaction((ctx) => queries.analyzeImported(ctx.db));
}

async function finish(work: Work): Promise<void> {
  await work.inTransaction(async (ctx) => {
    const row = await queries.lockImport(ctx.db, ctx.workspaceId, work.importId);
    if (row?.state !== "running") return;
    const key = { workspaceId: ctx.workspaceId, id: row.id };
    await queries.updateImport(ctx.db, key, { state: "done", finishedAt: ctx.now });
    const { peopleCreated, peopleUpdated, ordersCreated, rowsFailed } = row;
    const { productsCreated, productsUpdated } = row;
    const people = { peopleCreated, peopleUpdated, ordersCreated };
    const summary = row.kind === "products" ? { productsCreated, productsUpdated } : people;
    await audit.record(ctx, {
      action: "imports.finish",
      subjectType: "import",
      subjectId: row.id,
      summary: { ...summary, rowsFailed },
    });
  });
}

/** Puts the import to rest with the reason, so that a person can read it and go on. */
async function rest(
  work: Work,
  to: { state: "failed" | "paused"; code: ErrorCode; row: number | null },
): Promise<void> {
  await work.inTransaction(async (ctx) => {
    const row = await queries.lockImport(ctx.db, ctx.workspaceId, work.importId);
    if (row?.state !== "running") return;
    await queries.updateImport(
      ctx.db,
      { workspaceId: ctx.workspaceId, id: row.id },
      {
        state: to.state,
        errorCode: to.code,
        errorRow: to.row,
        finishedAt: to.state === "failed" ? ctx.now : null,
      },
    );
  });
}

const FILE_FAULTS: readonly ErrorCode[] = [
  "CSV_EMPTY",
  "CSV_ENCODING",
  "CSV_QUOTE",
  "CSV_LIMIT",
  "CSV_HEADER",
  "NOT_FOUND",
];

/**
 * Takes an import's file in, from where it stands to its end. May be called again at any time and
 * by several workers: each chunk is one transaction that moves `rows_done` with its rows.
 *
 * Ends with the state done, cancelled, failed (the file is broken; nothing came in) or paused (a
 * full disk or an unforeseen error; Continue goes on behind the last whole chunk). Throws when the
 * queue should try again by itself: the database was away, the worker stops, another one is at it.
 */
export async function runImport(work: Work): Promise<void> {
  const opened = await begin(work);
  if (opened) await carryOn(work, opened);
  // Also when an earlier run ended between the import's end and this.
  await dropFile(work);
}

const ENDED: readonly string[] = ["done", "failed", "undone"];

/**
 * The file of an import that can neither begin nor go on any more is full of people and of no use:
 * it goes. (A cancelled or paused one may go on.)
 */
export async function dropFile(work: Work): Promise<void> {
  await work.inTransaction(async (ctx) => {
    const row = await queries.lockImport(ctx.db, ctx.workspaceId, work.importId);
    if (!row?.fileId || !ENDED.includes(row.state)) return;
    const key = { workspaceId: ctx.workspaceId, id: row.id };
    await queries.updateImport(ctx.db, key, { fileId: null });
    await removeFile(ctx, row.fileId);
  });
}

async function carryOn(work: Work, opened: Opened): Promise<void> {
  try {
    const rowsTotal = opened.row.rowsTotal ?? (await countRows(work, opened));
    if (opened.row.rowsTotal === null) {
      await work.inTransaction((ctx) => {
        const key = { workspaceId: ctx.workspaceId, id: work.importId };
        return queries.updateImport(ctx.db, key, { rowsTotal });
      });
    }
    if ((await takeRows(work, opened)) === "go on") {
      await refreshStatistics(work, rowsTotal);
      await finish(work);
    }
  } catch (error) {
    if (error instanceof LostImport || isOutage(error)) throw error;
    const { code, detail } = toAppError(error);
    if (FILE_FAULTS.includes(code)) {
      await rest(work, { state: "failed", code, row: detail.row ?? null });
      return;
    }
    if (code === "INTERNAL") {
      logger("imports").error({ importId: work.importId, err: error }, "import stopped");
    }
    await rest(work, { state: "paused", code, row: null });
  }
}
