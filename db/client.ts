import { sql } from "drizzle-orm";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import type { Tx } from "./index";
import * as schema from "./schema";

/** Who a platform transaction speaks for; each opens only its own rows (see security.ts). */
export interface PlatformScope {
  /** Opens the memberships and workspaces of this person. */
  userId?: string;
  /** Opens the row of this API key. */
  apiKeyId?: string;
  /** Opens the invitations to this verified address (single sign-on). */
  email?: string;
}

export interface Database {
  /**
   * Runs `work` in one transaction bound to a workspace: row level security shows that
   * workspace's rows and nothing else. The setting is local to the transaction.
   */
  inWorkspace<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Runs `work` in a transaction that sees platform tables only: sign-in, first run, the worker's pick. */
  inPlatform<T>(scope: PlatformScope, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** The pool, for pg-boss and LISTEN. Never for tenant queries: without a workspace they see nothing. */
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/**
 * Opens a pool. `url` belongs to an application role (no owner, no BYPASSRLS), `max` bounds the
 * connections. Errors on idle connections (a restarting server) are swallowed: the next query reconnects.
 * @public
 */
export function openDatabase(url: string, max = 10): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 5_000,
    idle_in_transaction_session_timeout: 60_000,
  });
  pool.on("error", () => undefined);
  // One that ends between two statements of a transaction tells nobody but its listeners, and without any
  // it would take the process with it. The next statement fails, and that is told.
  pool.on("connect", (client) => client.on("error", () => undefined));
  const handles = new WeakMap<pg.PoolClient, NodePgDatabase<typeof schema>>();

  /**
   * A transaction on a connection that goes back to the pool whatever happens. drizzle's own keeps it for
   * good when `begin` fails, as it does when the server was restarted: a few of those, and none is left.
   */
  async function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    try {
      const db = handles.get(client) ?? drizzle(client, { schema });
      handles.set(client, db);
      return await db.transaction(work);
    } finally {
      client.release();
    }
  }

  return {
    pool,
    inWorkspace: (workspaceId, work) =>
      transaction(async (tx) => {
        await tx.execute(sql`select set_config('app.workspace_id', ${workspaceId}, true)`);
        return work(tx);
      }),
    inPlatform: (scope, work) =>
      transaction(async (tx) => {
        await tx.execute(
          sql`select set_config('app.user_id', ${scope.userId ?? ""}, true),
                     set_config('app.api_key_id', ${scope.apiKeyId ?? ""}, true),
                     set_config('app.email', ${scope.email ?? ""}, true)`,
        );
        return work(tx);
      }),
    close: () => pool.end(),
  };
}

const holder = globalThis as { kairosDatabase?: Database };

/**
 * This process's database under its own role; one pool, kept over hot reloads.
 * @public
 */
export function database(): Database {
  if (!holder.kairosDatabase) {
    const url = process.env.APP_DATABASE_URL;
    if (!url) throw new Error("APP_DATABASE_URL is not set; start Kairos with npm start.");
    holder.kairosDatabase = openDatabase(url);
  }
  return holder.kairosDatabase;
}
