import { sql } from "drizzle-orm";
import { statement, type Tx } from "@/db";
import type { Held } from "./change.core";
import { timelineNow } from "./rewind-queries";
import { column, located } from "./row-columns";
import { statesBefore } from "./state.core";

/** One message that stands before its dot. */
export interface IntentRow extends Held {
  contentHash: string;
  messageIdHeader: string;
  isTracked: boolean;
}

const GRANTED_FROM = statesBefore("intended");

interface GrantAsked {
  workspaceId: string;
  workerId: string;
  from: readonly string[];
  places: readonly number[];
  contactIds: readonly string[];
  ids: readonly string[];
  fences: readonly number[];
  contentHashes: readonly string[];
  messageIdHeaders: readonly string[];
  areTracked: readonly boolean[];
}

const grant = statement<GrantAsked, { at: number }>(
  (given) => sql`
    with asked as (
      select * from unnest(${given.places}::int[], ${given.contactIds}::uuid[],
        ${given.ids}::uuid[], ${given.fences}::int[], ${given.contentHashes}::text[],
        ${given.messageIdHeaders}::text[], ${given.areTracked}::boolean[])
        as a (at, contact_id, id, fence, content_hash, message_id_header, is_tracked)),
    ${located(given.workspaceId)},
    moved as (
      update send_queue q
      set state = 'in_flight', intent_at = clock_timestamp(), step = q.step + 1,
          content_hash = a.content_hash, message_id_header = a.message_id_header,
          is_tracked = a.is_tracked
      from found a
      where q.ctid = a.tid and q.workspace_id = ${given.workspaceId}
        and q.message_id = a.id and q.fence = a.fence and q.worker_id = ${given.workerId}
        and q.state = any(${given.from}::text[])
        and (q.expires_at is null or q.expires_at > clock_timestamp())
        and (q.closes_at is null or q.closes_at > clock_timestamp())
        and exists (select 1 from send_workers w where w.id = ${given.workerId}
          and w.ended_at is null and w.lease_until > clock_timestamp()
          and w.sends_on = ${timelineNow})
        and (q.campaign_id is null or exists (select 1 from campaigns c
          where c.workspace_id = ${given.workspaceId} and c.id = q.campaign_id
            and c.state = 'sending'))
      returning q.contact_id, q.message_id, q.step, q.fence, a.at),
    noted as (
      insert into message_transitions
        (workspace_id, contact_id, message_id, step, "from", "to", at, worker_id, fence, detail)
      select ${given.workspaceId}::uuid, contact_id, message_id, step, 'claimed', 'in_flight',
        clock_timestamp(), ${given.workerId}::uuid, fence, 'intended'
      from moved)
    select at from moved`,
);

/**
 * The intent: claimed → in_flight for exactly those whose fence and worker are valid, whose worker is
 * alive and whose campaign is sending, at this instant. Answers for each row, in order; what is not
 * granted must not be sent. The conditions stand in the UPDATE itself, so they are checked again on
 * the row as it is locked. The answer belongs to the asked row, not to its message: a worker that lost
 * a message and took it again may ask for both of its claims in one call, and only one may go out.
 */
export async function grantIntents(
  tx: Tx,
  workspaceId: string,
  asked: { workerId: string; rows: readonly IntentRow[] },
): Promise<boolean[]> {
  const { rows, workerId } = asked;
  const granted = await grant(tx, {
    workspaceId,
    workerId,
    from: GRANTED_FROM,
    places: rows.map((_, at) => at),
    contactIds: rows.map((row) => row.contactId),
    ids: rows.map((row) => row.id),
    fences: rows.map((row) => row.fence),
    contentHashes: rows.map((row) => row.contentHash),
    messageIdHeaders: rows.map((row) => row.messageIdHeader),
    areTracked: rows.map((row) => row.isTracked),
  });
  return inOrder(rows, granted);
}

/** For each asked row, in order, whether a statement answered for its place. */
function inOrder(asked: readonly unknown[], answered: readonly { at: number }[]): boolean[] {
  const places = new Set(answered.map((row) => Number(row.at)));
  return asked.map((_, at) => places.has(at));
}

interface Refused extends Record<string, unknown> {
  id: string;
  fence: number;
  /** Null for a single message. */
  campaignState: string | null;
  isExpired: boolean;
}

/** Why intents were not granted: the campaign's state, whether it expired, whether it is ours. */
export async function listRefused(
  tx: Tx,
  workspaceId: string,
  asked: { workerId: string; rows: readonly Held[] },
): Promise<Refused[]> {
  const { rows: asks, workerId } = asked;
  const { rows } = await tx.execute<Refused>(sql`
    select q.message_id as id, q.fence, c.state as "campaignState",
      coalesce(q.expires_at <= clock_timestamp(), false) as "isExpired"
    from unnest(${column(asks, (r) => r.contactId)}::uuid[], ${column(asks, (r) => r.id)}::uuid[],
      ${column(asks, (r) => r.fence)}::int[]) as a (contact_id, id, fence)
    join send_queue q on q.workspace_id = ${workspaceId} and q.contact_id = a.contact_id
      and q.message_id = a.id and q.fence = a.fence
    left join campaigns c on c.workspace_id = ${workspaceId} and c.id = q.campaign_id
    where q.worker_id = ${workerId} and q.state = 'claimed'`);
  return rows;
}
