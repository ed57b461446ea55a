import { timestamp, uuid } from "drizzle-orm/pg-core";

/** First column of every tenant table, and first in every key. */
export const workspaceId = () => uuid("workspace_id").notNull();

/** `timestamptz` with milliseconds, as a Date. */
export const at = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

export const createdAt = () => at("created_at").notNull().defaultNow();
