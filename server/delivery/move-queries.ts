import { sql } from "drizzle-orm";
import { type Slots, statement, type Tx } from "@/db";
import { type Change, isUnsent, targetOf } from "./change.core";
import { column, located } from "./row-columns";
import { type MessageState, OPEN_STATES } from "./schemas";
import { nextState, statesBefore } from "./state.core";
import { requeueUnknown } from "./unknown-queries";

const isOpen = (state: MessageState) => (OPEN_STATES as readonly string[]).includes(state);

/**
 * Writes results under fence and worker, each with its line of history. Answers for each change, in
 * order, whether it was written: what was not had been taken away from this worker, and stays as it
 * is.
 */
export async function moveMessages(
  tx: Tx,
  workspaceId: string,
  asked: { workerId: string; changes: readonly Change[] },
): Promise<boolean[]> {
  const rows = asked.changes.map((change, at) => ({ ...change, at, to: targetOf(change) }));
  const back = rows.filter((row) => isOpen(row.to));
  const ended = rows.filter((row) => !isOpen(row.to));
  const moved = new Set<number>();
  const note = (places: readonly number[]): void => places.forEach((at) => void moved.add(at));
  const { workerId } = asked;
  if (back.length > 0) note(await putBack(tx, workspaceId, { workerId, rows: back }));
  if (ended.length > 0)
    note(placesOf(await endOpen(tx, endAsked(workspaceId, { workerId, rows: ended }))));
  // A late answer to what was called unknown in the meantime; hardly ever are there any.
  const late = ended.filter((row) => !moved.has(row.at) && nextState("unknown", row.event));
  if (late.length > 0)
    note(placesOf(await endUnknown(tx, endAsked(workspaceId, { workerId, rows: late }))));
  const again = back.filter((row) => !moved.has(row.at) && nextState("unknown", row.event));
  if (again.length > 0) note(await requeueUnknown(tx, workspaceId, { workerId, rows: again }));
  return rows.map((row) => moved.has(row.at));
}

const placesOf = (rows: readonly { at: number }[]) => rows.map((row) => Number(row.at));

interface Move extends Change {
  at: number;
  to: MessageState;
}

/** Back to the queue, with a delay. */
async function putBack(
  tx: Tx,
  workspaceId: string,
  asked: { workerId: string; rows: readonly Move[] },
): Promise<number[]> {
  const { rows, workerId } = asked;
  const { rows: moved } = await tx.execute<{ at: number }>(sql`
    with asked as (
      select * from unnest(${column(rows, (r) => r.at)}::int[],
        ${column(rows, (r) => r.contactId)}::uuid[], ${column(rows, (r) => r.id)}::uuid[],
        ${column(rows, (r) => r.fence)}::int[], ${column(rows, (r) => r.event)}::text[],
        ${column(rows, (r) => statesBefore(r.event).join(" "))}::text[],
        ${column(rows, (r) => r.delayMs ?? null)}::bigint[],
        ${column(rows, (r) => r.isFree === true)}::boolean[],
        ${column(rows, (r) => r.isDeath === true)}::boolean[],
        ${column(rows, (r) => Boolean(r.counted) && isUnsent(r.event))}::boolean[])
        as a (at, contact_id, id, fence, event, froms, delay_ms, is_free, is_death, is_uncounted)),
    ${located(workspaceId)},
    moved as (
      update send_queue q
      set state = 'queued', worker_id = null, step = q.step + 1, intent_at = null,
          attempt = q.attempt - case when a.is_free then 1 else 0 end,
          deaths = q.deaths + case when a.is_death then 1 else 0 end,
          is_paced = q.is_paced and a.delay_ms is null,
          is_returned = q.is_returned or a.delay_ms is not null,
          counted_on = case when a.is_uncounted then null else q.counted_on end,
          due_at = case when a.delay_ms is null then q.due_at
            else clock_timestamp() + make_interval(secs => a.delay_ms / 1000.0) end
      from found a
      where q.ctid = a.tid and q.workspace_id = ${workspaceId} and q.message_id = a.id
        and q.fence = a.fence and q.worker_id = ${workerId} and q.state = a.before
        and q.state = any(string_to_array(a.froms, ' '))
      returning q.contact_id, q.message_id, q.step, q.fence, a.before as "from", a.event, a.at),
    noted as (
      insert into message_transitions
        (workspace_id, contact_id, message_id, step, "from", "to", at, worker_id, fence, detail)
      select ${workspaceId}, contact_id, message_id, step, "from", 'queued', clock_timestamp(),
        ${workerId}, fence, event
      from moved)
    select at from moved`);
  return placesOf(moved);
}

interface EndAsked {
  workspaceId: string;
  workerId: string;
  places: readonly number[];
  contactIds: readonly string[];
  ids: readonly string[];
  fences: readonly number[];
  events: readonly string[];
  /** States that each event may follow on, by blanks. */
  froms: readonly string[];
  tos: readonly string[];
  reasons: readonly (string | null)[];
  smtpCodes: readonly (number | null)[];
  enhancedCodes: readonly (string | null)[];
  remoteTexts: readonly (string | null)[];
  resolutions: readonly (string | null)[];
  bounces: readonly (string | null)[];
  serverIds: readonly (string | null)[];
}

