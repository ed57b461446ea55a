import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { database } from "@/db/client";
import { getImport, importFile } from "../imports";
import { AppError, env } from "../kernel";
import { CommandError, readOptions } from "./command";
import { parseMapping } from "./mapping.core";
import { findWorkspace, operatorCtx } from "./owner-connection";

const ENDED = ["done", "failed", "cancelled", "paused"];
/** A started worker takes a job within a second; after this long there is none. */
const NOBODY_WORKS_AFTER_MS = 20_000;

async function readMapping(given: string): Promise<unknown> {
  const file = path.resolve(env().INIT_CWD ?? process.cwd(), given);
  const text = given.trim().startsWith("{")
    ? given
    : await readFile(file, "utf8").catch(() => given);
  const mapping = parseMapping(text);
  if (mapping === null) {
    throw new CommandError(
      "MAPPING_INVALID",
      "The mapping is neither JSON nor header=target pairs; see docs/import.md.",
    );
  }
  return mapping;
}

async function waitFor(workspaceId: string, id: string) {
  const started = Date.now();
  for (;;) {
    const view = await database().inWorkspace(workspaceId, (db) =>
      getImport({ db, workspaceId }, id),
    );
    const isStuck = view.state === "queued" && Date.now() - started > NOBODY_WORKS_AFTER_MS;
    if (ENDED.includes(view.state) || isStuck) return view;
    await sleep(250);
  }
}

/**
 * `import --file --mapping [--workspace] [--no-wait]`: a file of this machine through the same
 * import as the wizard's. Waits for the worker and prints the counts; without a running worker the
 * import stays queued and says so.
 */
export async function importCommand(args: readonly string[]) {
  const given = readOptions(args, {
    required: ["file", "mapping"],
    optional: ["workspace"],
    flags: ["no-wait"],
  });
  const mapping = await readMapping(given.mapping);
  const workspaceId = await findWorkspace(given.workspace);
  const file = path.resolve(env().INIT_CWD ?? process.cwd(), given.file);
  const { id } = await database().inWorkspace(workspaceId, (db) =>
    importFile(operatorCtx(db, workspaceId), { path: file, mapping }),
  );
  if (given.flags.has("no-wait")) return { id, state: "queued" };
  const view = await waitFor(workspaceId, id);
  if (view.state === "failed" || view.state === "paused") {
    throw view.errorCode
      ? new CommandError(view.errorCode, `The import ${id} ${view.state} (${view.errorCode}).`)
      : new AppError("INTERNAL");
  }
  const { state, rowsTotal, rowsDone, rowsFailed, peopleCreated, peopleUpdated, peopleUnchanged } =
    view;
  const { ordersCreated, ordersKnown, consentsRecorded } = view;
  const { productsCreated, productsUpdated, productsUnchanged } = view;
  return {
    id,
    state,
    rowsTotal,
    rowsDone,
    rowsFailed,
    peopleCreated,
    peopleUpdated,
    peopleUnchanged,
    ordersCreated,
    ordersKnown,
    productsCreated,
    productsUpdated,
    productsUnchanged,
    consentsRecorded,
  };
}
