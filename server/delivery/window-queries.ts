import { sql } from "drizzle-orm";
import type { Tx } from "@/db";
import type { Opening } from "./hours.core";

/** A message that still waits though its window has closed. */
export interface Closed {
  contactId: string;
  id: string;
  /** From when on it may leave again: now, or when a refused one is due. */
  from: Date;
  timeZone: string;
}

/**
 * The next messages of a campaign whose window closed before anybody took them up: locked, past those
 * others hold. What somebody holds is left alone; it comes back to the queue first.
 */
export async function listClosed(
  tx: Tx,
  workspaceId: string,
  asked: { campaignId: string; limit: number },
): Promise<Closed[]> {
  const { rows } = await tx.execute<Record<keyof Closed, string>>(sql`
    select q.contact_id as "contactId", q.message_id as id,
      greatest(q.due_at, clock_timestamp()) as "from",
      coalesce(c.time_zone, w.time_zone) as "timeZone"
    from send_queue q
    join contacts c on c.workspace_id = q.workspace_id and c.id = q.contact_id
    join workspaces w on w.id = q.workspace_id
    where q.workspace_id = ${workspaceId} and q.campaign_id = ${asked.campaignId}::uuid
      and q.closes_at <= statement_timestamp() and q.state = 'queued'
    order by q.closes_at limit ${asked.limit} for update of q skip locked`);
  return rows.map((row) => ({ ...row, from: new Date(row.from) }));
}

/**
 * Lets messages wait for another window. Their time is counted from there: what was tried in the last
 * window does not grow too old over a weekend, and is dated with the day it leaves. A place
 * in the line of a domain goes with the window it lay in: all of them are due at once when one opens.
 */
export async function moveToOpenings(
  tx: Tx,
  workspaceId: string,
  rows: readonly (Pick<Closed, "contactId" | "id"> & Opening)[],
): Promise<void> {
  if (rows.length === 0) return;
  const column = (values: readonly string[]) => sql.param(values);
  await tx.execute(sql`
    with asked as (
      select * from unnest(${column(rows.map((row) => row.contactId))}::uuid[],
        ${column(rows.map((row) => row.id))}::uuid[],
        ${column(rows.map((row) => row.at.toISOString()))}::timestamptz[],
        ${column(rows.map((row) => row.until.toISOString()))}::timestamptz[])
        as a (contact_id, id, at, until)),
    moved as (
      update send_queue q
      set due_at = a.at, closes_at = a.until, first_claimed_at = null, is_paced = false
      from asked a
      where q.workspace_id = ${workspaceId} and q.contact_id = a.contact_id
        and q.message_id = a.id and q.state = 'queued'
      returning q.contact_id, q.message_id, q.attempt, q.due_at)
    update messages m set send_at = moved.due_at
    from moved
    where m.workspace_id = ${workspaceId} and m.contact_id = moved.contact_id
      and m.id = moved.message_id and moved.attempt = 0`);
}
