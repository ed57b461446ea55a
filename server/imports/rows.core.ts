import type { AttributeValue } from "@/db";
import type { ErrorCode } from "../kernel";
import type { ImportPlan } from "./schemas";
import type { ReadDate } from "./values.core";

/** A row as it was read; the twin of `FileRow` in reading.ts. */
export interface FileRow {
  line: number;
  cells: string[];
}

/** What is wrong with one cell, or (column '') with the row. `value` is cut to 200 characters. */
export interface RowFault {
  column: string;
  code: ErrorCode;
  value: string;
}

/** Columns of a person, beyond what identifies them, by their names in the database. */
export const PERSON_FIELDS = ["first_name", "last_name", "phone", "locale"] as const;
export type PersonField = (typeof PERSON_FIELDS)[number];

/** A row of a file as what it says about a person. Only filled cells are present. */
export interface PersonRow {
  line: number;
  email: string | null;
  externalId: string | null;
  fields: Partial<Record<PersonField, string>>;
  attributes: Record<string, AttributeValue>;
  consent: boolean | null;
  faults: RowFault[];
  /** The row does not come in at all. */
  isFailed: boolean;
}

/** A row of an orders file. `total` is decimal text. */
export interface OrderRow {
  person: PersonRow;
  orderId: string | null;
  orderedAt: Date | null;
  total: string | null;
  currency: string;
  itemCount: number | null;
}

/** What reading a cell needs from outside the pure cores. */
export interface Rules {
  instantOf: (date: ReadDate) => Date;
}

export interface PlanRules extends Rules {
  plan: ImportPlan;
  names: readonly string[];
  /** Of orders without a currency of their own. */
  currency: string;
}
