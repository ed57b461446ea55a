import { type LiquidFinding, readLiquid } from "./check-liquid";
import { areConditionsNested, linksOf, parseText } from "./inline.core";
import { safeLink } from "./links.core";
import type { LetterBlock, LetterDocument, LetterProblem } from "./schemas";

/** What a letter's texts say: every fault at its field, and the data printed without fallback. */
export interface LetterReading {
  problems: LetterProblem[];
  /** `contact.first_name`, … once each: people without it would see a gap. */
  withoutFallback: string[];
}

interface FieldText {
  field: string;
  text: string;
}

function textsOf(block: LetterBlock): FieldText[] {
  const field = `blocks.${block.id}`;
  switch (block.type) {
    case "heading":
    case "text":
      return [{ field: `${field}.text`, text: block.text }];
    case "button":
      return [{ field: `${field}.label`, text: block.label }];
    default: {
      const never: never = block;
      return never;
    }
  }
}

const at = (code: LiquidFinding["code"], name = ""): LiquidFinding => ({
  code,
  name,
  line: 1,
  column: 1,
});

function structureOf(block: LetterBlock): LetterProblem[] {
  const field = `blocks.${block.id}`;
  if (block.type === "text") {
    const paragraphs = parseText(block.text);
    const links = linksOf(paragraphs).filter((href) => !safeLink(href));
    const isNested = paragraphs.every(areConditionsNested);
    return [
      ...links.map((href) => ({ ...at("LINK_FORBIDDEN", href), field: `${field}.text` })),
      ...(isNested ? [] : [{ ...at("TEMPLATE_SYNTAX"), field: `${field}.text` }]),
    ];
  }
  if (block.type !== "button" || (block.label.trim() === "" && block.href.trim() === "")) return [];
  const faults: LetterProblem[] = [];
  if (block.label.trim() === "") faults.push({ ...at("VALUE_REQUIRED"), field: `${field}.label` });
  if (block.href.trim() === "") faults.push({ ...at("VALUE_REQUIRED"), field: `${field}.href` });
  else if (!safeLink(block.href)) {
    faults.push({ ...at("LINK_FORBIDDEN", block.href), field: `${field}.href` });
  }
  return faults;
}

/**
 * Reads every text of a letter as an author's template. `attributeKeys` are the workspace's own
 * attributes; null accepts any well-formed key (a compile does not depend on them).
 */
export function readLetter(
  document: LetterDocument,
  attributeKeys: readonly string[] | null,
): LetterReading {
  const texts: FieldText[] = [
    { field: "subject", text: document.subject },
    { field: "preheader", text: document.preheader },
    ...document.blocks.flatMap(textsOf),
  ];
  const readings = texts.map(({ field, text }) => {
    const { problems, withoutFallback } = readLiquid(text, attributeKeys);
    return { problems: problems.map((p): LetterProblem => ({ ...p, field })), withoutFallback };
  });
  return {
    problems: [...readings.flatMap((r) => r.problems), ...document.blocks.flatMap(structureOf)],
    withoutFallback: [...new Set(readings.flatMap((r) => r.withoutFallback))],
  };
}
