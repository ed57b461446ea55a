import { getTableName, is } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import type pg from "pg";
import * as schema from "@/db";

/** Names of all tables, those that others point at first. */
export function tablesInOrder(): string[] {
  const tables = Object.values(schema).filter((t) => is(t, PgTable));
  const parents = new Map<string, string[]>();
  for (const table of tables) {
    const keys = getTableConfig(table).foreignKeys;
    parents.set(
      getTableName(table),
      keys.map((key) => getTableName(key.reference().foreignTable)),
    );
  }
  const ordered = new Set<string>();
  const visit = (name: string): void => {
    if (ordered.has(name)) return;
    for (const parent of parents.get(name) ?? []) if (parent !== name) visit(parent);
    ordered.add(name);
  };
  for (const name of parents.keys()) visit(name);
  return [...ordered];
}

/** Hashes of the migrations a database has run, in order. */
export async function listMigrations(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ hash: string }>(
    "select hash from migrations.__drizzle_migrations order by id",
  );
  return rows.map((row) => row.hash);
}
