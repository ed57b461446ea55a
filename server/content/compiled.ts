import { z } from "zod";
import { MAX_PRODUCTS, ProductSource } from "./schemas";

/** Languages the fixed parts of a letter (its footer) are written in. */
export const LetterLocale = z.enum(["en", "de"]);
export type LetterLocale = z.infer<typeof LetterLocale>;

/** A link of a compiled letter; in its sources `{{ links.to[position] }}` stands for it. */
const CompiledLink = z.strictObject({
  /** Of its row in content_links; null in a draft, which is never mailed. */
  id: z.uuid().nullable(),
  url: z.string(),
  label: z.string(),
});

/** Products that are found for each mail; the letter's sources know them as `products.<key>`. */
const ProductSlot = z.strictObject({
  key: z.string().regex(/^p\d+$/),
  source: ProductSource,
  count: z.int().min(1).max(MAX_PRODUCTS),
  /**
   * Absent in letters frozen when every product needed a picture and a page: their sources print
   * both unasked.
   */
  hasImage: z.boolean().optional(),
});
export type ProductSlot = z.infer<typeof ProductSlot>;

/**
 * A letter compiled once for all its recipients: Liquid sources in which only merge tags, products
 * and links are open. Stored with its version and never changed.
 */
export const CompiledLetter = z.strictObject({
  version: z.literal(1),
  locale: LetterLocale,
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  /** In reading order. Letters frozen before links were taken out have none. */
  links: z.array(CompiledLink).default([]),
  /** In reading order. */
  products: z.array(ProductSlot).default([]),
});
export type CompiledLetter = z.infer<typeof CompiledLetter>;
