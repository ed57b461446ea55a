import { z } from "zod";
import {
  lineOf,
  link,
  MAX_HEADING,
  MAX_LABEL,
  MAX_SUBJECT,
  MAX_TEXT,
  MergeVariable,
  Paragraph,
} from "./texts.core";

export { toneOn } from "./colour.core";
export { safeLink } from "./links.core";
export { BRACES, inlineOfLiquid } from "./liquid-source.core";
export {
  type Inline,
  LISTS,
  type Line,
  type ListKind,
  lengthOf,
  MAX_FALLBACK,
  MAX_HEADING,
  MAX_LABEL,
  MAX_SUBJECT,
  MERGE_VARIABLES,
  type Paragraph,
} from "./texts.core";

/** Version of `LetterDocument` that is written; older ones are read through `upgradeLetter`. */
export const LETTER_VERSION = 2;

export const MAX_BLOCKS = 120;
/** Inner width of a letter in px: 600 less 32 at each side. */
export const LETTER_WIDTH = 600;
export const LETTER_PADDING = 32;

/** Largest picture of a letter, before base64, and its longest side in px. */
export const IMAGE_MAX_BYTES = 5 * 1024 * 1024;
export const MAX_IMAGE_SIDE = 10_000;

/**
 * A PNG, JPEG or GIF in base64; what it really is, its bytes tell.
 * @public
 */
export const imageSchema = z
  .string()
  .min(1, "UPLOAD_TYPE")
  .max(Math.ceil(IMAGE_MAX_BYTES / 3) * 4, "UPLOAD_TOO_LARGE")
  .regex(/^[A-Za-z0-9+/]*={0,2}$/, "UPLOAD_TYPE");

/**
 * A merge tag that people can lack.
 * @public
 */
export const personVariable = MergeVariable.refine((name) => name.startsWith("contact."));

const id = z.string().regex(/^[a-z0-9-]{1,40}$/, "INPUT_INVALID");

export const Align = z.enum(["left", "center", "right"]);
export type Align = z.infer<typeof Align>;
const colour = z.string().regex(/^#[0-9a-f]{6}$/, "COLOUR_INVALID");

const HeadingBlock = z.strictObject({
  id,
  type: z.literal("heading"),
  level: z.literal([1, 2, 3]),
  align: Align,
  text: lineOf(MAX_HEADING),
});

const TextBlock = z.strictObject({
  id,
  type: z.literal("text"),
  align: Align,
  paragraphs: z
    .array(Paragraph)
    .min(1)
    .max(MAX_TEXT / 2, "TEMPLATE_LIMIT"),
});

/** `image` null: chosen later. Without a description it must be marked as decoration. */
const ImageBlock = z.strictObject({
  id,
  type: z.literal("image"),
  image: z
    .strictObject({
      src: link,
      width: z.int().min(1).max(MAX_IMAGE_SIDE),
      height: z.int().min(1).max(MAX_IMAGE_SIDE),
    })
    .nullable(),
  alt: z.string().max(300, "VALUE_TOO_LONG"),
  isDecorative: z.boolean(),
  href: link,
  /** Share of the place it stands in, percent. */
  width: z.int().min(10).max(100),
  align: Align,
});

const ButtonBlock = z.strictObject({
  id,
  type: z.literal("button"),
  label: lineOf(MAX_LABEL),
  href: link,
  align: Align,
  isFullWidth: z.boolean(),
});

export const MAX_PRODUCTS = 6;
export const PRODUCT_SOURCES = ["picked", "bestsellers", "bought"] as const;

export const ProductSource = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("picked"), productIds: z.array(z.uuid()).max(MAX_PRODUCTS) }),
  z.strictObject({ kind: z.literal("bestsellers"), days: z.int().min(1).max(730) }),
  z.strictObject({ kind: z.literal("bought") }),
]);
export type ProductSource = z.infer<typeof ProductSource>;

/** Which products stand there is decided for each mail, so that stock and pictures are true then. */
const ProductBlock = z.strictObject({
  id,
  type: z.literal("product"),
  source: ProductSource,
  count: z.int().min(1).max(MAX_PRODUCTS),
  perRow: z.literal([1, 2, 3]),
  /** With it, products without a picture are left out. Letters from before it could be chosen have it. */
  hasImage: z.boolean().default(true),
  hasPrice: z.boolean(),
  buttonLabel: z.string().max(60, "VALUE_TOO_LONG"),
});

const DividerBlock = z.strictObject({ id, type: z.literal("divider") });

const SpacerBlock = z.strictObject({
  id,
  type: z.literal("spacer"),
  height: z.int().min(4).max(120),
});

/** A part that holds no others. */
export const LeafBlock = z.discriminatedUnion("type", [
  HeadingBlock,
  TextBlock,
  ImageBlock,
  ButtonBlock,
  ProductBlock,
  DividerBlock,
  SpacerBlock,
]);
export type LeafBlock = z.infer<typeof LeafBlock>;

