import { sql } from "drizzle-orm";
import type { Tx } from "@/db";
import type { Change } from "./change.core";
import { requeued } from "./requeued";
import { column } from "./row-columns";
import { statesBefore } from "./state.core";

/** A change of one message, by its place among those that were asked for. */
interface Placed extends Change {
  at: number;
}

/**
 * Back into the queue what was unknown, under the fence and by the journal of the very worker that sent
 * it. Not what belongs to a campaign that was put into the archive: nobody would see it leave. What
 * workers died with before still counts.
 */
export async function requeueUnknown(
  tx: Tx,
  workspaceId: string,
  asked: { workerId: string; rows: readonly Placed[] },
): Promise<number[]> {
  const { rows, workerId } = asked;
  const { rows: moved } = await tx.execute<{ at: number }>(sql`
    with asked as (
      select * from unnest(${column(rows, (r) => r.at)}::int[], ${column(rows, (r) => r.contactId)}::uuid[],
        ${column(rows, (r) => r.id)}::uuid[], ${column(rows, (r) => r.fence)}::int[],
        ${column(rows, (r) => r.event)}::text[],
        ${column(rows, (r) => statesBefore(r.event).join(" "))}::text[],
        ${column(rows, (r) => r.delayMs ?? 0)}::bigint[], ${column(rows, (r) => r.isFree === true)}::boolean[])
        as a (at, contact_id, id, fence, event, froms, delay_ms, is_free)),
    moved as (
      update messages m
      set state = 'queued', result_at = null, resolution = null, worker_id = null,
          intent_at = null, attempt = 0
      from asked a, messages before
      where m.workspace_id = ${workspaceId} and m.contact_id = a.contact_id and m.id = a.id
        and m.fence = a.fence and m.worker_id = ${workerId}
        and m.state = 'unknown' and 'unknown' = any(string_to_array(a.froms, ' '))
        and before.workspace_id = m.workspace_id and before.contact_id = m.contact_id
        and before.id = m.id
        and not exists (select 1 from campaigns c where c.workspace_id = ${workspaceId}
          and c.id = m.campaign_id and c.archived_at is not null)
      returning a.*, m.kind, m.campaign_id, before.intent_at as first_claimed_at,
        before.attempt - case when a.is_free then 1 else 0 end as attempt),
    stepped as (
      select moved.*, past.step + 1 as step, least(past.deaths, 100) as deaths,
        clock_timestamp() + make_interval(secs => moved.delay_ms / 1000.0) as due_at
      from moved cross join lateral (
        select max(t.step) as step,
          count(*) filter (where t.detail in ('worker_ended', 'proved_unwritten')) as deaths
        from message_transitions t
        where t.workspace_id = ${workspaceId} and t.contact_id = moved.contact_id
          and t.message_id = moved.id) past),
    ${requeued(workspaceId)},
    noted as (
      insert into message_transitions
        (workspace_id, contact_id, message_id, step, "from", "to", at, worker_id, fence, detail)
      select ${workspaceId}::uuid, contact_id, id, step, 'unknown', 'queued', clock_timestamp(),
        ${workerId}, fence, event
      from stepped)
    select at from moved`);
  return moved.map((row) => Number(row.at));
}
