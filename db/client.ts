import {
  createTableRelationsHelpers,
  type ExtractTablesWithRelations,
  extractTablesRelationalConfig,
} from "drizzle-orm";
import { NodePgSession, NodePgTransaction } from "drizzle-orm/node-postgres";
import { PgDialect } from "drizzle-orm/pg-core";
import pg from "pg";
import type { Tx } from "./index";
import { PreparedSession } from "./prepared-session";
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

export interface DatabaseOptions {
  /** Connections at once. */
  max?: number;
  /**
   * The same few statements again and again, as sending is: they are prepared, with plans that hold for
   * any value, and what needs no answer in between travels together.
   */
  isSteady?: boolean;
}

/**
 * A plan is kept for a connection's life, so it must not be one for tables that happened to be empty when it
 * was made. What the sender asks is found by an index, whatever there is.
 */
const STEADY = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off";

const dialect = new PgDialect();
const { tables, tableNamesMap } = extractTablesRelationalConfig<
  ExtractTablesWithRelations<typeof schema>
>(schema, createTableRelationsHelpers);
const relations = { fullSchema: schema, schema: tables, tableNamesMap };

/** The handle of whatever transaction is open on a connection. */
function handleOf(client: pg.PoolClient, isSteady: boolean): Tx {
  const Session = isSteady ? PreparedSession : NodePgSession;
  return new NodePgTransaction(dialect, new Session(client, dialect, relations), relations);
}

/**
 * Opens a pool. `url` belongs to an application role (no owner, no BYPASSRLS). Errors on idle connections
 * (a restarting server) are swallowed: the next query reconnects.
 * @public
 */
export function openDatabase(
  url: string,
  { max = 10, isSteady = false }: DatabaseOptions = {},
): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 5_000,
    idle_in_transaction_session_timeout: 60_000,
    ...(isSteady ? { pipeline: true, options: STEADY } : {}),
  });
  pool.on("error", () => undefined);
  // One that ends between two statements of a transaction tells nobody but its listeners, and without any
  // it would take the process with it. The next statement fails, and that is told.
  pool.on("connect", (client) => client.on("error", () => undefined));
  const handles = new WeakMap<pg.PoolClient, Tx>();

  /**
   * A transaction on a connection that goes back to the pool whatever happens; it begins with `settings`,
   * in the same message.
   */
  async function transaction<T>(settings: Settings, work: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    try {
      const begun = client.query(`begin; ${beginning(settings)}`);
      // Failed, it fails what follows as well; it is told first.
      begun.catch(() => undefined);
      if (!isSteady) await begun;
      const tx = handles.get(client) ?? handleOf(client, isSteady);
      handles.set(client, tx);
      const result = await work(tx);
      await begun;
      await client.query("commit");
      return result;
    } catch (error) {
      // On a connection that is lost there is nothing to take back.
      await client.query("rollback").catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }

  return {
    pool,
    inWorkspace: (workspaceId, work) => transaction({ "app.workspace_id": workspaceId }, work),
    inPlatform: (scope, work) =>
      transaction(
        {
          "app.user_id": scope.userId ?? "",
          "app.api_key_id": scope.apiKeyId ?? "",
          "app.email": scope.email ?? "",
        },
        work,
      ),
    close: () => pool.end(),
  };
}

/** Of one transaction, by name. */
type Settings = Record<string, string>;

function beginning(settings: Settings): string {
  const each = Object.entries(settings).map(
    ([name, value]) => `set_config('${name}', ${pg.escapeLiteral(value)}, true)`,
  );
  return `select ${each.join(", ")}`;
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
