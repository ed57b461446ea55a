import { database } from "@/db/client";
import { clock, newId } from "../kernel";
import { createApiKey } from "../workspaces";
import { readOptions } from "./command";
import { findWorkspace } from "./owner-connection";

/** `create-api-key --workspace --scopes [--name]`: prints the key, which is shown only now. */
export async function createApiKeyCommand(args: readonly string[]) {
  const given = readOptions(args, { required: ["workspace", "scopes"], optional: ["name"] });
  const workspaceId = await findWorkspace(given.workspace);
  return database().inWorkspace(workspaceId, (db) =>
    createApiKey(
      {
        workspaceId,
        actor: { kind: "system", id: null },
        db,
        now: clock.now(),
        requestId: newId(),
      },
      {
        name: given.name ?? "Command line",
        scopes: given.scopes
          .split(",")
          .map((scope) => scope.trim())
          .filter(Boolean),
      },
    ),
  );
}
