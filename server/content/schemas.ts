import { z } from "zod";

/** Version of `LetterDocument` that is written; older ones are read through `upgradeLetter`. */
export const LETTER_VERSION = 1;

export const MAX_BLOCKS = 60;
export const MAX_SUBJECT = 250;
export const MAX_TEXT = 20_000;

const oneLine = (max: number) =>
  z
    .string()
    .max(max, "VALUE_TOO_LONG")
    .refine((text) => !/[\r\n\u2028\u2029]/.test(text), "HEADER_CRLF");

const blockId = z.string().regex(/^[a-z0-9-]{1,40}$/, "INPUT_INVALID");

export const HeadingBlock = z.strictObject({
  id: blockId,
  type: z.literal("heading"),
  text: z.string().max(500, "VALUE_TOO_LONG"),
});

/**
 * Paragraphs as plain text: a blank line parts them, `**bold**`, `*italic*`, `[label](https://…)`.
 * A backslash takes the meaning from the next sign.
 */
export const TextBlock = z.strictObject({
  id: blockId,
  type: z.literal("text"),
  text: z.string().max(MAX_TEXT, "VALUE_TOO_LONG"),
});

export const ButtonBlock = z.strictObject({
  id: blockId,
  type: z.literal("button"),
  label: z.string().max(200, "VALUE_TOO_LONG"),
  href: z.string().max(2000, "VALUE_TOO_LONG"),
});

/** One part of a letter. New kinds are added here; their order is the array's. */
export const LetterBlock = z.discriminatedUnion("type", [HeadingBlock, TextBlock, ButtonBlock]);
export type LetterBlock = z.infer<typeof LetterBlock>;

/**
 * A letter as it is edited and stored: texts with merge tags, no markup. The footer (imprint,
 * unsubscribe, reason) is not part of it: every compile adds it, so no author can leave it out.
 * @public
 */
export const letterDocumentSchema = z.strictObject({
  version: z.literal(LETTER_VERSION),
  subject: oneLine(MAX_SUBJECT),
  preheader: oneLine(MAX_SUBJECT),
  blocks: z
    .array(LetterBlock)
    .max(MAX_BLOCKS, "TEMPLATE_LIMIT")
    .refine((blocks) => new Set(blocks.map((b) => b.id)).size === blocks.length, "INPUT_INVALID"),
});
export type LetterDocument = z.infer<typeof letterDocumentSchema>;

/** A stored document in today's version. Pure; an unknown version throws (fails closed). */
export function upgradeLetter(stored: unknown): LetterDocument {
  return letterDocumentSchema.parse(stored);
}

/** What a new campaign starts with: the parts of a letter, all empty. */
export function emptyLetter(): LetterDocument {
  return {
    version: LETTER_VERSION,
    subject: "",
    preheader: "",
    blocks: [
      { id: "heading-1", type: "heading", text: "" },
      { id: "text-1", type: "text", text: "" },
      { id: "button-1", type: "button", label: "", href: "" },
    ],
  };
}

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

/**
 * A letter compiled once for all its recipients: Liquid sources in which only merge tags and links
 * are open. Stored with its version and never changed.
 */
export const CompiledLetter = z.strictObject({
  version: z.literal(1),
  locale: LetterLocale,
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  /** In reading order. Letters frozen before links were taken out have none. */
  links: z.array(CompiledLink).default([]),
});
export type CompiledLetter = z.infer<typeof CompiledLetter>;

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

/** Merge tags every letter may use; attributes of people come on top as `contact.attributes.<key>`. */
export const MERGE_VARIABLES = [
  "contact.first_name",
  "contact.last_name",
  "contact.email",
  "contact.external_id",
  "brand.name",
] as const;

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
