import pg from "pg";
import type { Tx } from "@/db";
import { type Ctx, clock, env, newId } from "../kernel";
import { CommandError } from "./command";

/**
 * Runs `work` on a connection as the owner role, which sees every workspace (policy
 * owner_maintenance). Only maintenance uses it: backup, restore, finding a workspace by name.
 */
export async function asOwner<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const { DATABASE_URL: url, DB_ROLE_PREFIX: prefix } = env();
  if (!url) throw new CommandError("DATABASE_UNAVAILABLE", "DATABASE_URL is not set.");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`set role "${prefix}_owner"`);
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The bare hexadecimal of an id in any form in which we print one; null for other texts. */
function idDigits(text: string): string | null {
  const digits = text.toLowerCase().replace(/^wsp_/, "").replaceAll("-", "");
  return /^[0-9a-f]{32}$/.test(digits) ? digits : null;
}

/** The ids of the workspaces with this name. */
export async function listWorkspacesNamed(name: string): Promise<string[]> {
  const found = await asOwner((client) =>
    client.query<{ id: string }>("select id from workspaces where name = $1 order by id", [name]),
  );
  return found.rows.map((row) => row.id);
}

/** The id of the workspace that `--workspace` names (by name or id), or of the only one without it. */
export async function findWorkspace(given: string | undefined): Promise<string> {
  const text = given?.trim() ?? null;
  const found = await asOwner((client) =>
    client.query<{ id: string }>(
      `select id from workspaces
       where $1::text is null or name = $1 or replace(id::text, '-', '') = $2 order by id limit 10`,
      [text, text === null ? null : idDigits(text)],
    ),
  );
  const [row, second] = found.rows;
  if (!row) {
    throw new CommandError("WORKSPACE_UNKNOWN", "There is no workspace of this name or id.");
  }
  if (second) {
    const ids = found.rows.map(({ id }) => id).join(", ");
    throw new CommandError(
      "WORKSPACE_AMBIGUOUS",
      text === null
        ? "There are several workspaces: give --workspace."
        : `Several workspaces have this name; give --workspace the id of one: ${ids}.`,
    );
  }
  return row.id;
}

/** What every verb of a command gets: the operator acts, at the command line. */
export function operatorCtx(db: Tx, workspaceId: string): Ctx {
  return {
    workspaceId,
    actor: { kind: "operator", id: null },
    db,
    now: clock.now(),
    requestId: newId(),
  };
}
