import { sql } from "drizzle-orm";
import type { Tx } from "@/db";
import type { Held } from "./change.core";
import { KEPT_DAYS } from "./journal";
import { column } from "./row-columns";

/**
 * Which of the database's histories this is. A promotion and a restore to a moment begin another one, and
 * with it whatever was committed and not taken over is gone.
 */
export const timelineNow = sql`('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int`;

/** A workspace whose history was taken away with it on purpose. */
export const isRemoved = (workspaceId: string) =>
  sql`exists (select 1 from removed_workspaces r where r.id = ${workspaceId})`;

/** How many of these steps, each answered as committed, the history should have and does not. */
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
    where not ${isRemoved(workspaceId)} and not exists (
      select 1 from message_transitions t
      where t.workspace_id = ${workspaceId} and t.contact_id = a.contact_id
        and t.message_id = a.id and t.fence = a.fence and t."to" = ${asked.to})`);
  return rows[0]?.count ?? 0;
}

/** The worker has looked: nothing was forgotten on the way to this timeline. */
export async function adoptTimeline(tx: Tx, workerId: string): Promise<void> {
  await tx.execute(sql`update send_workers set timeline = ${timelineNow} where id = ${workerId}`);
}

/**
 * Lets a worker send on the present timeline, if every machine that has sent lately is sure of it. Where one is not, its
 * journals may tell of letters that the database takes for unsent. A worker that was taken back before the timeline
 * began has nothing that could have been forgotten, and on this one nobody is taken back before all are sure.
 */
export async function agreeOnTimeline(tx: Tx, workerId: string): Promise<boolean> {
  const { rows } = await tx.execute<{ maySend: boolean }>(sql`
    update send_workers set sends_on = case when exists (
        select 1 from send_workers w
        where w.journals <> '' and w.reconciled_at is null
          and w.lease_until > clock_timestamp() - make_interval(days => ${KEPT_DAYS})
          and (w.rewound_at is not null or w.reaped_at is null and not exists (
            select 1 from send_workers sure
            where sure.journals = w.journals and sure.timeline = ${timelineNow})))
      then 0 else ${timelineNow} end
    where id = ${workerId}
    returning sends_on <> 0 as "maySend"`);
  return rows[0]?.maySend === true;
}

/**
 * The database was put back: from here on no worker sends, on any machine, until this folder's journals are
 * reconciled. It may not even know of this worker any more.
 */
export async function raiseAlarm(
  tx: Tx,
  worker: { id: string; host: string; version: string; journals: string },
): Promise<void> {
  const { id, host, version, journals } = worker;
  await tx.execute(sql`
    insert into send_workers (id, host, version, journals, started_at, lease_until, rewound_at)
    values (${id}, ${host}, ${version}, ${journals}, clock_timestamp(), clock_timestamp(), clock_timestamp())
    on conflict (id) do update set rewound_at = excluded.rewound_at`);
  await tx.execute(sql`update send_workers set sends_on = 0 where sends_on <> 0`);
}
