import type { TablesRelationalConfig } from "drizzle-orm";
import { NodePgSession } from "drizzle-orm/node-postgres";
import type { PgPreparedQuery, PreparedQueryConfig } from "drizzle-orm/pg-core";

/** So many different statements are kept prepared on each connection; further ones are planned each time. */
const MOST_PREPARED = 200;

const names = new Map<string, string>();

/** The same text has the same name on every connection of this process. */
function nameOf(text: string): string | undefined {
  if (!names.has(text) && names.size < MOST_PREPARED) names.set(text, `kairos_${names.size}`);
  return names.get(text);
}

/**
 * Gives every statement with parameters a name, by which PostgreSQL parses and plans it once a
 * connection. For processes that ask the same few things all day long.
 */
export class PreparedSession<
  TFullSchema extends Record<string, unknown>,
  TSchema extends TablesRelationalConfig,
> extends NodePgSession<TFullSchema, TSchema> {
  override prepareQuery<T extends PreparedQueryConfig = PreparedQueryConfig>(
    ...[query, fields, name, ...rest]: Parameters<
      NodePgSession<TFullSchema, TSchema>["prepareQuery"]
    >
  ): PgPreparedQuery<T> {
    const own = name ?? (query.params.length > 0 ? nameOf(query.sql) : undefined);
    return super.prepareQuery<T>(query, fields, own, ...rest);
  }
}
