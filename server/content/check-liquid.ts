import { LiquidError, type Variable } from "liquidjs";
import { ALLOWED_TAGS, textEngine } from "./liquid";
import { type LetterCode, type LetterProblem, MERGE_VARIABLES } from "./schemas";

export interface LiquidFinding extends Omit<LetterProblem, "field"> {
  code: LetterCode;
}

/** What one text with merge tags says: its faults, and the data it prints without a fallback. */
export interface LiquidReading {
  problems: LiquidFinding[];
  /** `contact.first_name`, … printed without `default`: people lacking it see a gap. */
  withoutFallback: string[];
}

const MAX_TAGS = 200;
const LOOPS = /^(for|tablerow|cycle|increment|decrement)$/;
const KEY = /^[a-z][a-z0-9_]{0,62}$/;

function placeAt(source: string, index: number): { line: number; column: number } {
  const before = source.slice(0, index).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Tags by name, before parsing: what is refused has its own code, whatever its arguments are. */
function checkTags(source: string): LiquidFinding[] {
  const found: LiquidFinding[] = [];
  const pieces = [...source.matchAll(/\{\{|\{%-?\s*([\w#]*)/g)];
  for (const piece of pieces) {
    const name = piece[1];
    if (name === undefined) continue;
    const opens = name.replace(/^end/, "");
    if (ALLOWED_TAGS.includes(opens) || /^(else|elsif|when)$/.test(name)) continue;
    const code = LOOPS.test(opens) ? "TEMPLATE_LIMIT" : "TEMPLATE_TAG";
    found.push({ code, name, ...placeAt(source, piece.index) });
  }
  const extra = pieces[MAX_TAGS];
  if (extra) found.push({ code: "TEMPLATE_LIMIT", name: "", ...placeAt(source, extra.index) });
  return found;
}

function isKnown(segments: Variable["segments"], attributeKeys: readonly string[] | null): boolean {
  if (!segments.every((segment) => typeof segment === "string")) return false;
  const path = segments.join(".");
  if ((MERGE_VARIABLES as readonly string[]).includes(path)) return true;
  const [root, attributes, key, ...rest] = segments;
  if (root !== "contact" || attributes !== "attributes" || rest.length > 0) return false;
  if (typeof key !== "string" || !KEY.test(key)) return false;
  return attributeKeys === null || attributeKeys.includes(key);
}

function unknownFilter(error: unknown): string | null {
  return (
    /undefined filter: (\S+?),?(?: |$)/.exec(error instanceof Error ? error.message : "")?.[1] ??
    null
  );
}

function fromError(source: string, error: unknown): LiquidFinding {
  const at = LiquidError.is(error) ? error.token.getPosition() : [1, 1];
  const [line = 1, column = 1] = at;
  const filter = unknownFilter(error);
  if (filter) {
    const index = source.search(new RegExp(`\\|\\s*${filter.replace(/\W/g, "")}`));
    const place = index < 0 ? { line, column } : placeAt(source, index);
    return { code: "TEMPLATE_UNKNOWN", name: filter.replace(/,$/, ""), ...place };
  }
  const message = error instanceof Error ? error.message : "";
  const code = /limit exceeded/.test(message) ? "TEMPLATE_LIMIT" : "TEMPLATE_SYNTAX";
  return { code, name: "", line, column };
}

function variablesOf(source: string): Variable[] {
  const analysis = textEngine.analyzeSync(textEngine.parse(source), { partials: false });
  return Object.values(analysis.globals).flat();
}

/** Variables printed by an output that has no `default`; the name is all we need. */
function bareVariables(source: string): string[] {
  const outputs = [...source.matchAll(/\{\{-?\s*(contact\.[\w.]+)([^}]*)\}\}/g)];
  return outputs.flatMap(([, name, rest]) =>
    name && !/\|\s*default\s*:/.test(rest ?? "") ? [name] : [],
  );
}

/**
 * Reads one text with merge tags. `attributeKeys` are the workspace's own attributes; null accepts
 * any well-formed key. A trial rendering without data catches what only shows when it runs.
 */
export function readLiquid(source: string, attributeKeys: readonly string[] | null): LiquidReading {
  const refused = checkTags(source);
  if (refused.length > 0) return { problems: refused, withoutFallback: [] };
  try {
    const unknown = variablesOf(source).filter((v) => !isKnown(v.segments, attributeKeys));
    const problems = unknown.map(
      (variable): LiquidFinding => ({
        code: "TEMPLATE_UNKNOWN",
        name: String(variable),
        line: variable.location.row,
        column: variable.location.col,
      }),
    );
    if (problems.length === 0) textEngine.renderSync(textEngine.parse(source), EMPTY_SCOPE);
    // Nobody can lack what does not exist.
    const isReal = (name: string) => isKnown(name.split("."), attributeKeys);
    return { problems, withoutFallback: bareVariables(source).filter(isReal) };
  } catch (error) {
    return { problems: [fromError(source, error)], withoutFallback: [] };
  }
}

const EMPTY_SCOPE = { contact: { attributes: {} }, brand: {} };
