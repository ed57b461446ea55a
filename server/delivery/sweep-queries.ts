import { sql } from "drizzle-orm";
import type { Tx } from "@/db";

/** At most so many rows in one transaction; the sweep comes again while there are more. */
const CHUNK = 1_000;

/** Ends what was still waiting in cancelled campaigns. */
export async function cancelQueued(tx: Tx, workspaceId: string): Promise<number> {
  const { rowCount } = await tx.execute(sql`
    with open as (
      select q.contact_id, q.message_id
      from campaigns c join send_queue q
        on q.workspace_id = c.workspace_id and q.lane = 'campaign' and q.campaign_id = c.id
          and q.state = 'queued'
      where c.workspace_id = ${workspaceId} and c.state = 'cancelled'
      limit ${CHUNK} for update of q skip locked),
    gone as (
      delete from send_queue q using open
      where q.workspace_id = ${workspaceId} and q.contact_id = open.contact_id
        and q.message_id = open.message_id
      returning q.*),
    moved as (
      update messages m
      set state = 'cancelled', skip_reason = 'cancelled', resolution = 'policy',
          result_at = clock_timestamp(), attempt = g.attempt, fence = g.fence
      from gone g
      where m.workspace_id = ${workspaceId} and m.contact_id = g.contact_id
        and m.id = g.message_id)
    insert into message_transitions
      (workspace_id, contact_id, message_id, step, "from", "to", at, fence, detail)
    select workspace_id, contact_id, message_id, step + 1, 'queued', 'cancelled',
      clock_timestamp(), fence, 'cancelled'
    from gone`);
  return rowCount ?? 0;
}

/**
 * As many rows as were made. Without that number (it is written with the last chunk, in the step to `sending`)
 * nobody knows how many there should be, so it is not whole.
 */
const isWhole = sql`((c.audience ->> 'materialised')::int = (
  select count(*) from messages m
  where m.workspace_id = c.workspace_id and m.campaign_id = c.id)) is true`;

/** What is sent to its end. Only of that the rows are counted, which takes seconds for a million. */
const withSent = (workspaceId: string, locking = sql``) => sql`
  with sent as materialized (
    select c.id from campaigns c
    where c.workspace_id = ${workspaceId} and c.state = 'sending'
      and (select true from send_queue q
        where q.workspace_id = ${workspaceId} and q.lane = 'campaign' and q.campaign_id = c.id
        limit 1) is null
    ${locking})`;

/**
 * Campaigns of which nothing is open and whose rows are the whole audience. `sending` says that the
 * audience is complete: a campaign is `preparing` until its last chunk is made. So what is whole stays so.
 */
export async function listWhole(tx: Tx, workspaceId: string): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    ${withSent(workspaceId)}
    select c.id from campaigns c join sent on sent.id = c.id
    where c.workspace_id = ${workspaceId} and ${isWhole}`);
  return rows.map((row) => row.id);
}

/**
 * Finishes campaigns of which nothing is open and whose rows are the whole audience; `whole` are known to be.
 * Not one that somebody holds: who cancels it waits for the due work that the caller has locked.
 */
export async function finishCampaigns(
  tx: Tx,
  workspaceId: string,
  whole: readonly string[],
): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    ${withSent(workspaceId, sql`for update of c skip locked`)}
    update campaigns c set state = 'finished', finished_at = clock_timestamp()
    from sent
    where c.workspace_id = ${workspaceId} and c.id = sent.id and c.state = 'sending'
      and case when c.id = any(${sql.param(whole)}::uuid[]) then true else ${isWhole} end
    returning c.id`);
  return rows.map((row) => row.id);
}
