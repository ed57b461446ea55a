import { database } from "@/db/client";
import { createApiKey } from "../workspaces";
import { readOptions } from "./command";
import { findWorkspace, operatorCtx } from "./owner-connection";

/** `create-api-key --workspace --scopes [--name]`: prints the key, which is shown only now. */
export async function createApiKeyCommand(args: readonly string[]) {
  const given = readOptions(args, { required: ["workspace", "scopes"], optional: ["name"] });
  const workspaceId = await findWorkspace(given.workspace);
  return database().inWorkspace(workspaceId, (db) =>
    createApiKey(operatorCtx(db, workspaceId), {
      name: given.name ?? "Command line",
      scopes: given.scopes
        .split(",")
        .map((scope) => scope.trim())
        .filter(Boolean),
    }),
  );
}
