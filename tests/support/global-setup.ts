import pg from "pg";
import type { TestProject } from "vitest/node";
import { migrateDatabase } from "@/db/migrate";
import { startPostgres } from "@/scripts/postgres.mjs";
import { loadSecrets } from "@/scripts/secrets.mjs";
import { makeTestFolder } from "@/scripts/test-folder.mjs";

/** What every test worker needs to make its own database. */
export interface TestServer {
  /** Superuser's connection to the server, at the database `postgres`. */
  serverUrl: string;
  /** The migrated database that is cloned, and the prefix of every clone's name. */
  template: string;
  appSecret: string;
  rolePrefix: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    testServer: TestServer;
  }
}

/**
 * Once per run: a database server of our own (or TEST_DATABASE_URL's), a migrated template in it,
 * and at the end nothing of either left.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await openServer();
  const template = `kairos_test_${process.pid}`;
  const testServer: TestServer = {
    serverUrl: server.url,
    template,
    appSecret: "database-tests-database-tests-database-tests",
    // Not the product's prefix: on a shared server its roles keep their passwords.
    rolePrefix: "kairos_test",
  };
  const url = new URL(server.url);
  url.pathname = `/${template}`;
  try {
    await runSql(server.url, `create database "${template}"`);
    const { appSecret: secret, rolePrefix } = testServer;
    await migrateDatabase({ url: url.href, secret, rolePrefix });
  } catch (error) {
    await server.close();
    throw error;
  }
  project.provide("testServer", testServer);
  return async () => {
    await dropAll(server.url, template);
    await server.close();
  };
}

interface OpenServer {
  url: string;
  close: () => Promise<void>;
}

async function openServer(): Promise<OpenServer> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) {
    const url = new URL(given);
    url.pathname = "/postgres";
    return { url: url.href, close: () => Promise.resolve() };
  }
  const { folder: dataDir, remove } = await makeTestFolder();
  const server = await startPostgres({
    dataDir,
    password: loadSecrets(dataDir).databasePassword,
    database: "postgres",
    // Thrown away anyway, and written to by many tests at once.
    settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off" },
  });
  return {
    url: server.url,
    close: async () => {
      await server.stop();
      remove();
    },
  };
}

async function dropAll(serverUrl: string, template: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ datname: string }>(
      "select datname from pg_database where datname = $1 or starts_with(datname, $1 || '_w')",
      [template],
    );
    for (const { datname } of rows) await client.query(`drop database "${datname}" with (force)`);
  } finally {
    await client.end();
  }
}

async function runSql(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
