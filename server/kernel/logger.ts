import pino, { type Logger } from "pino";
import { env } from "./env";

let root: Logger | undefined;

const ADDRESS = /[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g;

/** A text without addresses, and without the values a failed statement quotes after its SQL. */
function withoutData(text: string): string {
  const [said = ""] = text.split("\nparams:");
  return said.slice(0, 500).replace(ADDRESS, "[hidden]");
}

/**
 * An error for the log: what it is, where it happened and why, but no values. Database errors quote
 * the row in `detail`, in `params` and in the message of a bad input; mail servers repeat addresses.
 */
export function describeError(thrown: unknown): Record<string, unknown> {
  if (!(thrown instanceof Error)) return { type: typeof thrown };
  const pick = (name: string) =>
    name in thrown ? String((thrown as unknown as Record<string, unknown>)[name]) : undefined;
  const isFromDatabase = "severity" in thrown;
  return {
    type: thrown.name,
    code: pick("code"),
    constraint: pick("constraint"),
    table: pick("table"),
    message: isFromDatabase ? undefined : withoutData(thrown.message),
    stack: thrown.stack
      ?.split("\n")
      .filter((line) => /^\s+at /.test(line))
      .join("\n"),
    cause: thrown.cause === undefined ? undefined : describeError(thrown.cause),
  };
}

/**
 * The process's logger: one JSON object a line on stderr-free stdout. Log ids, counts and codes;
 * never an address, a name or a mail's text. The redaction list is a second net, not the rule.
 */
export function logger(component: string): Logger {
  root ??= pino({
    level: env().LOG_LEVEL,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError },
    redact: {
      paths: ["email", "address", "to", "*.email", "*.address", "*.to"],
      censor: "[hidden]",
    },
  });
  return root.child({ component });
}
