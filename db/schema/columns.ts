import { customType, timestamp, uuid } from "drizzle-orm/pg-core";

/** First column of every tenant table, and first in every key. */
export const workspaceId = () => uuid("workspace_id").notNull();

/** `timestamptz` with milliseconds, as a Date. */
export const at = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

export const createdAt = () => at("created_at").notNull().defaultNow();

/**
 * Text ordered by bytes whatever the database's collation is: ranges (`>=`, `<`) serve "begins
 * with" from a plain index, and their operators are leakproof, so row level security keeps it.
 */
export const textByBytes = customType<{ data: string }>({ dataType: () => 'text collate "C"' });
