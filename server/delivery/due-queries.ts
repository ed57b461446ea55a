import { sql } from "drizzle-orm";
import type { Tx } from "@/db";
import { env } from "../kernel";
import { MAX_AGE_MS } from "./outcome.core";
import { RESEND_AFTER_MS } from "./resend.core";
import { LANES, type Lane } from "./schemas";

/** A worker that died leaves a test letter behind; after this long nobody knows what became of it. */
export const ABANDONED_MINUTES = 5;

/** A scheduled campaign that has not started so long after its moment has lost the job that starts it. */
export const OVERDUE_SECONDS = 60;

/** While anything of a workspace that is due is open it is looked at so often, whatever else. */
export const LOOK_SECONDS = 30;

/**
 * Says that a workspace has something to send. Always in the transaction that made it so: whoever
 * clears the row locks it first and looks again, so a wake-up is never lost.
 */
export async function wake(
  tx: Tx,
  workspaceId: string,
  { inMs = 0, lane = "campaign" }: { inMs?: number; lane?: Lane } = {},
): Promise<void> {
  await tx.execute(sql`
    insert into due_work (workspace_id, lane, due_at)
    values (${workspaceId}, ${lane}, clock_timestamp() + make_interval(secs => ${inMs / 1000}))
    on conflict (workspace_id, lane)
    do update set due_at = least(due_work.due_at, excluded.due_at)`);
}

/** Work that is due in one workspace. */
export interface Due extends Record<string, unknown> {
  workspaceId: string;
  lane: Lane;
}

/**
 * Due work: urgent lanes first, in each the workspaces beginning after the one that was served last:
 * every one gets its turn, however much another has to send.
 */
export async function listDue(tx: Tx, after: string, limit: number): Promise<Due[]> {
  const { rows } = await tx.execute<Due>(sql`
    select workspace_id as "workspaceId", lane from due_work
    where due_at <= clock_timestamp()
    order by array_position(${sql.param(LANES)}::text[], lane), workspace_id <= ${after},
      workspace_id
    limit ${limit}`);
  return rows;
}

/** Every workspace that has anything open. */
export async function listWorkspaces(tx: Tx): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(
    sql`select distinct workspace_id as id from due_work order by 1`,
  );
  return rows.map((row) => row.id);
}

/** Locks the workspace's rows until commit; wakers wait. */
export async function lockDue(tx: Tx, workspaceId: string): Promise<void> {
  await tx.execute(sql`
    select 1 from due_work where workspace_id = ${workspaceId} order by lane for update`);
}

/**
 * Sets when each lane of the workspace is due next, in the database's time: now for what is ready,
 * later for what has its hour to come, soon for what somebody holds; a lane with nothing open goes.
 * Paused campaigns are only looked at now and then; resuming wakes. What is held was due: where all has
 * its hour to come, nobody looks before the first. A campaign that could not be finished, because somebody
 * held its row, is looked at again. A scheduled campaign is looked for when it should have
 * started, one that is being prepared now and then. Under `lockDue`.
 */
export async function setNextDue(tx: Tx, workspaceId: string): Promise<void> {
  await tx.execute(sql`
    with singles as (
      select lane, (select min(q.due_at) from send_queue q
        where q.workspace_id = ${workspaceId} and q.lane = lanes.lane and q.campaign_id is null
          and q.state = 'queued') as due
      from unnest(array['opt_in', 'transactional']) as lanes (lane)),
    sending as (
      select 'campaign' as lane, min(next.due_at) as due
      from campaigns c cross join lateral (
        select q.due_at from send_queue q
        where q.workspace_id = c.workspace_id and q.lane = 'campaign' and q.campaign_id = c.id
          and q.state = 'queued'
        order by q.due_at limit 1) next
      where c.workspace_id = ${workspaceId} and c.state in ('sending', 'cancelled')),
    unfinished as (
      select 'campaign' as lane, clock_timestamp() + make_interval(secs => ${LOOK_SECONDS}) as due
      from campaigns c
      where c.workspace_id = ${workspaceId} and c.state = 'sending'
        and not exists (select 1 from send_queue q
          where q.workspace_id = c.workspace_id and q.lane = 'campaign' and q.campaign_id = c.id)),
    tests as (
      select 'campaign' as lane, min(created_at) + make_interval(mins => ${ABANDONED_MINUTES}) as due
      from test_sends where workspace_id = ${workspaceId} and state = 'sending'),
    planned as (
      select 'campaign' as lane,
        greatest(case state when 'scheduled' then send_at + make_interval(secs => ${OVERDUE_SECONDS}) end,
          clock_timestamp() + make_interval(secs => ${LOOK_SECONDS})) as due
      from campaigns where workspace_id = ${workspaceId} and state in ('scheduled', 'preparing')),
    firsts as (
      select 'campaign' as lane, first.due_at
      from campaigns c cross join lateral (
        select q.due_at from send_queue q
        where q.workspace_id = c.workspace_id and q.lane = 'campaign' and q.campaign_id = c.id
        order by q.due_at limit 1) first
      where c.workspace_id = ${workspaceId}
      union all
      select lane, (select min(q.due_at) from send_queue q
        where q.workspace_id = ${workspaceId} and q.lane = lanes.lane and q.campaign_id is null)
      from unnest(${sql.param(LANES)}::text[]) as lanes (lane)),
    doubtful as (
      select m.kind as lane,
        min(m.result_at) + make_interval(secs => ${RESEND_AFTER_MS / 1_000}) as due
      from messages m
      where m.workspace_id = ${workspaceId} and m.unsent = 'unknown' and m.resends = 0
        and m.kind = any(${sql.param(env().RESEND_UNKNOWN)}::text[])
        and m.result_at > clock_timestamp() - make_interval(secs => ${MAX_AGE_MS / 1_000})
      group by m.kind),
    held as (
      select lane,
        greatest(due_at, clock_timestamp() + make_interval(secs => ${LOOK_SECONDS})) as due
      from firsts where due_at is not null),
    next as (
      select lane, min(due) as due
      from (select * from singles union all select * from sending
        union all select * from unfinished union all select * from tests union all select * from planned
        union all select * from doubtful union all select * from held
        ) as every
      where due is not null group by lane),
    done as (
      delete from due_work d where d.workspace_id = ${workspaceId}
        and d.lane not in (select lane from next))
    update due_work d set due_at = next.due from next
    where d.workspace_id = ${workspaceId} and d.lane = next.lane`);
}
