import { type SQL, sql } from "drizzle-orm";
import type { Interval } from "./resolve.core";

/** `null` counts as outside, unless the interval is open on both sides and nothing asks for a value. */
export function within(value: SQL, interval: Interval, isValueNeeded = false): SQL {
  const { from, to } = interval;
  const bounds = [
    from ? sql`${value} >= ${from.toISOString()}::timestamptz` : undefined,
    to ? sql`${value} < ${to.toISOString()}::timestamptz` : undefined,
  ].filter((bound) => bound !== undefined);
  if (bounds.length === 0) return isValueNeeded ? sql`(${value} is not null)` : sql`true`;
  return sql`coalesce(${sql.join(bounds, sql` and `)}, false)`;
}
