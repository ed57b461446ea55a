import { safeLink } from "./links.core";
import { liquidOf } from "./liquid-source.core";
import { isEmpty } from "./parts.core";
import type { BlockOf, LetterBlock } from "./schemas";
import type { Inline, Paragraph } from "./texts.core";
import { inertLiquid } from "./tokens.core";

interface TextFooter {
  reason: string;
  unsubscribe: string;
  imprintTitle: string;
  imprint: readonly string[];
}

/** Liquid that prints the person's unsubscribe page. */
export const UNSUBSCRIBE_URL = "{{ links.page }}";

/** Inlines as one Liquid source without any formatting. */
export function lineSource(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      if (inline.type === "break") return "\n";
      return inline.type === "text" ? inertLiquid(inline.text) : (liquidOf(inline) ?? "");
    })
    .join("");
}

/** A paragraph with each link's address behind its words. */
function paragraphText(inlines: readonly Inline[]): string {
  return inlines
    .map((inline, at) => {
      const words = lineSource([inline]);
      const href = inline.type === "break" ? null : safeLink(inline.link ?? "");
      if (inline.type === "break" || !href) return words;
      const next = inlines[at + 1];
      const isLast = !next || next.type === "break" || next.link !== inline.link;
      return isLast && words !== inline.link ? `${words} (${inline.link?.trim()})` : words;
    })
    .join("");
}

/** Items of a list stand line by line, paragraphs apart. */
function paragraphsText(paragraphs: readonly Paragraph[]): string {
  let number = 0;
  return paragraphs
    .map(({ list, inlines }, at) => {
      const isGoingOn = list !== undefined && paragraphs[at - 1]?.list === list;
      number = isGoingOn ? number + 1 : 1;
      const mark = { bullet: "- ", number: `${number}. ` };
      const gap = at === 0 ? "" : isGoingOn ? "\n" : "\n\n";
      return `${gap}${list ? mark[list] : ""}${paragraphText(inlines)}`;
    })
    .join("");
}

function productText(block: BlockOf<"product">, key: string): string {
  const lines = Array.from({ length: block.count }, (_, at) => {
    const path = `products.${key}[${at}]`;
    const price = block.hasPrice ? `{% if ${path}.price %} – {{ ${path}.price }}{% endif %}` : "";
    const page = `{% if ${path}.url %}  {{ ${path}.url }}\n{% endif %}`;
    return `{% if ${path} %}* {{ ${path}.name }}${price}\n${page}{% endif %}`;
  });
  return lines.join("");
}

function textOf(block: LetterBlock, nextKey: () => string): string {
  if (block.type === "section") return joined(block.blocks, nextKey);
  if (block.type === "columns") {
    return joined(
      block.columns.flatMap((column) => column.blocks),
      nextKey,
    );
  }
  if (isEmpty(block)) return "";
  switch (block.type) {
    case "heading":
      return lineSource(block.text).trim();
    case "text":
      return paragraphsText(block.paragraphs).trim();
    case "button": {
      const words = lineSource(block.label).trim();
      return safeLink(block.href) ? `${words}:\n${block.href.trim()}` : words;
    }
    case "image": {
      const words = block.isDecorative ? "" : inertLiquid(block.alt.trim());
      if (!safeLink(block.href)) return words;
      return words ? `${words}:\n${block.href.trim()}` : block.href.trim();
    }
    case "product":
      return productText(block, nextKey());
    case "divider":
      return "---";
    case "spacer":
      return "";
    default: {
      const never: never = block;
      return never;
    }
  }
}

function joined(blocks: readonly LetterBlock[], nextKey: () => string): string {
  return blocks
    .map((block) => textOf(block, nextKey))
    .filter((text) => text !== "")
    .join("\n\n");
}

/**
 * The plain text of a letter as a Liquid source: what somebody reads who sees no HTML. Links stand
 * in full beside their words, the footer below the customary `-- `.
 */
export function plainText(blocks: readonly LetterBlock[], footer: TextFooter): string {
  let serial = 0;
  const body = joined(blocks, () => `p${serial++}`);
  const end = [
    inertLiquid(footer.reason),
    "",
    `${inertLiquid(footer.unsubscribe)}: ${UNSUBSCRIBE_URL}`,
    "",
    `${inertLiquid(footer.imprintTitle)}:`,
    ...footer.imprint.map(inertLiquid),
  ];
  return `${body}\n\n-- \n${end.join("\n")}`;
}
