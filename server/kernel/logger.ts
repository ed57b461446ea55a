import pino, { type Logger } from "pino";
import { env } from "./env";

let root: Logger | undefined;

/**
 * The process's logger: one JSON object a line on stderr-free stdout. Log ids, counts and codes;
 * never an address, a name or a mail's text. The redaction list is a second net, not the rule.
 */
export function logger(component: string): Logger {
  root ??= pino({
    level: env().LOG_LEVEL,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ["email", "address", "to", "*.email", "*.address", "*.to"],
      censor: "[hidden]",
    },
  });
  return root.child({ component });
}
