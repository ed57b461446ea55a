import { z } from "zod";

export const MAX_SUBJECT = 250;
export const MAX_HEADING = 500;
export const MAX_LABEL = 200;
export const MAX_FALLBACK = 200;
export const MAX_TEXT = 20_000;

/** Merge tags every letter may use; attributes of people come on top as `contact.attributes.<key>`. */
export const MERGE_VARIABLES = [
  "contact.first_name",
  "contact.last_name",
  "contact.email",
  "contact.external_id",
  "brand.name",
] as const;

/** A dotted name that a merge tag may print. */
export const MergeVariable = z.string().refine((name) => {
  const isStandard = (MERGE_VARIABLES as readonly string[]).includes(name);
  return isStandard || /^contact\.attributes\.[a-z][a-z0-9_]{0,62}$/.test(name);
}, "TEMPLATE_UNKNOWN");

export const link = z.string().max(2000, "VALUE_TOO_LONG");
const marks = {
  bold: z.literal(true).optional(),
  italic: z.literal(true).optional(),
  link: link.optional(),
};

/** A person's data in a text, with the words that stand in for it when there is none. */
const TagInline = z.strictObject({
  type: z.literal("tag"),
  variable: MergeVariable,
  fallback: z.string().max(MAX_FALLBACK, "VALUE_TOO_LONG"),
  ...marks,
});

/** A run of text. Runs are flat: what is bold inside a link is a run with both marks. */
const TextInline = z.strictObject({
  type: z.literal("text"),
  text: z.string().min(1).max(MAX_TEXT, "VALUE_TOO_LONG"),
  ...marks,
});

/** Conditions and filters an expert typed; checked like every author's template. */
const LiquidInline = z.strictObject({
  type: z.literal("liquid"),
  source: z.string().max(MAX_TEXT, "VALUE_TOO_LONG"),
  ...marks,
});

const BreakInline = z.strictObject({ type: z.literal("break") });

const Inline = z.discriminatedUnion("type", [TextInline, TagInline, LiquidInline, BreakInline]);
export type Inline = z.infer<typeof Inline>;

export const LISTS = ["bullet", "number"] as const;
export type ListKind = (typeof LISTS)[number];

/** A paragraph; neighbours with the same `list` are the items of one. */
export const Paragraph = z.strictObject({
  list: z.enum(LISTS).optional(),
  // As many as the longest text of version 1 can become.
  inlines: z.array(Inline).max(MAX_TEXT, "TEMPLATE_LIMIT"),
});
export type Paragraph = z.infer<typeof Paragraph>;

const LineInline = z.discriminatedUnion("type", [TextInline, TagInline, LiquidInline]);
export type Line = z.infer<typeof LineInline>[];

function wordsOf(inline: Line[number]): string {
  if (inline.type === "text") return inline.text;
  return inline.type === "tag" ? inline.fallback : inline.source;
}

/** Signs of a line as its author typed them; a merge tag counts with its fallback. */
export function lengthOf(line: Line): number {
  return line.reduce((sum, inline) => sum + wordsOf(inline).length, 0);
}

/** One line with merge tags and no formatting: subject, heading, label. */
export const lineOf = (max: number) =>
  z
    .array(LineInline)
    .refine((line) => lengthOf(line) <= max, "VALUE_TOO_LONG")
    .refine(
      (line) => !line.some((inline) => /[\r\n\u2028\u2029]/.test(wordsOf(inline))),
      "HEADER_CRLF",
    );
