import { IfTag, type Liquid, Output, type Template } from "liquidjs";

/** A template made ready: what it gives for one person's data. */
export type Plan = (scope: object) => string;

type Part = string | Plan;

interface Printing {
  /** Renders what this file does not know, and says what is right for the rest. */
  engine: Liquid;
  /** A printed value's text as it stands in the result: escaped, encoded. */
  print: (text: string) => string;
}

/** Names that Liquid answers itself where there is no such value: how long a text is, how many a record has. */
const ANSWERED = new Set<Key>(["size", "first", "last"]);

/** What stands there only Liquid can say. */
const ASK_LIQUID = Symbol("ask Liquid");

type Key = string | number;

const isRecord = (value: unknown): value is Record<Key, unknown> =>
  typeof value === "object" && value !== null;

/** The names of `contact.attributes.city` or `links.to[3]`; null for anything that is not such a path. */
function pathOf(token: unknown): Key[] | null {
  if (!isRecord(token) || !Array.isArray(token.props) || token.variable !== undefined) return null;
  const keys: Key[] = [];
  for (const prop of token.props as unknown[]) {
    const key = isRecord(prop) ? prop.content : undefined;
    if (typeof key === "number" && Number.isInteger(key) && key >= 0) keys.push(key);
    else if (typeof key === "string") keys.push(key);
    else return null;
  }
  return keys.length > 0 && typeof keys[0] === "string" ? keys : null;
}

/** What stands there: own data only. */
function valueAt(scope: object, path: readonly Key[]): unknown {
  let value: unknown = scope;
  for (const key of path) {
    if (!isRecord(value) || !Object.hasOwn(value, key)) {
      return ANSWERED.has(key) ? ASK_LIQUID : undefined;
    }
    value = value[key];
  }
  return value;
}

interface Reading {
  path: Key[];
  /** Stands in for nothing, false and an empty text. */
  fallback: string | null;
}

type Filters = Output["value"]["filters"];

/** The literal text of `default: "you"` when that is the only filter; undefined for anything else. */
function fallbackOf(filters: Filters): string | null | undefined {
  if (filters.length === 0) return null;
  const [filter] = filters;
  if (filters.length > 1 || filter?.name !== "default" || filter.args.length !== 1)
    return undefined;
  const [given] = filter.args as unknown[];
  const text = isRecord(given) ? given.content : undefined;
  return typeof text === "string" ? text : undefined;
}

/** Of `{{ … }}` or `{% if … %}`: a path with at most a fallback, or null. */
function readingOf(value: Output["value"], own: number): Reading | null {
  const { postfix } = value.initial as unknown as { postfix: unknown[] };
  const path = postfix.length === 1 ? pathOf(postfix[0]) : null;
  const fallback = fallbackOf(value.filters.slice(0, value.filters.length - own));
  return path && fallback !== undefined ? { path, fallback } : null;
}

const isNothing = (value: unknown) => value === undefined || value === null || value === false;

/** A scalar as Liquid writes it; undefined for what only Liquid knows how to write. */
function written(value: unknown, fallback: string | null): string | undefined {
  if (fallback !== null && (isNothing(value) || value === "")) return fallback;
  if (typeof value === "string") return value;
  if (value === undefined || value === null) return "";
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

function liquidPlan(template: Template, engine: Liquid): Plan {
  return (scope) => String(engine.renderSync([template], scope));
}

function outputPlan(template: Output, { engine, print }: Printing): Plan {
  // The engine's escape is the last filter of every output.
  const reading = readingOf(template.value, engine.options.outputEscape ? 1 : 0);
  const asLiquid = liquidPlan(template, engine);
  if (!reading) return asLiquid;
  const { path, fallback } = reading;
  const standIn = fallback === null ? "" : print(fallback);
  return (scope) => {
    const text = written(valueAt(scope, path), fallback);
    if (text === undefined) return asLiquid(scope);
    if (text === "") return "";
    return text === fallback ? standIn : print(text);
  };
}

function ifPlan(template: IfTag, printing: Printing): Plan {
  const asLiquid = liquidPlan(template, printing.engine);
  const branches: { reading: Reading; plan: Plan }[] = [];
  for (const { value, templates } of template.branches) {
    const reading = readingOf(value as unknown as Output["value"], 0);
    if (reading?.fallback !== null) return asLiquid;
    branches.push({ reading, plan: planOf(templates, printing) });
  }
  const otherwise = planOf(template.elseTemplates ?? [], printing);
  return (scope) => {
    for (const { reading, plan } of branches) {
      const value = valueAt(scope, reading.path);
      if (value === ASK_LIQUID) return asLiquid(scope);
      if (!isNothing(value)) return plan(scope);
    }
    return otherwise(scope);
  };
}

function partOf(template: Template, printing: Printing): Part {
  if (template instanceof Output) return outputPlan(template, printing);
  if (template instanceof IfTag) return ifPlan(template, printing);
  if ("str" in template && typeof template.str === "string") return template.str;
  return liquidPlan(template, printing.engine);
}

/**
 * Parsed templates as a plan that does at once what letters are made of: plain text, a value with or
 * without a fallback, a condition on a value. Everything else is rendered by Liquid, template by
 * template; a test holds that both give the same. Liquid walks every output through half a dozen
 * generators, which for a letter of forty values takes longer than all the rest of a mail.
 */
export function planOf(templates: readonly Template[], printing: Printing): Plan {
  const parts: Part[] = [];
  for (const template of templates) {
    const part = partOf(template, printing);
    const last = parts.at(-1);
    if (typeof part === "string" && typeof last === "string") parts[parts.length - 1] = last + part;
    else parts.push(part);
  }
  // A piece of a text with a sign beyond Latin is kept with two bytes for each of its own, and so is all it is put
  // together with.
  const ready = parts.map((part) =>
    typeof part === "string" ? Buffer.from(part).toString() : part,
  );
  return (scope) => {
    // One text after the other: they are brought together once, when the mail is written down.
    let out = "";
    for (const part of ready) out += typeof part === "string" ? part : part(scope);
    return out;
  };
}
