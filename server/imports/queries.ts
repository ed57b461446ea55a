import { and, asc, desc, eq, gt, lt, lte, ne, or, sql } from "drizzle-orm";
import {
  consentEvents,
  consentStates,
  contacts,
  identities,
  importErrors,
  imports,
  orders,
  productImports,
  products,
  type Tx,
  workspaces,
} from "@/db";

export type ImportRow = typeof imports.$inferSelect;

const own = (workspaceId: string, id: string) =>
  and(eq(imports.workspaceId, workspaceId), eq(imports.id, id));

export async function insertImport(tx: Tx, row: typeof imports.$inferInsert): Promise<void> {
  await tx.insert(imports).values(row);
}

export async function findImport(
  tx: Tx,
  workspaceId: string,
  id: string,
): Promise<ImportRow | null> {
  const [row] = await tx.select().from(imports).where(own(workspaceId, id));
  return row ?? null;
}

/** The row, held until the transaction ends: two workers never write the same chunk. */
export async function lockImport(
  tx: Tx,
  workspaceId: string,
  id: string,
): Promise<ImportRow | null> {
  const [row] = await tx.select().from(imports).where(own(workspaceId, id)).for("update");
  return row ?? null;
}

/** A draft made at or before a moment, the oldest first; one that somebody is just using is left out. */
export async function findStaleDraft(
  tx: Tx,
  workspaceId: string,
  before: Date,
): Promise<{ id: string } | null> {
  const [row] = await tx
    .select({ id: imports.id })
    .from(imports)
    .where(
      and(
        eq(imports.workspaceId, workspaceId),
        eq(imports.state, "draft"),
        lte(imports.createdAt, before),
      ),
    )
    .orderBy(asc(imports.createdAt))
    .limit(1)
    .for("update", { skipLocked: true });
  return row ?? null;
}

export async function updateImport(
  tx: Tx,
  key: { workspaceId: string; id: string },
  set: Partial<typeof imports.$inferInsert>,
): Promise<void> {
  await tx.update(imports).set(set).where(own(key.workspaceId, key.id));
}

export interface Counts {
  rowsDone: number;
  peopleCreated: number;
  peopleUpdated: number;
  peopleUnchanged: number;
  ordersCreated: number;
  ordersKnown: number;
  productsCreated: number;
  productsUpdated: number;
  productsUnchanged: number;
  consentsRecorded: number;
  rowsFailed: number;
  cellsDropped: number;
}

/** Adds a chunk's counts; false when somebody else moved the import on from `expectedRows`. */
export async function addCounts(
  tx: Tx,
  key: { workspaceId: string; id: string; expectedRows: number },
  counts: Counts,
): Promise<boolean> {
  const add = (name: keyof Counts) => sql`${imports[name]} + ${counts[name]}`;
  const moved = await tx
    .update(imports)
    .set({
      rowsDone: add("rowsDone"),
      peopleCreated: add("peopleCreated"),
      peopleUpdated: add("peopleUpdated"),
      peopleUnchanged: add("peopleUnchanged"),
      ordersCreated: add("ordersCreated"),
      ordersKnown: add("ordersKnown"),
      productsCreated: add("productsCreated"),
      productsUpdated: add("productsUpdated"),
      productsUnchanged: add("productsUnchanged"),
      consentsRecorded: add("consentsRecorded"),
      rowsFailed: add("rowsFailed"),
      cellsDropped: add("cellsDropped"),
    })
    .where(and(own(key.workspaceId, key.id), eq(imports.rowsDone, key.expectedRows)))
    .returning({ id: imports.id });
  return moved.length === 1;
}

/** Imports newest first, from before a moment on. */
export function listImports(
  tx: Tx,
  workspaceId: string,
  page: { before: { at: Date; id: string } | null; limit: number },
) {
  const { before, limit } = page;
  return tx
    .select()
    .from(imports)
    .where(
      and(
        eq(imports.workspaceId, workspaceId),
        ne(imports.state, "discarded"),
        before
          ? or(
              lt(imports.createdAt, before.at),
              and(eq(imports.createdAt, before.at), lt(imports.id, before.id)),
            )
          : undefined,
      ),
    )
    .orderBy(desc(imports.createdAt), desc(imports.id))
    .limit(limit);
}

export interface ErrorRow {
  line: number;
  column: string;
  code: string;
  value: string;
}

export async function insertErrors(
  tx: Tx,
  key: { workspaceId: string; importId: string },
  rows: readonly ErrorRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into import_errors (workspace_id, import_id, line, "column", code, value)
    select ${key.workspaceId}, ${key.importId}, r.line, r."column", r.code, r.value
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(line int, "column" text, code text, value text)
    on conflict do nothing`);
}

/** Faults in the order of the file, from behind a place on. */
export function listErrors(
  tx: Tx,
  key: { workspaceId: string; importId: string },
  page: { after: { line: number; column: string } | null; limit: number },
): Promise<ErrorRow[]> {
  const { after, limit } = page;
  return tx
    .select({
      line: importErrors.line,
      column: importErrors.column,
      code: importErrors.code,
      value: importErrors.value,
    })
    .from(importErrors)
    .where(
      and(
        eq(importErrors.workspaceId, key.workspaceId),
        eq(importErrors.importId, key.importId),
        after
          ? or(
              gt(importErrors.line, after.line),
              and(eq(importErrors.line, after.line), gt(importErrors.column, after.column)),
            )
          : undefined,
      ),
    )
    .orderBy(asc(importErrors.line), asc(importErrors.column))
    .limit(limit);
}

/** How often each code stands in the report. */
export function countErrors(tx: Tx, key: { workspaceId: string; importId: string }) {
  return tx
    .select({
      column: importErrors.column,
      code: importErrors.code,
      count: sql<number>`count(*)::int`,
    })
    .from(importErrors)
    .where(
      and(eq(importErrors.workspaceId, key.workspaceId), eq(importErrors.importId, key.importId)),
    )
    .groupBy(importErrors.column, importErrors.code)
    .orderBy(desc(sql`count(*)`), asc(importErrors.column), asc(importErrors.code))
    .limit(100);
}

/** How the workspace reads dates and money. */
export async function findCustoms(tx: Tx, workspaceId: string) {
  const [row] = await tx
    .select({
      timeZone: workspaces.timeZone,
      currency: workspaces.currency,
      locale: workspaces.locale,
    })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId));
  return row ?? null;
}

/** Lets the planner know what the tables hold now; sampled, so its cost does not grow with them. */
export async function analyzeImported(tx: Tx): Promise<void> {
  await tx.execute(
    sql`analyze ${contacts}, ${identities}, ${orders}, ${consentEvents}, ${consentStates},
      ${products}, ${productImports}`,
  );
}
