/**
 * The first step of a start: says in one sentence which variable is wrong, before a process that
 * would die of it is kept alive for ever by the supervisor.
 */
import { env } from "./env";

try {
  env();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
