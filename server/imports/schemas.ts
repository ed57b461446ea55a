import { z } from "zod";
import { readLine } from "./values.core";

export const ENCODINGS = ["utf-8", "utf-16le", "utf-16be", "windows-1252"] as const;
export const Encoding = z.enum(ENCODINGS);
export type Encoding = z.infer<typeof Encoding>;

/** `blanks`: cells parted by one or more blanks or tabs; blanks at the ends of a line mean nothing. */
export const DELIMITERS = ["comma", "semicolon", "tab", "pipe", "blanks"] as const;
export const Delimiter = z.enum(DELIMITERS);
export type Delimiter = z.infer<typeof Delimiter>;

/** How the bytes of a file become rows of cells. */
export const FileFormat = z.object({
  encoding: Encoding,
  delimiter: Delimiter,
  hasHeader: z.boolean(),
});
export type FileFormat = z.infer<typeof FileFormat>;

/** What one pass over all bytes found. `invalidRow` and `nulRow`: first line that is not UTF-8 / has a NUL. */
export const FileScan = z.object({
  bytes: z.number(),
  lines: z.number(),
  bom: z.enum(["none", "utf-8", "utf-16le", "utf-16be"]),
  invalidRow: z.number().nullable(),
  nulRow: z.number().nullable(),
  /** All bytes that are not UTF-8 read as letters and signs of western Windows text. */
  looksWindows: z.boolean(),
});
export type FileScan = z.infer<typeof FileScan>;

/** What stands in `imports.format`. */
export const StoredFormat = z.object({ format: FileFormat, scan: FileScan });
export type StoredFormat = z.infer<typeof StoredFormat>;

export const KINDS = ["people", "orders", "products"] as const;
export const ImportKind = z.enum(KINDS);
export type ImportKind = z.infer<typeof ImportKind>;

/** Order of a date's parts; separators may be `.`, `/` or `-`. `compact` is YYYYMMDD. */
export const DATE_ORDERS = ["ymd", "dmy", "mdy", "compact"] as const;
export const DateOrder = z.enum(DATE_ORDERS);
export type DateOrder = z.infer<typeof DateOrder>;

export const DecimalMark = z.enum(["point", "comma"]);
export type DecimalMark = z.infer<typeof DecimalMark>;

/** What a column of the file may go to, by the kind of the file. */
export const PEOPLE_TARGETS = [
  "email",
  "externalId",
  "firstName",
  "lastName",
  "phone",
  "locale",
  "timeZone",
  "consent",
] as const;
export const ORDER_TARGETS = [
  "externalId",
  "email",
  "orderId",
  "orderedAt",
  "total",
  "currency",
  "itemCount",
] as const;
export const PRODUCT_TARGETS = [
  "sku",
  "name",
  "description",
  "category",
  "url",
  "imageUrl",
  "price",
  "currency",
  "stock",
] as const;

export type FieldTarget =
  | (typeof PEOPLE_TARGETS)[number]
  | (typeof ORDER_TARGETS)[number]
  | (typeof PRODUCT_TARGETS)[number];

export const TARGETS: Record<ImportKind, readonly FieldTarget[]> = {
  people: PEOPLE_TARGETS,
  orders: ORDER_TARGETS,
  products: PRODUCT_TARGETS,
};
const FIELD_TARGETS = [...new Set([...PEOPLE_TARGETS, ...ORDER_TARGETS, ...PRODUCT_TARGETS])];

/** Kinds of values of an attribute; the same as in the contacts domain, whose door is not isomorphic. */
export const VALUE_TYPES = ["text", "number", "boolean", "date"] as const;

export const Target = z.discriminatedUnion("to", [
  z.object({ to: z.literal("ignore") }),
  z.object({ to: z.enum(FIELD_TARGETS) }),
  z.object({
    to: z.literal("attribute"),
    /** An existing attribute's key; with `label` and `type` the attribute is made when it is new. */
    key: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, "INPUT_INVALID"),
    label: z.string().trim().min(1, "VALUE_REQUIRED").max(80, "VALUE_TOO_LONG").optional(),
    type: z.enum(VALUE_TYPES).optional(),
  }),
]);
export type Target = z.infer<typeof Target>;

/** Where one column of the file goes and how its cells are read. */
export const PlanColumn = z.object({
  /** Position in the file, from 0. */
  column: z.int().min(0).max(199),
  /** Its header; checked against the file when given, so that a plan never meets a wrong file. */
  name: z.string().max(2000).optional(),
  target: Target,
  dates: DateOrder.optional(),
  decimal: DecimalMark.optional(),
});
export type PlanColumn = z.infer<typeof PlanColumn>;

/**
 * What happens to people or products that are already known: `fill_empty` writes only where nothing stands,
 * `overwrite` writes every filled cell, `keep` leaves them as they are. An empty cell never erases.
 */
export const OVERWRITE = ["fill_empty", "overwrite", "keep"] as const;
export const Overwrite = z.enum(OVERWRITE);
export type Overwrite = z.infer<typeof Overwrite>;

export const CONSENT_BASES = [
  "none",
  "consent_double_opt_in",
  "consent_single_opt_in",
  "existing_customer",
] as const;

