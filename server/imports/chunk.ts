import type { ErrorCode } from "../kernel";
import type { AppliedRow } from "./apply.core";
import type { Counts, ErrorRow } from "./queries";
import type { PlanRules, RowFault } from "./rows.core";

/** What a chunk needs to know about its import. */
export interface ChunkJob {
  importId: string;
  fileSha256: string;
  rules: PlanRules;
}

export interface ChunkResult {
  counts: Counts;
  errors: ErrorRow[];
}

/** What became, or would become, of one row. */
export interface RowOutcome {
  line: number;
  isFailed: boolean;
  faults: readonly RowFault[];
}

/** What a file would do: its rows and the counts its kind tells. */
export interface Foreseen {
  rows: RowOutcome[];
  expected: { id: ExpectedId; count: number }[];
}

export type ExpectedId =
  | "created"
  | "known"
  | "newOrders"
  | "ordersKnown"
  | "newProducts"
  | "productsUpdated"
  | "productsUnchanged"
  | "failed";

export function errorsOf(
  rows: readonly { line: number; faults: readonly RowFault[] }[],
): (ErrorRow & { code: ErrorCode })[] {
  return rows.flatMap(({ line, faults }) => faults.map((fault) => ({ line, ...fault })));
}

/** The counts that every kind of row has. */
export function countRows(rows: readonly RowOutcome[], total: number): Counts {
  const taken = rows.filter((row) => !row.isFailed);
  return {
    rowsDone: total,
    peopleCreated: 0,
    peopleUpdated: 0,
    peopleUnchanged: 0,
    ordersCreated: 0,
    ordersKnown: 0,
    productsCreated: 0,
    productsUpdated: 0,
    productsUnchanged: 0,
    consentsRecorded: 0,
    rowsFailed: rows.length - taken.length,
    cellsDropped: taken.reduce((sum, row) => sum + row.faults.length, 0),
  };
}

/** Rows about people as outcomes of the file's rows. */
export function outcomesOf(rows: readonly AppliedRow[]): RowOutcome[] {
  return rows.map(({ line, result, faults }) => ({ line, isFailed: result === "failed", faults }));
}

/** How many rows came to what. */
export function tally(rows: readonly AppliedRow[]): Record<AppliedRow["result"], number> {
  const of = (result: AppliedRow["result"]) => rows.filter((row) => row.result === result).length;
  return {
    created: of("created"),
    updated: of("updated"),
    unchanged: of("unchanged"),
    failed: of("failed"),
  };
}
