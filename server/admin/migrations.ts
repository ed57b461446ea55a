import type pg from "pg";

/** Hashes of the migrations a database has run, in order. */
export async function listMigrations(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ hash: string }>(
    "select hash from migrations.__drizzle_migrations order by id",
  );
  return rows.map((row) => row.hash);
}
