import type pg from "pg";
import { newId } from "../kernel";

/**
 * What a restored instance must not simply continue. A message that was open when the backup was
 * made may have gone out afterwards, so it becomes `unknown` (resolution `policy`) and its campaign
 * ends; a scheduled campaign is a draft again; an import that was under way waits for somebody to
 * continue it. Returns the counts.
 */
export async function settleRestored(client: pg.Client) {
  const open = await client.query<{
    workspace_id: string;
    contact_id: string;
    id: string;
    state: string;
    fence: number;
  }>(
    "select workspace_id, contact_id, id, state, fence from messages where state in ('queued', 'claimed', 'in_flight')",
  );
  const at = new Date();
  const ids = open.rows.map((row) => row.id);
  await client.query(
    `update messages set state = 'unknown', resolution = 'policy', result_at = $1, worker_id = null,
       lease_until = null, fence = fence + 1 where id = any($2)`,
    [at, ids],
  );
  await client.query(
    `insert into message_transitions (workspace_id, contact_id, id, message_id, "from", "to", at, fence, detail)
     select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[],
       array_fill('unknown'::text, array[$8::int]), array_fill($6::timestamptz, array[$8::int]), $7::int[],
       array_fill('restored'::text, array[$8::int]))`,
    [
      open.rows.map((row) => row.workspace_id),
      open.rows.map((row) => row.contact_id),
      ids.map(() => newId()),
      ids,
      open.rows.map((row) => row.state),
      at,
      open.rows.map((row) => row.fence + 1),
      ids.length,
    ],
  );
  const campaigns = await client.query(
    `update campaigns set finished_at = $1,
       state = case state when 'preparing' then 'cancelled' else 'finished' end
     where state in ('preparing', 'sending', 'paused')`,
    [at],
  );
  // Jobs are no part of a backup, and what was planned then may be wrong by now.
  await client.query(
    "update campaigns set state = 'draft', send_at = null, start_error = $1 where state = 'scheduled'",
    ["SCHEDULE_LOST"],
  );
  const imports = await client.query(
    "update imports set state = 'paused', error_code = 'INTERNAL' where state in ('queued', 'running')",
  );
  await client.query("delete from due_work");
  return {
    messagesUnknown: ids.length,
    campaignsEnded: campaigns.rowCount ?? 0,
    importsPaused: imports.rowCount ?? 0,
  };
}
