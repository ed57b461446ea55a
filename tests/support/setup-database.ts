/**
 * Before each file of database tests: the environment of a web process on this worker's database.
 * After it: whoever opened a pool has closed it again, and every statement that ran in the query
 * role says whose rows it reads.
 */
import { afterAll, vi } from "vitest";
import type { Database } from "@/db/client";
import { asAdmin, testDatabase } from "./database";
import { scansOfEverybody, takeWatched, watchQueryRole } from "./query-role";

const { name, webUrl, appSecret, rolePrefix } = await testDatabase();
vi.stubEnv("APP_DATABASE_URL", webUrl);
vi.stubEnv("APP_SECRET", appSecret);
vi.stubEnv("DB_ROLE_PREFIX", rolePrefix);
vi.stubEnv("LOG_LEVEL", "silent");

watchQueryRole();

afterAll(async () => {
  const open = await asAdmin(async (client) => {
    const found: string[] = [];
    for (const text of takeWatched()) {
      const tables = await scansOfEverybody(client, text);
      if (tables.length > 0) found.push(`${tables.join(", ")}: ${text}`);
    }
    return found;
  });
  if (open.length > 0) {
    throw new Error(`Read in the query role without a workspace:\n${open.join("\n")}`);
  }
});

afterAll(async () => {
  const holder = globalThis as { kairosDatabase?: Database };
  await holder.kairosDatabase?.close();
  holder.kairosDatabase = undefined;
  // Of a process that was killed the server notices when what it asked last is done.
  await vi.waitFor(expectNoConnection, { timeout: 15_000, interval: 50 });
});

async function expectNoConnection(): Promise<void> {
  const left = await asAdmin(async (client) => {
    const { rows } = await client.query<{ usename: string; query: string }>(
      `select usename, query from pg_stat_activity
       where datname = $1 and pid <> pg_backend_pid() and backend_type = 'client backend'`,
      [name],
    );
    return rows;
  });
  if (left.length > 0) {
    throw new Error(`The tests left ${left.length} connections open: ${JSON.stringify(left)}`);
  }
}
