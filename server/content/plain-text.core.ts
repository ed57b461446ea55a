import { type Inline, parseText } from "./inline.core";
import type { LetterBlock } from "./schemas";
import { inertLiquid } from "./tokens.core";

interface TextFooter {
  reason: string;
  unsubscribe: string;
  imprintTitle: string;
  imprint: readonly string[];
}

/** Liquid that prints the person's unsubscribe page. */
export const UNSUBSCRIBE_URL = "{{ links.page }}";

function inlineText(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      switch (inline.kind) {
        case "text":
          return inertLiquid(inline.text);
        case "liquid":
          return inline.source;
        case "break":
          return "\n";
        case "strong":
        case "em":
          return inlineText(inline.children);
        case "link": {
          const label = inlineText(inline.children);
          return label === inline.href ? inline.href : `${label} (${inline.href})`;
        }
        default: {
          const never: never = inline;
          return never;
        }
      }
    })
    .join("");
}

function blockText(block: LetterBlock): string {
  switch (block.type) {
    case "heading":
      return block.text.trim();
    case "text":
      return parseText(block.text).map(inlineText).join("\n\n");
    case "button":
      return `${block.label.trim()}:\n${block.href.trim()}`;
    default: {
      const never: never = block;
      return never;
    }
  }
}

/**
 * The plain text of a letter as a Liquid source: what somebody reads who sees no HTML. Links stand
 * in full beside their words, the footer below the customary `-- `.
 */
export function plainText(blocks: readonly LetterBlock[], footer: TextFooter): string {
  const body = blocks
    .map(blockText)
    .filter((text) => text !== "")
    .join("\n\n");
  const end = [
    footer.reason,
    "",
    `${footer.unsubscribe}: ${UNSUBSCRIBE_URL}`,
    "",
    `${footer.imprintTitle}:`,
    ...footer.imprint,
  ];
  const fixed = end.map((line) => (line.includes(UNSUBSCRIBE_URL) ? line : inertLiquid(line)));
  return `${body}\n\n-- \n${fixed.join("\n")}`;
}
