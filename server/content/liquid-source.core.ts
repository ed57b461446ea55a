import { type Inline, type Line, MAX_FALLBACK, MergeVariable } from "./texts.core";

/** Braces that look like a template where they are only text. */
export const BRACES = /\{\{[^{}]*\}\}|\{%[^{}]*%\}/;

/**
 * Liquid that prints a person's data. Quotes and braces of the fallback are made inert here, once:
 * a chip's fallback is text and can never open a template.
 */
function tagSource(variable: string, fallback: string): string {
  const text = fallback.trim().replace(/[{}\r\n\u2028\u2029]/g, "");
  if (text === "") return `{{ ${variable} }}`;
  const quote = text.includes('"') ? "'" : '"';
  return `{{ ${variable} | default: ${quote}${text.replaceAll(quote, "’")}${quote} }}`;
}

/** The Liquid of one inline, or null for what is plain text. */
export function liquidOf(inline: Inline): string | null {
  if (inline.type === "tag") return tagSource(inline.variable, inline.fallback);
  return inline.type === "liquid" ? inline.source : null;
}

const TAG = /^\{\{-?\s*([\w.]+)\s*(?:\|\s*default:\s*(?:"([^"]*)"|'([^']*)')\s*)?-?\}\}$/;

/** Typed Liquid as a chip: a merge tag where it is one, else a piece of logic. */
export function inlineOfLiquid(source: string): Exclude<Line[number], { type: "text" }> {
  const [, variable = "", double, single] = TAG.exec(source) ?? [];
  const fallback = double ?? single ?? "";
  const isTag = MergeVariable.safeParse(variable).success && fallback.length <= MAX_FALLBACK;
  return isTag ? { type: "tag", variable, fallback } : { type: "liquid", source };
}
