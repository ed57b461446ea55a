import { parseArgs } from "node:util";
import sentences from "@/messages/en/errors.json";
import { AppError, ERROR_STATUS, type ErrorCode } from "../kernel";

/** A failure of a command: a code and one sentence for the operator. */
export class CommandError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "CommandError";
    this.code = code;
  }
}

/** Where the sentence of the screens does not fit a command line. */
const SENTENCES: Partial<Record<ErrorCode, string>> = {
  SCOPE_UNKNOWN: "This scope does not exist; the scopes are: ingest.",
  MAPPING_INVALID: "The mapping is not valid; see docs/import.md.",
};

function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(ERROR_STATUS, text);
}

/** A fault of one option: what the schema says is wrong with it, a code or words of its own. */
export function optionError(option: string, said: string): CommandError {
  const code = isErrorCode(said) ? said : "INPUT_INVALID";
  return new CommandError(code, `--${option}: ${SENTENCES[code] ?? sentences[code]}`);
}

/** Any thrown value as `{code, message}` for the JSON on stdout. */
export function describeFailure(thrown: unknown): { code: string; message: string } {
  if (thrown instanceof CommandError) return { code: thrown.code, message: thrown.message };
  if (thrown instanceof AppError) {
    const { field, row } = thrown.detail;
    const place = [field ? `field ${field}` : "", row ? `row ${row}` : ""]
      .filter(Boolean)
      .join(", ");
    const sentence = SENTENCES[thrown.code] ?? sentences[thrown.code];
    return { code: thrown.code, message: place ? `${sentence} (${place})` : sentence };
  }
  const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
  if (/^(ECONNREFUSED|08|57P0)/.test(code)) {
    return { code: "DATABASE_UNAVAILABLE", message: "The database cannot be reached." };
  }
  if (code === "ENOENT" || code === "EACCES") {
    return { code: "FILE_UNREADABLE", message: "A file of this command cannot be opened." };
  }
  return { code: "INTERNAL", message: "The command failed; its log is on stderr." };
}

/**
 * The options of a command by name, all texts. Unknown, repeated and missing ones are refused with
 * USAGE and the way the command is written.
 */
export function readOptions<R extends string, O extends string = never>(
  args: readonly string[],
  names: { required: readonly R[]; optional?: readonly O[]; flags?: readonly string[] },
): Record<R, string> & Partial<Record<O, string>> & { flags: Set<string> } {
  const { required, optional = [], flags = [] } = names;
  const options: Record<string, { type: "string" | "boolean" }> = {};
  for (const name of [...required, ...optional]) options[name] = { type: "string" };
  for (const name of flags) options[name] = { type: "boolean" };
  const usage = [
    ...required.map((n) => `--${n} …`),
    ...[...optional, ...flags].map((n) => `[--${n}]`),
  ];
  const refuse = (): never => {
    throw new CommandError("USAGE", `Usage: ${usage.join(" ")}`);
  };
  let values: Record<string, string | boolean | undefined> = {};
  try {
    values = parseArgs({ args: [...args], options, strict: true }).values as typeof values;
  } catch {
    refuse();
  }
  if (required.some((name) => !values[name])) refuse();
  const set = new Set(flags.filter((name) => values[name] === true));
  return { ...values, flags: set } as Record<R, string> &
    Partial<Record<O, string>> & { flags: Set<string> };
}
