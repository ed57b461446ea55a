import { setTimeout as sleep } from "node:timers/promises";
import { Refusal } from "./refusal.mjs";
import { rolePassword } from "./secrets.mjs";

/**
 * Runs work on one connection. The driver is loaded late: this file is imported before `npm ci` ran.
 * @param {string} url
 * @param {(client: import("pg").Client) => Promise<unknown>} work
 */
export async function withConnection(url, work) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  // A server that goes away between two queries reports it here; the next query fails by itself.
  client.on("error", () => {});
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

/** The same server and database for the application's role `web` or `worker`. */
export function roleUrl({ adminUrl, appSecret, rolePrefix, role }) {
  const url = new URL(adminUrl);
  url.username = `${rolePrefix}_${role}`;
  url.password = rolePassword(appSecret, role);
  return url.href;
}

/** The same server, another database. */
export function databaseUrl(adminUrl, name) {
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** The first with MAINTAIN and with the collation pg_c_utf8. */
const OLDEST_POSTGRES = 17;

/**
 * Refuses, in one sentence without the password, when the operator's database does not answer or is
 * too old.
 */
export async function checkReachable(url) {
  const place = describeUrl(url);
  try {
    const { rows } = await withConnection(url, (client) =>
      client.query("select current_setting('server_version_num')::int / 10000 as major"),
    );
    if (rows[0].major < OLDEST_POSTGRES) {
      throw new Refusal(
        `The database at ${place} is PostgreSQL ${rows[0].major}; Kairos needs ${OLDEST_POSTGRES} or newer.`,
      );
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(`The database at ${place} cannot be reached: ${reasonOf(error)}.`);
  }
}

/** Host, port and database of a connection address: what may be printed of it. */
export function describeUrl(url) {
  if (!URL.canParse(url) || !/^postgres(ql)?:$/.test(new URL(url).protocol)) {
    throw new Refusal("DATABASE_URL must look like postgres://user:password@host:5432/database.");
  }
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || 5432}${pathname}`;
}

const REASONS = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "the host name is unknown",
  EAI_AGAIN: "the host name cannot be resolved",
  ETIMEDOUT: "it does not answer",
  EHOSTUNREACH: "there is no way to the host",
  ENETUNREACH: "there is no way to the network",
  "28P01": "the password is wrong",
  28000: "this user may not connect",
  "3D000": "the database does not exist",
  53300: "it has no connection left",
  "57P03": "it is still starting",
};

function reasonOf(error) {
  const code = error.code ?? error.errors?.[0]?.code;
  if (code !== undefined && REASONS[code]) return REASONS[code];
  if (/timeout/i.test(error.message)) return REASONS.ETIMEDOUT;
  return code ?? error.message ?? "unknown reason";
}

/** Creates a database unless it exists. */
export async function ensureDatabase(adminUrl, name) {
  await withConnection(databaseUrl(adminUrl, "postgres"), async (client) => {
    const found = await client.query("select 1 from pg_database where datname = $1", [name]);
    if (found.rowCount === 0) await client.query(`create database "${name}"`);
  });
}

/** Waits until the server takes connections; false when `isGivenUp` says so first. */
export async function waitForConnections(url, isGivenUp) {
  for (;;) {
    try {
      await withConnection(url, (client) => client.query("select 1"));
      return true;
    } catch (error) {
      // A wrong password will not become right by waiting.
      if (error.code === "28P01") throw error;
    }
    if (isGivenUp()) return false;
    await sleep(30);
  }
}
