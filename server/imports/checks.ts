import type { Readable } from "node:stream";
import { openFile } from "../files";
import { AppError, type Ctx, type ErrorCode } from "../kernel";
import { columnLabel } from "./cells.core";
import type { Foreseen, RowOutcome } from "./chunk";
import { findPlanFaults } from "./control";
import { KIND_WORK } from "./kinds";
import type { PlanFault } from "./plan.core";
import * as queries from "./queries";
import { openTable } from "./reading";
import type { FileRow, PlanRules } from "./rows.core";
import { ImportPlan, StoredFormat } from "./schemas";
import { workspaceRules } from "./workspace-rules";

/** Rows that the check before the start reads; longer files are checked by this many. */
export const CHECK_ROWS = 20_000;
const EXAMPLES = 3;

/** One kind of fault of one column (`''`: of whole rows). */
export interface CheckFinding {
  column: string;
  code: ErrorCode;
  count: number;
  /** Whether the rows do not come in, or only the cell is left out. */
  isRowLost: boolean;
  examples: { line: number; value: string }[];
}

export interface Checks {
  rows: number;
  isWhole: boolean;
  /** What keeps the plan from being started. */
  faults: PlanFault[];
  findings: CheckFinding[];
  /** Filled cells per mapped column. */
  columns: { name: string; filled: number }[];
  expected: Foreseen["expected"];
}

async function readRows(
  ctx: Pick<Ctx, "db" | "workspaceId">,
  row: queries.ImportRow,
): Promise<{ names: string[]; rows: FileRow[] }> {
  if (!row.fileId) throw new AppError("NOT_FOUND");
  const { format } = StoredFormat.parse(row.format);
  const stream: Readable = await openFile(ctx, row.fileId);
  try {
    const table = await openTable(stream, format, { skip: 0, size: CHECK_ROWS });
    const first = await table.batches.next();
    return { names: table.names, rows: first.done ? [] : first.value };
  } finally {
    stream.destroy();
  }
}

function collect(rows: readonly RowOutcome[]): CheckFinding[] {
  const found = new Map<string, CheckFinding>();
  for (const row of rows) {
    for (const fault of row.faults) {
      const key = `${fault.column} ${fault.code}`;
      const finding = found.get(key) ?? {
        column: fault.column,
        code: fault.code,
        count: 0,
        isRowLost: row.isFailed,
        examples: [],
      };
      finding.count += 1;
      if (finding.examples.length < EXAMPLES) {
        finding.examples.push({ line: row.line, value: fault.value });
      }
      found.set(key, finding);
    }
  }
  return [...found.values()].sort((a, b) => b.count - a.count);
}

function filledColumns(rows: readonly FileRow[], rules: PlanRules) {
  return rules.plan.columns
    .filter((one) => one.target.to !== "ignore")
    .map((one) => ({
      name: columnLabel(rules.names, one.column),
      filled: rows.filter((row) => (row.cells[one.column] ?? "").trim() !== "").length,
    }));
}

/**
 * What would happen: the draft's rows (up to 20,000 of them) read by its plan and applied to
 * what is there, without writing. Errors: NOT_FOUND, MAPPING_INVALID, CSV_* with their row.
 */
export async function checkDraft(ctx: Ctx, id: string): Promise<Checks> {
  const row = await queries.findImport(ctx.db, ctx.workspaceId, id);
  if (!row) throw new AppError("NOT_FOUND");
  const parsed = ImportPlan.safeParse(row.plan);
  if (!parsed.success) throw new AppError("MAPPING_INVALID", { field: "columns" });
  const plan = parsed.data;
  const { names, rows } = await readRows(ctx, row);
  const rules = await workspaceRules(ctx, { plan, names });
  const job = { rules, fileSha256: row.fileSha256 };
  const foreseen = await KIND_WORK[plan.kind].foresee(ctx, rows, job);
  return {
    rows: rows.length,
    isWhole: rows.length < CHECK_ROWS,
    faults: await findPlanFaults(ctx, plan, names),
    findings: collect(foreseen.rows),
    columns: filledColumns(rows, rules),
    expected: foreseen.expected,
  };
}
