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
export const PERSON_FIELDS = ["first_name", "last_name", "phone", "locale", "time_zone"] as const;
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

/** One article of an order; the twin of `IncomingLine` in the catalog. */
interface OrderArticle {
  sku: string;
  name: string;
  quantity: number;
  price: string | null;
}

/** A row of an orders file. `total` is decimal text. */
export interface OrderRow {
  person: PersonRow;
  orderId: string | null;
  orderedAt: Date | null;
  total: string | null;
  currency: string;
  itemCount: number | null;
  /** Its articles, where the source tells them. */
  lines?: readonly OrderArticle[];
  contentSha256?: string;
}

/** A row of a products file; the twin of `IncomingProduct` in the catalog. Only filled cells are present. */
export interface ProductRow {
  line: number;
  /** '' only where the row failed. */
  sku: string;
  fields: {
    name?: string;
    description?: string;
    category?: string;
    url?: string;
    image_url?: string;
    price?: string;
    currency?: string;
    stock?: number;
  };
  faults: RowFault[];
  isFailed: boolean;
}

/** What reading a cell needs from outside the pure cores. */
export interface Rules {
  instantOf: (date: ReadDate) => Date;
}

export interface PlanRules extends Rules {
  plan: ImportPlan;
  names: readonly string[];
  /** Of orders and prices without a currency of their own. */
  currency: string;
}
