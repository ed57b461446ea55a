import { LEASH } from "./files.mjs";
import { lastLines, Refusal } from "./refusal.mjs";
import { runStep } from "./run-step.mjs";

/** Brings roles, tables and queues of a database to this version. */
export async function migrate({ env, signal, logFile }) {
  const command = [process.execPath, "--import", LEASH, "--import", "tsx", "db/migrate.ts"];
  const { code, output } = await runStep(command, { env, signal, logFile });
  if (code === 0) return;
  const reason = lastLines(output) || `The database could not be migrated (code ${code}).`;
  throw new Refusal(reason, "MIGRATION_FAILED");
}
