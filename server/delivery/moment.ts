import { sql } from "drizzle-orm";
import type { Tx } from "@/db";

/**
 * When this transaction began, by the clock that dates results and in their milliseconds. What it reads
 * afterwards is at least as new, so that whatever happened by then and was committed is in it.
 */
export async function readMoment(tx: Tx): Promise<Date> {
  // Rounded as the columns are: cut off, a result of the same millisecond would seem to be later.
  const { rows } = await tx.execute<{ at: string }>(sql`select now()::timestamptz(3) as at`);
  const [row] = rows;
  if (!row) throw new Error("The database did not say what time it is.");
  return new Date(row.at);
}