function endAsked(
  workspaceId: string,
  { workerId, rows }: { workerId: string; rows: readonly Move[] },
): EndAsked {
  return {
    workspaceId,
    workerId,
    places: rows.map((row) => row.at),
    contactIds: rows.map((row) => row.contactId),
    ids: rows.map((row) => row.id),
    fences: rows.map((row) => row.fence),
    events: rows.map((row) => row.event),
    froms: rows.map((row) => statesBefore(row.event).join(" ")),
    tos: rows.map((row) => row.to),
    reasons: rows.map((row) => row.reason ?? null),
    smtpCodes: rows.map((row) => row.smtpCode ?? null),
    enhancedCodes: rows.map((row) => row.enhancedCode ?? null),
    remoteTexts: rows.map((row) => row.remoteText ?? null),
    resolutions: rows.map((row) => row.resolution ?? null),
    bounces: rows.map((row) => row.bounce ?? null),
    serverIds: rows.map((row) => row.serverId ?? null),
  };
}

const askedResults = (given: Slots<EndAsked>) => sql`
  select * from unnest(${given.places}::int[], ${given.contactIds}::uuid[], ${given.ids}::uuid[],
    ${given.fences}::int[], ${given.events}::text[], ${given.froms}::text[], ${given.tos}::text[],
    ${given.reasons}::text[], ${given.smtpCodes}::int[], ${given.enhancedCodes}::text[],
    ${given.remoteTexts}::text[], ${given.resolutions}::text[], ${given.bounces}::text[],
    ${given.serverIds}::uuid[])
    as a (at, contact_id, id, fence, event, froms, "to", reason, smtp_code, enhanced_code,
      remote_text, resolution, bounce, server_id)`;

const RESULT_FIELDS = sql`state = a."to", result_at = clock_timestamp(), smtp_code = a.smtp_code,
  enhanced_code = a.enhanced_code, remote_text = a.remote_text, skip_reason = a.reason,
  resolution = a.resolution, bounce = a.bounce,
  mail_server_id = coalesce(a.server_id, m.mail_server_id)`;

/** Out of the queue, with what it knew, into the message: the one time that row is written. */
const endOpen = statement<EndAsked, { at: number }>(
  (given) => sql`
    with asked as (${askedResults(given)}),
    ${located(given.workspaceId)},
    gone as (
      delete from send_queue q using found a
      where q.ctid = a.tid and q.workspace_id = ${given.workspaceId} and q.message_id = a.id
        and q.fence = a.fence and q.worker_id = ${given.workerId} and q.state = a.before
        and q.state = any(string_to_array(a.froms, ' '))
      returning a.*, q.attempt, q.step + 1 as step, q.worker_id, q.intent_at,
        q.message_id_header, q.content_hash, q.is_tracked),
    moved as (
      update messages m
      set ${RESULT_FIELDS}, attempt = a.attempt, fence = a.fence, worker_id = a.worker_id,
          intent_at = a.intent_at, message_id_header = a.message_id_header,
          content_hash = a.content_hash, is_tracked = a.is_tracked
      from gone a
      where m.workspace_id = ${given.workspaceId} and m.contact_id = a.contact_id
        and m.id = a.id),
    noted as (
      insert into message_transitions
        (workspace_id, contact_id, message_id, step, "from", "to", at, worker_id, fence, detail)
      select ${given.workspaceId}::uuid, contact_id, id, step, before, "to", clock_timestamp(),
        worker_id, fence, event
      from gone)
    select at from gone`,
);

/** What was unknown is known after all, by the very worker and fence that sent it. */
const endUnknown = statement<EndAsked, { at: number }>(
  (given) => sql`
    with asked as (${askedResults(given)}),
    moved as (
      update messages m set ${RESULT_FIELDS}
      from asked a
      where m.workspace_id = ${given.workspaceId} and m.contact_id = a.contact_id and m.id = a.id
        and m.fence = a.fence and m.worker_id = ${given.workerId} and m.state = 'unknown'
      returning a.at, m.contact_id, m.id, m.fence, a.event, a."to"),
    noted as (
      insert into message_transitions
        (workspace_id, contact_id, message_id, step, "from", "to", at, worker_id, fence, detail)
      select ${given.workspaceId}::uuid, t.contact_id, t.id, last.step + 1, 'unknown', t."to",
        clock_timestamp(), ${given.workerId}::uuid, t.fence, t.event
      from moved t cross join lateral (
        select max(s.step) as step from message_transitions s
        where s.workspace_id = ${given.workspaceId} and s.contact_id = t.contact_id
          and s.message_id = t.id) last)
    select at from moved`,
);

/** How many of a person's last letters failed for such a reason, without one taken between them. */
export async function countFailuresInRow(
  tx: Tx,
  workspaceId: string,
  asked: { contactId: string; bounce: string },
): Promise<number> {
  const { rows } = await tx.execute<{ count: number }>(sql`
    select count(*)::int as count from messages m
    where m.workspace_id = ${workspaceId} and m.contact_id = ${asked.contactId}
      and m.state = 'failed' and m.bounce = ${asked.bounce}
      and m.result_at > coalesce((select max(taken.result_at) from messages taken
        where taken.workspace_id = ${workspaceId} and taken.contact_id = ${asked.contactId}
          and taken.state = 'accepted'), '-infinity')`);
  return rows[0]?.count ?? 0;
}
