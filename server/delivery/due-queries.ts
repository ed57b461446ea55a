import { sql } from "drizzle-orm";
import type { Tx } from "@/db";

/** A worker that died leaves a test letter behind; after this long nobody knows what became of it. */
export const ABANDONED_MINUTES = 5;

/** The lane of campaign mail in `due_work`. */
export const LANE = "campaign";

/**
 * Says that a workspace has something to send. Always in the transaction that made it so: whoever
 * clears the row locks it first and looks again, so a wake-up is never lost.
 */
export async function wake(tx: Tx, workspaceId: string, inMs = 0): Promise<void> {
  await tx.execute(sql`
    insert into due_work (workspace_id, lane, due_at)
    values (${workspaceId}, ${LANE}, clock_timestamp() + make_interval(secs => ${inMs / 1000}))
    on conflict (workspace_id, lane)
    do update set due_at = least(due_work.due_at, excluded.due_at)`);
}

/**
 * Workspaces with due work, beginning after the one that was served last: every one gets its turn,
 * however much another has to send.
 */
export async function listDue(tx: Tx, after: string, limit: number): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select workspace_id as id from due_work
    where lane = ${LANE} and due_at <= clock_timestamp()
    order by workspace_id <= ${after}, workspace_id limit ${limit}`);
  return rows.map((row) => row.id);
}

/** Locks the workspace's row until commit; wakers wait. False when there is none. */
export async function lockDue(tx: Tx, workspaceId: string): Promise<boolean> {
  const { rowCount } = await tx.execute(sql`
    select 1 from due_work where workspace_id = ${workspaceId} and lane = ${LANE} for update`);
  return rowCount === 1;
}

/**
 * When the workspace needs a sender again, in the database's time: now for what is ready, later for
 * what is deferred or leased, null for nothing. Paused campaigns do not count; resuming wakes.
 */
export async function nextDue(tx: Tx, workspaceId: string): Promise<Date | null> {
  const { rows } = await tx.execute<{ due: Date | null }>(sql`
    select least(
      (select min(coalesce(next.not_before, clock_timestamp()))
         from campaigns c cross join lateral (
           select m.not_before from messages m
           where m.workspace_id = c.workspace_id and m.campaign_id = c.id and m.state = 'queued'
           order by m.not_before nulls first limit 1) next
        where c.workspace_id = ${workspaceId} and c.state in ('sending', 'cancelled')),
      (select min(lease_until) from messages
        where workspace_id = ${workspaceId} and state in ('claimed', 'in_flight')),
      (select min(created_at) + make_interval(mins => ${ABANDONED_MINUTES}) from test_sends
        where workspace_id = ${workspaceId} and state = 'sending')
    ) as due`);
  const due = rows[0]?.due;
  return due ? new Date(due) : null;
}

/** Sets when the workspace is due next; null takes it off the list. */
export async function setDue(tx: Tx, workspaceId: string, due: Date | null): Promise<void> {
  await tx.execute(
    due
      ? sql`update due_work set due_at = ${due.toISOString()}
            where workspace_id = ${workspaceId} and lane = ${LANE}`
      : sql`delete from due_work where workspace_id = ${workspaceId} and lane = ${LANE}`,
  );
}
