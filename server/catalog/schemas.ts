import { z } from "zod";
import { secureAddress } from "../kernel/web-address";

/** One line: names end up in mail headers. */
const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max, "VALUE_TOO_LONG")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
    .regex(/^[^\u0000-\u001f\u007f\u2028\u2029]*$/, "HEADER_CRLF");

const WebAddress = z
  .string()
  .trim()
  .max(2000, "VALUE_TOO_LONG")
  .refine((text) => text === "" || secureAddress(text) !== null, "VALUE_URL");

/** A product as people fill it in; empty text means "none". */
export const ProductFields = z.object({
  name: line(300).min(1, "VALUE_REQUIRED"),
  description: z.string().trim().max(5000, "VALUE_TOO_LONG"),
  category: line(200),
  url: WebAddress,
  imageUrl: WebAddress,
  /** Decimal text of one piece, with a point or a comma: `12.95`. */
  price: z
    .string()
    .trim()
    .regex(/^(\d{1,9}([.,]\d{1,2})?)?$/, "VALUE_NUMBER"),
  currency: z
    .string()
    .trim()
    .regex(/^[A-Z]{3}$/, "VALUE_CURRENCY"),
  /** Empty: not counted, always available. */
  stock: z
    .string()
    .trim()
    .regex(/^\d{0,9}$/, "VALUE_NUMBER"),
});
export type ProductFields = z.infer<typeof ProductFields>;

/** `revision` is what the form was opened with; a newer one gives REVISION_CONFLICT. */
export const ProductEdit = ProductFields.extend({ id: z.uuid(), revision: z.string() });
export type ProductEdit = z.infer<typeof ProductEdit>;

/** What the list can be sorted by, and nothing else (FIELD_UNKNOWN). */
export const PRODUCT_SORTS = ["name", "price", "stock", "changed"] as const;
export type ProductSort = (typeof PRODUCT_SORTS)[number];

/** `current`: all but archived; `letters` and `hidden`: those that letters may show, and may not. */
export const PRODUCT_VIEWS = ["current", "letters", "hidden", "archived"] as const;

export const ProductFilter = z.object({
  search: z.string().trim().max(200, "VALUE_TOO_LONG").optional(),
  view: z.enum(PRODUCT_VIEWS).default("current"),
});
export type ProductFilter = z.infer<typeof ProductFilter>;

export const ProductListInput = ProductFilter.extend({
  // Any text on purpose: an unknown field gets the code FIELD_UNKNOWN, not a shape error.
  sort: z.string().max(64).default("name"),
  direction: z.enum(["asc", "desc"]).default("asc"),
  cursor: z.string().max(4000).optional(),
});
export type ProductListInput = z.infer<typeof ProductListInput>;
