import pg from "pg";
import { expect, test } from "vitest";
import { asAdmin, testDatabase } from "./database";

test("a test worker has a migrated database and both application roles can connect", async () => {
  const { name, webUrl, workerUrl, rolePrefix } = await testDatabase();
  for (const [url, role] of [
    [webUrl, `${rolePrefix}_web`],
    [workerUrl, `${rolePrefix}_worker`],
  ]) {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query("select current_user as role, current_database() as name");
    await client.end();
    expect(rows).toEqual([{ role, name }]);
  }
});

test("the administrator of the tests sees past row level security", async () => {
  const { rows } = await asAdmin((client) =>
    client.query(
      "select rolbypassrls or rolsuper as free from pg_roles where rolname = current_user",
    ),
  );
  expect(rows).toEqual([{ free: true }]);
});
