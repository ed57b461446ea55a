import { sql } from "drizzle-orm";
import type { Tx } from "@/db";
import type { Held } from "./change.core";
import { column } from "./row-columns";

/**
 * Which of the database's histories this is. A promotion and a restore to a moment begin another one, and
 * with it whatever was committed and not taken over is gone.
 */
export const timelineNow = sql`('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int`;

/** How many of these steps, each answered as committed, the history does not have. */
export async function countForgotten(
  tx: Tx,
  workspaceId: string,
  asked: { rows: readonly Held[]; to: "claimed" | "in_flight" },
): Promise<number> {
  const { rows: asks } = asked;
  const { rows } = await tx.execute<{ count: number }>(sql`
    select count(*)::int as count
    from unnest(${column(asks, (r) => r.contactId)}::uuid[], ${column(asks, (r) => r.id)}::uuid[],
      ${column(asks, (r) => r.fence)}::int[]) as a (contact_id, id, fence)
    where not exists (
      select 1 from message_transitions t
      where t.workspace_id = ${workspaceId} and t.contact_id = a.contact_id
        and t.message_id = a.id and t.fence = a.fence and t."to" = ${asked.to})`);
  return rows[0]?.count ?? 0;
}

/** The worker has looked: nothing was forgotten on the way to this timeline. */
export async function adoptTimeline(tx: Tx, workerId: string): Promise<void> {
  await tx.execute(sql`update send_workers set timeline = ${timelineNow} where id = ${workerId}`);
}
