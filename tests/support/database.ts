import pg from "pg";
import { inject } from "vitest";
import { roleUrl } from "@/scripts/database.mjs";

/** The database of one test worker: migrated, shared by its files, so make a fresh workspace per test. */
export interface TestDatabase {
  name: string;
  /** Superuser: sees every row, bypasses row level security. For arranging and verifying only. */
  adminUrl: string;
  /** The role of the web process. */
  webUrl: string;
  /** The role of the background worker. */
  workerUrl: string;
  appSecret: string;
  rolePrefix: string;
}

let own: Promise<TestDatabase> | undefined;

/** This worker's database; cloned from the migrated template when the worker's first test asks. */
export function testDatabase(): Promise<TestDatabase> {
  own ??= cloneDatabase();
  return own;
}

/** Runs SQL past row level security, for arranging and for verifying what the product wrote. */
export async function asAdmin<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const { adminUrl } = await testDatabase();
  return await withClient(adminUrl, work);
}

async function cloneDatabase(): Promise<TestDatabase> {
  const { serverUrl, template, appSecret, rolePrefix } = inject("testServer");
  const name = `${template}_w${process.env.VITEST_POOL_ID ?? "1"}`;
  await withClient(serverUrl, async (client) => {
    const found = await client.query("select 1 from pg_database where datname = $1", [name]);
    if (found.rowCount === 0)
      await client.query(`create database "${name}" template "${template}"`);
  });
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const adminUrl = url.href;
  const as = (role: "web" | "worker") => roleUrl({ adminUrl, appSecret, rolePrefix, role });
  return { name, adminUrl, webUrl: as("web"), workerUrl: as("worker"), appSecret, rolePrefix };
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
