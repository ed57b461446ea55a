import { listTopics } from "../consent";
import { listAttributeDefinitions } from "../contacts";
import { AppError, type Ctx } from "../kernel";
import * as queries from "./queries";
import { ImportKind, ImportPlan, ImportState, Step, StoredFormat } from "./schemas";

type Reader = Pick<Ctx, "db" | "workspaceId">;

/** One import as screens and the command line see it. */
export function viewOf(row: queries.ImportRow) {
  const plan = ImportPlan.safeParse(row.plan);
  const { format, scan } = StoredFormat.parse(row.format);
  return {
    id: row.id,
    kind: ImportKind.parse(row.kind),
    state: ImportState.parse(row.state),
    step: Step.parse(row.step),
    fileName: row.fileName,
    fileSize: row.fileSize,
    format,
    lines: scan.lines,
    plan: plan.success ? plan.data : null,
    rowsTotal: row.rowsTotal,
    rowsDone: row.rowsDone,
    peopleCreated: row.peopleCreated,
    peopleUpdated: row.peopleUpdated,
    peopleUnchanged: row.peopleUnchanged,
    ordersCreated: row.ordersCreated,
    ordersKnown: row.ordersKnown,
    productsCreated: row.productsCreated,
    productsUpdated: row.productsUpdated,
    productsUnchanged: row.productsUnchanged,
    consentsRecorded: row.consentsRecorded,
    rowsFailed: row.rowsFailed,
    cellsDropped: row.cellsDropped,
    undoTotal: row.undoTotal,
    undoDone: row.undoDone,
    undoSpared: row.undoSpared,
    errorCode: row.errorCode,
    errorRow: row.errorRow,
    cancelRequested: row.cancelRequested,
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
    undoneAt: row.undoneAt,
  };
}

export type ImportView = ReturnType<typeof viewOf>;

/** One import. NOT_FOUND for an unknown or discarded one. */
export async function getImport(ctx: Reader, id: string): Promise<ImportView> {
  const row = await queries.findImport(ctx.db, ctx.workspaceId, id);
  if (!row || row.state === "discarded") throw new AppError("NOT_FOUND");
  return viewOf(row);
}

const PAGE = 50;

/** A page of imports, newest first; `next` is the cursor of the following one. */
export async function listImports(ctx: Reader, cursor: { at: Date; id: string } | null) {
  const rows = await queries.listImports(ctx.db, ctx.workspaceId, {
    before: cursor,
    limit: PAGE + 1,
  });
  const items = rows.slice(0, PAGE).map(viewOf);
  const last = items.at(-1);
  return { items, next: rows.length > PAGE && last ? { at: last.createdAt, id: last.id } : null };
}

/** The report of an import: how often each fault occurs, and the first of them. */
export async function getReport(ctx: Reader, id: string) {
  await getImport(ctx, id);
  const key = { workspaceId: ctx.workspaceId, importId: id };
  const counts = await queries.countErrors(ctx.db, key);
  const first = await queries.listErrors(ctx.db, key, { after: null, limit: 20 });
  return { counts, first };
}

/** Faults of an import behind a place in its file, for the error file. */
export function listFaults(
  ctx: Reader,
  id: string,
  after: { line: number; column: string } | null,
): Promise<queries.ErrorRow[]> {
  return queries.listErrors(
    ctx.db,
    { workspaceId: ctx.workspaceId, importId: id },
    { after, limit: 5_000 },
  );
}

/** What the wizard offers to choose from: attributes, topics, the workspace's currency. */
export async function listChoices(ctx: Reader) {
  const customs = await queries.findCustoms(ctx.db, ctx.workspaceId);
  if (!customs) throw new AppError("NOT_FOUND");
  const topics = await listTopics(ctx.db, ctx.workspaceId);
  return {
    currency: customs.currency,
    attributes: await listAttributeDefinitions(ctx.db, ctx.workspaceId),
    topics: topics.map(({ id, name, brandName, channel }) => ({ id, name, brandName, channel })),
  };
}

export type ImportChoices = Awaited<ReturnType<typeof listChoices>>;
