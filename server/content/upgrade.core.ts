import { z } from "zod";
import { type Inline as Nested, parseLine, parseText } from "./inline.core";
import { inlineOfLiquid } from "./liquid-source.core";
import {
  LETTER_VERSION,
  type LetterBlock,
  type LetterDocument,
  letterDocumentSchema,
} from "./schemas";
import type { Inline, Line } from "./texts.core";

/** The letters of the first editor: markup in strings. Read for ever, never written again. */
const VersionOne = z.object({
  version: z.literal(1),
  subject: z.string(),
  preheader: z.string(),
  blocks: z.array(
    z.discriminatedUnion("type", [
      z.object({ id: z.string(), type: z.literal("heading"), text: z.string() }),
      z.object({ id: z.string(), type: z.literal("text"), text: z.string() }),
      z.object({
        id: z.string(),
        type: z.literal("button"),
        label: z.string(),
        href: z.string(),
      }),
    ]),
  ),
});

type Marks = Pick<Extract<Inline, { type: "text" }>, "bold" | "italic" | "link">;

/** Neighbours in the same formatting as one run. */
function joined(inlines: readonly Inline[]): Inline[] {
  const runs: Inline[] = [];
  for (const inline of inlines) {
    const last = runs.at(-1);
    const isSame =
      inline.type === "text" &&
      last?.type === "text" &&
      JSON.stringify({ ...last, text: "" }) === JSON.stringify({ ...inline, text: "" });
    if (isSame) runs[runs.length - 1] = { ...inline, text: last.text + inline.text };
    else runs.push(inline);
  }
  return runs;
}

function flat(nested: readonly Nested[], marks: Marks): Inline[] {
  const runs = nested.flatMap((inline): Inline[] => {
    switch (inline.kind) {
      case "text":
        return inline.text === "" ? [] : [{ type: "text", text: inline.text, ...marks }];
      case "liquid":
        return [{ ...inlineOfLiquid(inline.source), ...marks }];
      case "break":
        return [{ type: "break" }];
      case "strong":
        return flat(inline.children, { ...marks, bold: true });
      case "em":
        return flat(inline.children, { ...marks, italic: true });
      case "link":
        return flat(inline.children, { ...marks, link: inline.href });
      default: {
        const never: never = inline;
        return never;
      }
    }
  });
  return joined(runs);
}

function line(source: string): Line {
  return flat(parseLine(source.replace(/\s*\n\s*/g, " ")), {}).filter(
    (one) => one.type !== "break",
  );
}

function upgradeBlock(block: z.infer<typeof VersionOne>["blocks"][number]): LetterBlock {
  const { id } = block;
  switch (block.type) {
    case "heading":
      return { id, type: "heading", level: 1, align: "left", text: line(block.text) };
    case "text": {
      const written = parseText(block.text).map((one) => ({ inlines: flat(one, {}) }));
      const paragraphs = written.length > 0 ? written : [{ inlines: [] }];
      return { id, type: "text", align: "left", paragraphs };
    }
    case "button": {
      const { href } = block;
      const look = { align: "left", isFullWidth: false } as const;
      return { id, type: "button", label: line(block.label), href, ...look };
    }
    default: {
      const never: never = block;
      return never;
    }
  }
}

/** A stored document in today's version. Pure; an unknown version throws (fails closed). */
export function upgradeLetter(stored: unknown): LetterDocument {
  const old = VersionOne.safeParse(stored);
  if (!old.success) return letterDocumentSchema.parse(stored);
  return letterDocumentSchema.parse({
    version: LETTER_VERSION,
    subject: line(old.data.subject),
    preheader: line(old.data.preheader),
    blocks: old.data.blocks.map(upgradeBlock),
    footer: { align: "left" },
  });
}

/** What a new campaign starts with: the parts of a letter, all empty. */
export function emptyLetter(): LetterDocument {
  return upgradeLetter({
    version: 1,
    subject: "",
    preheader: "",
    blocks: [
      { id: "heading-1", type: "heading", text: "" },
      { id: "text-1", type: "text", text: "" },
      { id: "button-1", type: "button", label: "", href: "" },
    ],
  });
}
