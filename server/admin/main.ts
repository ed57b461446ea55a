/**
 * The operator's commands (`npm run admin -- <command>`): exactly one JSON object on stdout, a
 * result or `{"error": {code, message}}` with a non-zero exit. Everything else goes to stderr.
 */
import { database } from "@/db/client";
import { backupCommand } from "./backup";
import { CommandError, describeFailure } from "./command";
import { createApiKeyCommand } from "./create-api-key";
import { createOwnerCommand } from "./create-owner";
import { demoCommand } from "./demo";
import { healthCommand } from "./health";
import { importCommand } from "./import";
import { restoreCommand } from "./restore";
import { resumeSendingCommand } from "./resume-sending";

const COMMANDS: Record<string, (args: readonly string[]) => Promise<object>> = {
  "create-owner": createOwnerCommand,
  "create-api-key": createApiKeyCommand,
  demo: demoCommand,
  import: importCommand,
  backup: backupCommand,
  restore: restoreCommand,
  "resume-sending": resumeSendingCommand,
  health: healthCommand,
};

async function main(): Promise<number> {
  const [name = "", ...args] = process.argv.slice(2);
  try {
    const command = COMMANDS[name];
    if (!command) {
      throw new CommandError("USAGE", `The commands are: ${Object.keys(COMMANDS).join(", ")}.`);
    }
    process.stdout.write(`${JSON.stringify(await command(args))}\n`);
    return 0;
  } catch (error) {
    const failure = describeFailure(error);
    if (failure.code === "INTERNAL") process.stderr.write(`${String(error)}\n`);
    process.stdout.write(`${JSON.stringify({ error: failure })}\n`);
    return 1;
  } finally {
    await database()
      .close()
      .catch(() => undefined);
  }
}

process.exitCode = await main();
