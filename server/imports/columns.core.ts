import type { DateOrder, DecimalMark } from "./schemas";
import { readBoolean, readDate, readDecimal, readPhone } from "./values.core";

export type ColumnType = "empty" | "email" | "number" | "date" | "boolean" | "phone" | "text";

/** What a sample says about one column of a file. */
export interface ColumnLook {
  column: number;
  /** Header, or '' when the file has none. */
  name: string;
  type: ColumnType;
  /** Share of rows with a filled cell, 0…1. */
  filled: number;
  /** Up to five different values, in the order of the file. */
  samples: string[];
  /** Orders of date parts that fit every filled cell; more than one: a person must say which. */
  dates: DateOrder[];
  decimal: DecimalMark | null;
  /** All filled cells differ. */
  isUnique: boolean;
}

/** A column is of a kind when nearly all its cells are: the few others show up in the checks. */
const NEARLY = 0.95;

function nearlyAll(cells: readonly string[], test: (cell: string) => boolean): boolean {
  return cells.filter(test).length >= cells.length * NEARLY;
}

const EMAIL = /^\S+@\S+\.\S+$/;

/**
 * The decimal mark that reads all these numbers, or null. When both do (`1234`, `12`), the point is
 * taken unless a comma stands before one or two last digits somewhere.
 */
function decimalOf(cells: readonly string[]): DecimalMark | null {
  const reads = (mark: DecimalMark) => nearlyAll(cells, (cell) => readDecimal(cell, mark).ok);
  if (reads("point") && !cells.some((cell) => /,\d{1,2}$/.test(cell))) return "point";
  if (reads("comma")) return "comma";
  return reads("point") ? "point" : null;
}

/** The orders that read all these dates; dots mean day first wherever that fits. */
function dateOrdersOf(cells: readonly string[]): DateOrder[] {
  const orders = (["ymd", "compact", "dmy", "mdy"] as const).filter((order) =>
    nearlyAll(cells, (cell) => readDate(cell, order).ok),
  );
  const hasDots = cells.some((cell) => /^\d{1,2}\.\s?\d{1,2}\./.test(cell));
  return hasDots && orders.includes("dmy") ? ["dmy"] : orders;
}

interface Guess {
  type: ColumnType;
  dates: DateOrder[];
  decimal: DecimalMark | null;
}

function guess(cells: readonly string[]): Guess {
  const plain = { dates: [], decimal: null };
  if (cells.length === 0) return { ...plain, type: "empty" };
  // A few wrong addresses among many right ones are still a column of addresses.
  const mails = cells.filter((cell) => EMAIL.test(cell)).length;
  if (mails / cells.length >= 0.8) return { ...plain, type: "email" };
  const dates = dateOrdersOf(cells);
  if (dates.length > 0) return { ...plain, type: "date", dates };
  // Customer numbers such as 00042 look like numbers; their zeros must not be lost.
  const hasLeadingZero = cells.some((cell) => /^0\d/.test(cell));
  const decimal = decimalOf(cells);
  const isFlag = nearlyAll(cells, (cell) => readBoolean(cell).ok);
  if (isFlag && !cells.every((cell) => /^[01]$/.test(cell))) return { ...plain, type: "boolean" };
  if (nearlyAll(cells, (cell) => /^(\+|00)/.test(cell) && readPhone(cell).ok)) {
    return { ...plain, type: "phone" };
  }
  if (isFlag && new Set(cells).size === 2) return { ...plain, type: "boolean" };
  if (decimal && !hasLeadingZero) return { ...plain, type: "number", decimal };
  return { ...plain, type: "text" };
}

/** Looks at each column of a sample of rows. */
export function lookAtColumns(
  names: readonly string[],
  rows: readonly (readonly string[])[],
): ColumnLook[] {
  return names.map((name, column) => {
    const cells = rows.map((row) => (row[column] ?? "").trim()).filter((cell) => cell !== "");
    const different = [...new Set(cells)];
    return {
      column,
      name,
      ...guess(cells),
      filled: rows.length === 0 ? 0 : cells.length / rows.length,
      samples: different.slice(0, 5).map((cell) => cell.slice(0, 120)),
      isUnique: cells.length > 0 && different.length === cells.length,
    };
  });
}
