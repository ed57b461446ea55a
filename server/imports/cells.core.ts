import type { ErrorCode } from "../kernel";
import type { FileRow, PlanRules, RowFault } from "./rows.core";
import type { PlanColumn } from "./schemas";
import type { Reading } from "./values.core";

/** Name under which a column's faults are reported: its header, else its place from 1. */
export function columnLabel(names: readonly string[], column: number): string {
  return names[column] || `#${column + 1}`;
}

/** A filled cell that the plan takes. */
export interface Cell {
  text: string;
  plan: PlanColumn;
  label: string;
}

/** Hands a value that could be read to `put`; the code of its fault otherwise. */
export function keep<T>(read: Reading<T>, put: (value: T) => void): ErrorCode | null {
  if (read.ok) put(read.value);
  return read.ok ? null : read.code;
}

export function faultOf(cell: { label: string; text: string }, code: ErrorCode): RowFault {
  return { column: cell.label, code, value: cell.text.slice(0, 200) };
}

/** The filled cells that the plan takes. */
export function cellsOf(row: FileRow, rules: PlanRules): Cell[] {
  return rules.plan.columns.flatMap((plan) => {
    const text = (row.cells[plan.column] ?? "").trim();
    if (plan.target.to === "ignore" || text === "") return [];
    return [{ text, plan, label: columnLabel(rules.names, plan.column) }];
  });
}

/** Fewer or more cells than columns: nobody can say which cell belongs where. */
export function hasWrongWidth(row: FileRow, rules: PlanRules): boolean {
  const width = rules.names.length;
  return row.cells.length < width || row.cells.slice(width).some((cell) => cell.trim() !== "");
}

/** Leaves a whole row out. */
export function failed<Row extends { faults: RowFault[]; isFailed: boolean }>(
  row: Row,
  code: ErrorCode,
): Row {
  row.faults.push({ column: "", code, value: "" });
  row.isFailed = true;
  return row;
}
