import { type LiquidFinding, readLiquid } from "./check-liquid";
import { isEmptyLink, safeLink } from "./links.core";
import { BRACES } from "./liquid-source.core";
import { isBlank, isEmpty } from "./parts.core";
import { lineSource } from "./plain-text.core";
import {
  allBlocks,
  type BlockOf,
  type LetterAdvice,
  type LetterBlock,
  type LetterDocument,
  type LetterProblem,
} from "./schemas";
import type { Inline } from "./texts.core";

/** What a letter's texts say: every fault at its field, and the data printed without fallback. */
export interface LetterReading {
  problems: LetterProblem[];
  /** What should be better, though nothing keeps the letter from being sent. */
  advice: LetterAdvice[];
  /** `contact.first_name`, … once each: people without it would see a gap. */
  withoutFallback: string[];
}

interface FieldText {
  field: string;
  inlines: readonly Inline[];
}

/** The texts of a part; each paragraph is read alone, so no condition reaches over its end. */
function textsOf(block: LetterBlock): FieldText[] {
  const field = `blocks.${block.id}`;
  if (block.type === "heading") return [{ field: `${field}.text`, inlines: block.text }];
  if (block.type === "button") return [{ field: `${field}.label`, inlines: block.label }];
  if (block.type !== "text") return [];
  return block.paragraphs.map(({ inlines }) => ({ field: `${field}.text`, inlines }));
}

const at = (code: LiquidFinding["code"], name = "") => ({ code, name, line: 1, column: 1 });

const linkOf = (inline: Inline) => (inline.type === "break" ? undefined : inline.link);
const isBadLink = (href: string) => !isEmptyLink(href) && !safeLink(href);

function buttonProblems(block: BlockOf<"button">): LetterProblem[] {
  const field = `blocks.${block.id}`;
  if (isEmpty(block)) return [];
  const faults: LetterProblem[] = [];
  if (isBlank(block.label)) faults.push({ ...at("VALUE_REQUIRED"), field: `${field}.label` });
  if (isEmptyLink(block.href)) faults.push({ ...at("VALUE_REQUIRED"), field: `${field}.href` });
  return faults;
}

function structureOf(block: LetterBlock): LetterProblem[] {
  const inside = textsOf(block).flatMap(({ field, inlines }) =>
    inlines.flatMap((inline): LetterProblem[] => {
      const href = linkOf(inline) ?? "";
      return isBadLink(href) ? [{ ...at("LINK_FORBIDDEN", href), field }] : [];
    }),
  );
  const href = block.type === "button" || block.type === "image" ? block.href : "";
  const outside: LetterProblem[] = isBadLink(href)
    ? [{ ...at("LINK_FORBIDDEN", href), field: `blocks.${block.id}.href` }]
    : [];
  const missing = block.type === "button" ? buttonProblems(block) : [];
  return [...inside, ...missing, ...outside];
}

function imageAdvice(block: BlockOf<"image">): LetterAdvice[] {
  const field = `blocks.${block.id}`;
  if (!block.image) return [{ code: "image_missing", field }];
  const isLinkOpen = block.href.trim() !== "" && isEmptyLink(block.href);
  return [
    ...(!block.isDecorative && block.alt.trim() === ""
      ? [{ code: "image_alt_missing" as const, field: `${field}.alt` }]
      : []),
    ...(isLinkOpen ? [{ code: "link_empty" as const, field: `${field}.href` }] : []),
  ];
}

function adviceOf(block: LetterBlock): LetterAdvice[] {
  if (block.type === "image") return imageAdvice(block);
  if (block.type === "product" && isEmpty(block)) {
    return [{ code: "products_none", field: `blocks.${block.id}` }];
  }
  return textsOf(block).flatMap(({ field, inlines }): LetterAdvice[] => {
    const links = inlines.flatMap((inline) => linkOf(inline) ?? []);
    return links.some(isEmptyLink) ? [{ code: "link_empty", field }] : [];
  });
}

/** Braces that were typed are printed as they stand; whoever typed them meant a merge tag. */
function bracesIn({ field, inlines }: FieldText): LetterAdvice[] {
  const typed = inlines.map((inline) => (inline.type === "text" ? inline.text : "\n")).join("");
  return BRACES.test(typed) ? [{ code: "braces_typed", field }] : [];
}

/**
 * Reads every text of a letter as an author's template. `attributeKeys` are the workspace's own
 * attributes; null accepts any well-formed key (a compile does not depend on them).
 */
export function readLetter(
  document: LetterDocument,
  attributeKeys: readonly string[] | null,
): LetterReading {
  const blocks = allBlocks(document.blocks);
  const texts: FieldText[] = [
    { field: "subject", inlines: document.subject },
    { field: "preheader", inlines: document.preheader },
    ...blocks.flatMap(textsOf),
  ];
  const readings = texts.map(({ field, inlines }) => {
    const { problems, withoutFallback } = readLiquid(lineSource(inlines), attributeKeys);
    return { problems: problems.map((p): LetterProblem => ({ ...p, field })), withoutFallback };
  });
  return {
    problems: [...readings.flatMap((r) => r.problems), ...blocks.flatMap(structureOf)],
    advice: [...blocks.flatMap(adviceOf), ...texts.flatMap(bracesIn)],
    withoutFallback: [...new Set(readings.flatMap((r) => r.withoutFallback))],
  };
}
