import { sql } from "drizzle-orm";
import type { Tx } from "@/db";
import { noteSteps } from "./claim-queries";

/** At most so many rows in one transaction; the sweep comes again while there are more. */
const CHUNK = 1_000;

interface Moved extends Record<string, unknown> {
  contactId: string;
  messageId: string;
  from: string;
  to: string;
  workerId: string | null;
  fence: number;
}

/**
 * Takes back what a dead or stalled worker held: a claim is queued again (nothing was said yet),
 * a message in flight becomes unknown (it may have arrived, so it is never sent again).
 */
export async function recoverExpired(tx: Tx, workspaceId: string): Promise<number> {
  const { rows } = await tx.execute<Moved>(sql`
    with expired as (
      select contact_id, id, state, worker_id from messages
      where workspace_id = ${workspaceId} and state in ('claimed', 'in_flight')
        and lease_until < clock_timestamp()
      order by lease_until limit ${CHUNK} for update skip locked)
    update messages m
    set state = case e.state when 'claimed' then 'queued' else 'unknown' end,
        worker_id = case e.state when 'claimed' then null else m.worker_id end,
        result_at = case e.state when 'claimed' then null else clock_timestamp() end,
        lease_until = null
    from expired e
    where m.workspace_id = ${workspaceId} and m.contact_id = e.contact_id and m.id = e.id
    returning m.contact_id as "contactId", m.id as "messageId", e.state as "from", m.state as "to",
      e.worker_id as "workerId", m.fence`);
  await noteSteps(
    tx,
    workspaceId,
    rows.map((row) => ({ ...row, detail: "lease_expired" })),
  );
  return rows.length;
}

/** Ends what was still waiting in cancelled campaigns. */
export async function cancelQueued(tx: Tx, workspaceId: string): Promise<number> {
  const { rows } = await tx.execute<Moved>(sql`
    with open as (
      select m.contact_id, m.id
      from campaigns c join messages m
        on m.workspace_id = c.workspace_id and m.campaign_id = c.id and m.state = 'queued'
      where c.workspace_id = ${workspaceId} and c.state = 'cancelled'
      order by m.id limit ${CHUNK} for update of m skip locked)
    update messages m
    set state = 'cancelled', skip_reason = 'cancelled', resolution = 'policy',
        result_at = clock_timestamp(), not_before = null
    from open
    where m.workspace_id = ${workspaceId} and m.contact_id = open.contact_id and m.id = open.id
    returning m.contact_id as "contactId", m.id as "messageId", 'queued' as "from",
      m.state as "to", m.worker_id as "workerId", m.fence`);
  await noteSteps(
    tx,
    workspaceId,
    rows.map((row) => ({ ...row, detail: "cancelled" })),
  );
  return rows.length;
}

/**
 * Finishes campaigns of which nothing is open and whose rows are the whole audience. `sending`
 * says that the audience is complete: a campaign is `preparing` until its last chunk is made.
 */
export async function finishCampaigns(tx: Tx, workspaceId: string): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    update campaigns c set state = 'finished', finished_at = clock_timestamp()
    where c.workspace_id = ${workspaceId} and c.state = 'sending'
      and not exists (
        select 1 from messages m
        where m.workspace_id = c.workspace_id and m.campaign_id = c.id
          and m.state in ('queued', 'claimed', 'in_flight'))
      and (c.audience ->> 'materialised' is null or (c.audience ->> 'materialised')::int = (
        select count(*) from messages m
        where m.workspace_id = c.workspace_id and m.campaign_id = c.id))
    returning c.id`);
  return rows.map((row) => row.id);
}
