/**
 * The pure door of the database: tables, row types and the transaction type. Importing it does no
 * IO; the pool is in `client.ts`, which only the edges open.
 */
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import type * as tables from "./schema";

export { inQueryRole } from "./query-role";
export * from "./schema";
export { type Slots, statement } from "./statement";

export type Db = NodePgDatabase<typeof tables>;
/** An open transaction. Every verb works inside one; nothing else may query. */
export type Tx = Parameters<Parameters<Db["transaction"]>[0]>[0];
