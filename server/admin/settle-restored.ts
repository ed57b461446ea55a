import type pg from "pg";

/** Scheduled campaigns are drafts again: all, or those whose moment has come. Returns how many. */
export async function loseSchedules(client: pg.Client, which: "all" | "due"): Promise<number> {
  const { rowCount } = await client.query(
    `update campaigns set state = 'draft', send_at = null, start_error = $2
     where state = 'scheduled' and ($1 = 'all' or send_at <= now())`,
    [which, "SCHEDULE_LOST"],
  );
  return rowCount ?? 0;
}

/**
 * What a restored instance must not simply continue. A message that was open when the backup was
 * made may have gone out afterwards, so it becomes `unknown` (resolution `policy`) and its campaign
 * ends; a scheduled campaign is a draft again; an import that was under way waits for somebody to
 * continue it. Returns the counts.
 */
export async function settleRestored(client: pg.Client) {
  const at = new Date();
  const open = await client.query(
    `with gone as (delete from send_queue returning *),
     moved as (
       update messages m set state = 'unknown', resolution = 'policy', result_at = $1,
         attempt = g.attempt, fence = g.fence + 1, intent_at = g.intent_at
       from gone g
       where m.workspace_id = g.workspace_id and m.contact_id = g.contact_id
         and m.id = g.message_id)
     insert into message_transitions
       (workspace_id, contact_id, message_id, step, "from", "to", at, fence, detail)
     select workspace_id, contact_id, message_id, step + 1, state, 'unknown', $1, fence + 1,
       'restored'
     from gone`,
    [at],
  );
  const campaigns = await client.query(
    `update campaigns set finished_at = $1,
       state = case state when 'preparing' then 'cancelled' else 'finished' end
     where state in ('preparing', 'sending', 'paused')`,
    [at],
  );
  // Jobs are no part of a backup, and what was planned then may be wrong by now.
  await loseSchedules(client, "all");
  const imports = await client.query(
    "update imports set state = 'paused', error_code = 'INTERNAL' where state in ('queued', 'running')",
  );
  await client.query("delete from due_work");
  await client.query("delete from send_workers");
  return {
    messagesUnknown: open.rowCount ?? 0,
    campaignsEnded: campaigns.rowCount ?? 0,
    importsPaused: imports.rowCount ?? 0,
  };
}