/** Shares of the columns of one row, in parts of six. */
export const COLUMN_SHARES = {
  "1-1": [3, 3],
  "1-2": [2, 4],
  "2-1": [4, 2],
  "1-1-1": [2, 2, 2],
} as const;
export type ColumnRatio = keyof typeof COLUMN_SHARES;

const Column = z.strictObject({ id, blocks: z.array(LeafBlock).max(20, "TEMPLATE_LIMIT") });
export type Column = z.infer<typeof Column>;

const ColumnsBlock = z
  .strictObject({
    id,
    type: z.literal("columns"),
    ratio: z.enum(["1-1", "1-2", "2-1", "1-1-1"]),
    /** On phones the columns stand below each other. */
    isStacked: z.boolean(),
    columns: z.array(Column).min(2).max(3),
  })
  .refine((block) => block.columns.length === COLUMN_SHARES[block.ratio].length, "INPUT_INVALID");
export type ColumnsBlock = z.infer<typeof ColumnsBlock>;

const SectionBlock = z.strictObject({
  id,
  type: z.literal("section"),
  background: colour,
  padding: z.int().min(0).max(64),
  blocks: z.array(z.union([LeafBlock, ColumnsBlock])).max(30, "TEMPLATE_LIMIT"),
});
export type SectionBlock = z.infer<typeof SectionBlock>;

/** One part of a letter. Depth is bounded by the types: section > columns > leaf. */
export const LetterBlock = z.union([LeafBlock, ColumnsBlock, SectionBlock]);
export type LetterBlock = z.infer<typeof LetterBlock>;
export type BlockType = LetterBlock["type"];
export type BlockOf<Type extends BlockType> = Extract<LetterBlock, { type: Type }>;

/** Every part of a letter, outer before inner, in reading order. */
export function allBlocks(blocks: readonly LetterBlock[]): LetterBlock[] {
  return blocks.flatMap((block): LetterBlock[] => {
    if (block.type === "section") return [block, ...allBlocks(block.blocks)];
    if (block.type === "columns") return [block, ...block.columns.flatMap((c) => c.blocks)];
    return [block];
  });
}

function idsOf(blocks: readonly LetterBlock[]): string[] {
  return allBlocks(blocks).flatMap((block) =>
    block.type === "columns" ? [block.id, ...block.columns.map((c) => c.id)] : [block.id],
  );
}

/**
 * A letter as it is edited and stored. The words of the footer (imprint, unsubscribe, reason) are
 * not part of it: every compile adds them, so no author can leave them out.
 * @public
 */
export const letterDocumentSchema = z.strictObject({
  version: z.literal(LETTER_VERSION),
  subject: lineOf(MAX_SUBJECT),
  preheader: lineOf(MAX_SUBJECT),
  blocks: z.array(LetterBlock).refine((blocks) => {
    const ids = idsOf(blocks);
    return ids.length <= MAX_BLOCKS && new Set(ids).size === ids.length;
  }, "TEMPLATE_LIMIT"),
  footer: z.strictObject({ align: Align }),
});
export type LetterDocument = z.infer<typeof letterDocumentSchema>;

/** Codes a letter's check can report; each has its sentence in the catalogues. */
export const LETTER_CODES = [
  "TEMPLATE_UNKNOWN",
  "TEMPLATE_TAG",
  "TEMPLATE_LIMIT",
  "TEMPLATE_SYNTAX",
  "TEMPLATE_COMPLIANCE",
  "LINK_FORBIDDEN",
  "IMPRINT_INCOMPLETE",
  "MESSAGE_TOO_LARGE",
  "VALUE_REQUIRED",
  "HEADER_CRLF",
] as const;
export type LetterCode = (typeof LETTER_CODES)[number];

/** One thing wrong with a letter, at its field: `subject`, `blocks.<id>.text`, … or `footer`. */
export interface LetterProblem {
  code: LetterCode;
  field: string;
  /** The offending text (`contact.firstname`), for naming it; empty when there is none. */
  name: string;
  /** 1-based place inside the field's text. */
  line: number;
  column: number;
}

/**
 * What should be better about a letter, though nothing keeps it from being sent.
 * @public
 */
export const ADVICE_CODES = [
  "image_missing",
  "image_alt_missing",
  "link_empty",
  "products_none",
  "braces_typed",
] as const;

export interface LetterAdvice {
  code: (typeof ADVICE_CODES)[number];
  field: string;
}

/** Filters a merge tag may use. Closed: anything else is TEMPLATE_UNKNOWN. */
export const MERGE_FILTERS = [
  "default",
  "capitalize",
  "upcase",
  "downcase",
  "strip",
  "truncate",
  "append",
  "prepend",
] as const;

/** Size from which Gmail cuts a mail off, and the size at which we refuse it (bytes of HTML). */
export const CLIPPING_BYTES = 102 * 1024;
export const MAX_MESSAGE_BYTES = 1024 * 1024;
