import { sql } from "drizzle-orm";

/**
 * The end of a statement that puts messages back whose row of the queue is gone: of those in `stepped`, each
 * under its fence. A window may have closed since, and when it was to is not known any more: it counts as
 * closed, so whoever claims moves the message to the next one, or to now.
 */
export const requeued = (workspaceId: string) => sql`
  queued as (
    insert into send_queue (workspace_id, contact_id, message_id, lane, campaign_id, due_at, closes_at,
      is_returned, attempt, fence, step, deaths, first_claimed_at)
    select ${workspaceId}::uuid, s.contact_id, s.id,
      case s.kind when 'marketing' then 'campaign' else s.kind end, s.campaign_id, s.due_at,
      case when c.send_window is not null then clock_timestamp() end,
      true, s.attempt, s.fence, s.step, s.deaths, s.first_claimed_at
    from stepped s
    left join campaigns c on c.workspace_id = ${workspaceId}::uuid and c.id = s.campaign_id)`;
