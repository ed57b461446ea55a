import { type Placeholder, sql } from "drizzle-orm";

/**
 * Rows as parallel arrays for `unnest`: parsed by PostgreSQL at a fraction of what JSON costs. `at`
 * is a row's place, by which answers find back to it.
 */
export const column = <T>(rows: readonly T[], value: (row: T) => unknown) =>
  sql.param(rows.map(value));

/**
 * The rows of the queue that `asked` names, by their place in the table, each looked up by its key.
 * `offset 0` keeps the planner from joining the other way round: it has no idea how few of a
 * workspace's rows one worker holds, and would read them all. A row that somebody changes meanwhile
 * has another place then, and is not found: as is right, it is not as it was any more. The statements ask
 * for one place after the other (`ctid = tid`): by a list of them each would be held against all others.
 */
export const located = (workspaceId: string | Placeholder) => sql`
  found as materialized (
    select a.*, place.tid, place.state as before from asked a cross join lateral (
      select s.ctid as tid, s.state from send_queue s
      where s.workspace_id = ${workspaceId} and s.contact_id = a.contact_id
        and s.message_id = a.id
      offset 0) place)`;
