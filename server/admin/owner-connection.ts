import pg from "pg";
import { env } from "../kernel";
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

/** The id of a workspace by its name, or of the only one when no name is given. */
export async function findWorkspace(name: string | undefined): Promise<string> {
  const rows = await asOwner(async (client) => {
    const found = await client.query<{ id: string }>(
      "select id from workspaces where $1::text is null or name = $1 limit 2",
      [name ?? null],
    );
    return found.rows;
  });
  const [row, second] = rows;
  if (!row) {
    throw new CommandError("WORKSPACE_UNKNOWN", "There is no workspace of this name.");
  }
  if (second) {
    throw new CommandError(
      "WORKSPACE_AMBIGUOUS",
      name
        ? "Several workspaces have this name."
        : "There are several workspaces: give --workspace.",
    );
  }
  return row.id;
}
