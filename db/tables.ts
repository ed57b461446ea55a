import { getTableName, is } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import * as schema from "./schema";

/** Every table, those that others point at first. */
function ordered(): PgTable[] {
  const tables = Object.values(schema).filter((table) => is(table, PgTable));
  const found = new Map<string, PgTable>(tables.map((table) => [getTableName(table), table]));
  const done = new Set<PgTable>();
  const visit = (table: PgTable): void => {
    if (done.has(table)) return;
    for (const key of getTableConfig(table).foreignKeys) {
      const parent = found.get(getTableName(key.reference().foreignTable));
      if (parent && parent !== table) visit(parent);
    }
    done.add(table);
  };
  for (const table of tables) visit(table);
  return [...done];
}

/**
 * Names of all tables, those that others point at first.
 * @public
 */
export function tablesInOrder(): string[] {
  return ordered().map(getTableName);
}

/** Names of the tables whose rows belong to a workspace, those that others point at first. */
export function workspaceTables(): string[] {
  const isOfWorkspace = (table: PgTable) =>
    getTableConfig(table).columns.some((column) => column.name === "workspace_id");
  return ordered().filter(isOfWorkspace).map(getTableName);
}