/** On what ground the people of the file may be written to, and what proves it. */
export const ConsentPlan = z.object({
  basis: z.enum(CONSENT_BASES),
  topicIds: z.array(z.uuid()).max(50).default([]),
  evidence: z
    .object({
      /** What the people were told or agreed to. */
      text: z.string().trim().max(2000, "VALUE_TOO_LONG").default(""),
      /** Form, shop, event … where it was collected. */
      source: z.string().trim().max(300, "VALUE_TOO_LONG").default(""),
      /** Day of collection, `YYYY-MM-DD`. */
      collectedOn: z.union([z.literal(""), z.iso.date("VALUE_DATE")]).default(""),
      /** The conditions of UWG § 7(3), for `existing_customer`. */
      obtainedWithSale: z.boolean().default(false),
      similarGoods: z.boolean().default(false),
      noticeAtCollection: z.boolean().default(false),
    })
    .prefault({}),
});
export type ConsentPlan = z.infer<typeof ConsentPlan>;

/** The whole plan of an import: what the wizard builds and `npm run admin -- import` takes. */
export const ImportPlan = z.object({
  version: z.literal(1).default(1),
  kind: ImportKind,
  columns: z.array(PlanColumn).max(200),
  overwrite: Overwrite.default("fill_empty"),
  /** Of orders and prices without a currency column; the workspace's when left out. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "VALUE_CURRENCY")
    .optional(),
  consent: ConsentPlan.prefault({ basis: "none" }),
});
export type ImportPlan = z.infer<typeof ImportPlan>;

/**
 * The mapping file of the command line: a plan whose columns may be named by their header or their
 * position, and whose format is found by itself when left out. See docs/import.md.
 */
export const ImportMapping = ImportPlan.extend({
  format: FileFormat.partial().optional(),
  columns: z
    .array(
      PlanColumn.omit({ column: true, name: true }).extend({
        column: z.union([z.int(), z.string()]),
      }),
    )
    .max(200),
});
export type ImportMapping = z.infer<typeof ImportMapping>;

export const STEPS = ["preview", "mapping", "checks", "policy", "consent", "summary"] as const;
export const Step = z.enum(STEPS);
export type Step = z.infer<typeof Step>;

/** A draft as the wizard saves it after every change. */
export const DraftChange = z.object({
  id: z.uuid(),
  step: Step.optional(),
  format: FileFormat.optional(),
  plan: ImportPlan.optional(),
});
export type DraftChange = z.infer<typeof DraftChange>;

export const STATES = [
  "draft",
  "discarded",
  "queued",
  "running",
  "paused",
  "done",
  "failed",
  "cancelled",
  "undoing",
  "undone",
] as const;
export const ImportState = z.enum(STATES);
export type ImportState = z.infer<typeof ImportState>;

/** Largest file that is taken, in bytes after unpacking. */
export const MAX_FILE_BYTES = 300 * 1024 * 1024;
/** How long a draft waits to be started before it is thrown away with its file. */
export const DRAFT_DAYS = 7;
export const MAX_COLUMNS = 200;
/** Largest cell, in characters. */
export const MAX_CELL = 32 * 1024;

/** Orders of one request, and bytes of its body. */
export const MAX_ORDERS = 500;
export const MAX_BODY_BYTES = 1024 * 1024;

/** One line of text as the import takes it: trimmed, filled, without control characters. */
function line(max: number) {
  return z.string().transform((text, ctx) => {
    const read = readLine(text, max);
    const code = read.ok ? (read.value === "" ? "VALUE_REQUIRED" : null) : read.code;
    if (code) ctx.addIssue({ code: "custom", message: code });
    return read.ok ? read.value : "";
  });
}

/** Money as a JSON number or as decimal text, with at most two places; becomes text with two. */
const Money = z.union([z.number(), z.string()], "VALUE_NUMBER").transform((given, ctx) => {
  const text = typeof given === "number" ? String(given) : given.trim();
  if (!/^-?\d{1,11}(\.\d{1,2})?$/.test(text)) {
    ctx.addIssue({ code: "custom", message: "VALUE_NUMBER" });
  }
  return Number(text).toFixed(2);
});

/** One article of a posted order; `price` is of one piece. */
const PostedItem = z.strictObject({
  sku: line(200),
  name: line(300).optional(),
  quantity: z.int("VALUE_NUMBER").min(1, "VALUE_NUMBER").max(1_000_000, "VALUE_NUMBER"),
  price: Money.refine((price) => !price.startsWith("-"), "VALUE_NEGATIVE").optional(),
});

/** An order as a shop posts it (`POST /api/v1/orders`, docs/api.md). */
export const PostedOrder = z.strictObject({
  /** The shop's order number: what makes it the same order when it comes again. */
  id: line(200),
  ordered_at: z.iso.datetime({ offset: true, error: "VALUE_DATE" }),
  currency: z.string().regex(/^[A-Z]{3}$/, "VALUE_CURRENCY"),
  total: Money,
  customer: z.strictObject({
    email: z.string().max(400, "VALUE_TOO_LONG").optional(),
    external_id: line(200).optional(),
  }),
  items: z.array(PostedItem).max(200, "VALUE_TOO_LONG").default([]),
});
export type PostedOrder = z.infer<typeof PostedOrder>;
