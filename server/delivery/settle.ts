import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db";
import { suppressedSql } from "../consent";
import { targetOf } from "./change.core";
import { requeued } from "./requeued";
import { EVIDENCE_SOURCES, type Reason } from "./schemas";
import { type MessageEvent, statesBefore } from "./state.core";

/** At most so many messages in one transaction; whoever asked comes again while there are more. */
const CHUNK = 20_000;

/**
 * Some messages of a campaign, or (null) of those without one: by their ids, by why they failed, or all
 * of a kind.
 */
export interface Picked {
  campaignId: string | null;
  messageIds?: readonly string[] | undefined;
  reasons?: readonly Reason[] | undefined;
  /** Only those that were by then what they are now. */
  asOf?: Date | undefined;
}

/** What somebody looked at, and when: what became so since then they know nothing about. */
type Seen = Picked & { asOf: Date };

/** Who settles what was unknown leaves its `result_at`, be it by their word or by evidence. */
const SETTLERS = ["operator", ...EVIDENCE_SOURCES];

/**
 * Since when a message is what it is: since its result. Of what was settled that is the moment of the
 * handing over, and only its history says when it became a failure.
 */
const since = sql`
  case when m.unsent = 'failed' and m.resolution = any(${sql.param(SETTLERS)}::text[]) then coalesce((
    select max(t.at) from message_transitions t
    where t.workspace_id = m.workspace_id and t.contact_id = m.contact_id and t.message_id = m.id
      and t."from" = 'unknown' and t."to" = 'failed'), m.result_at, m.created_at)
  else coalesce(m.result_at, m.created_at) end`;

const picked = (workspaceId: string, { campaignId, messageIds, reasons, asOf }: Picked) => sql`
  m.workspace_id = ${workspaceId}
    and ${campaignId === null ? sql`m.campaign_id is null` : sql`m.campaign_id = ${campaignId}`}
    ${messageIds ? sql`and m.id = any(${sql.param(messageIds)}::uuid[])` : sql``}
    ${reasons ? sql`and m.skip_reason = any(${sql.param(reasons)}::text[])` : sql``}
    ${asOf ? sql`and ${since} <= ${asOf.toISOString()}::timestamptz` : sql``}`;

/** The brands in whose name messages went of which nobody knows, or that failed. */
export async function listBrandsOf(tx: Tx, workspaceId: string, asked: Picked): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select distinct m.brand_id as id from messages m
    where ${picked(workspaceId, asked)} and m.unsent in ('unknown', 'failed') order by 1`);
  return rows.map((row) => row.id);
}

/** Only what did not plainly arrive is settled, tried again or sent once more. */
const before = (event: MessageEvent) =>
  sql`m.unsent = any(${sql.param(statesBefore(event))}::text[])`;

/** The number of the last line of a message's history; it has no queue row that would know it. */
const lastStep = (workspaceId: string) => sql`
  select max(t.step) as step from message_transitions t
  where t.workspace_id = ${workspaceId} and t.contact_id = moved.contact_id
    and t.message_id = moved.id`;

/**
 * Settles messages of which nobody knew whether they arrived, by the word of somebody who looked it
 * up. Only what is unknown at this instant and was when they looked; nothing is sent. Of a late answer
 * and this, the first counts. When it happened stays as it was: the moment of the handing over. Returns
 * how many.
 */
export async function settleMessages(
  tx: Tx,
  workspaceId: string,
  asked: Seen & { as: "accepted" | "failed"; because: string },
): Promise<number> {
  const event = asked.as === "accepted" ? "settled_accepted" : "settled_failed";
  const reason = asked.as === "accepted" ? null : "not_arrived";
  const to = targetOf({ event });
  const { rows } = await tx.execute<{ count: number }>(sql`
    with chosen as (
      select m.contact_id, m.id from messages m
      where ${picked(workspaceId, asked)} and ${before(event)}
      order by m.id limit ${CHUNK} for update),
    moved as (
      update messages m
      set state = ${to}, skip_reason = ${reason}, resolution = 'operator',
          result_at = coalesce(m.result_at, clock_timestamp())
      from chosen
      where m.workspace_id = ${workspaceId} and m.contact_id = chosen.contact_id
        and m.id = chosen.id
      returning m.contact_id, m.id, m.fence),
    noted as (
      insert into message_transitions
        (workspace_id, contact_id, message_id, step, "from", "to", at, fence, detail)
      select ${workspaceId}::uuid, moved.contact_id, moved.id, last.step + 1, 'unknown', ${to},
        clock_timestamp(), moved.fence, ${`${event}: ${asked.because}`}
      from moved cross join lateral (${lastStep(workspaceId)}) last)
    select count(*)::int as count from moved`);
  return rows[0]?.count ?? 0;
}

/**
 * Puts messages back into the queue as they are: the same under its next fence, with the same
 * Message-ID. `chosen` names and locks them.
 */
async function requeue(
  tx: Tx,
  workspaceId: string,
  asked: { chosen: SQL; event: "retried" | "resent" },
): Promise<number> {
  const [from] = statesBefore(asked.event);
  const resends = asked.event === "resent" ? 1 : 0;
  const { rows } = await tx.execute<{ count: number }>(sql`
    with chosen as (${asked.chosen}),
    moved as (
      update messages m
      set state = 'queued', result_at = null, smtp_code = null, enhanced_code = null,
          remote_text = null, bounce = null, skip_reason = null, resolution = null, attempt = 0,
          worker_id = null, intent_at = null, mail_server_id = null, provider = null,
          provider_message_id = null, resends = m.resends + ${resends}
      from chosen
      where m.workspace_id = ${workspaceId} and m.contact_id = chosen.contact_id
        and m.id = chosen.id
      returning m.contact_id, m.id, m.fence, m.campaign_id, m.kind),
    stepped as (
      select moved.*, last.step + 1 as step, clock_timestamp() as due_at, 0 as attempt, 0 as deaths,
        null::timestamptz as first_claimed_at
      from moved cross join lateral (${lastStep(workspaceId)}) last),
    ${requeued(workspaceId)},
    noted as (
      insert into message_transitions
        (workspace_id, contact_id, message_id, step, "from", "to", at, fence, detail)
      select ${workspaceId}::uuid, contact_id, id, step, ${from}, 'queued', clock_timestamp(),
        fence, ${asked.event}
      from stepped)
    select count(*)::int as count from moved`);
  return rows[0]?.count ?? 0;
}

/**
 * Of what was sent once more nobody knows what became of the first copy, so that its failure says
 * nothing: it is never tried again.
 */
const retryable = sql`${before("retried")} and m.resends = 0`;

/**
 * Puts failures back into the queue, so that there is still at most one of each; "failed" says that
 * nobody has a copy. Those whose address is suppressed by now stay, and what has failed since somebody
 * looked, be it once more. The caller has woken the sender before. Returns how many.
 */
export function retryMessages(tx: Tx, workspaceId: string, asked: Seen): Promise<number> {
  const chosen = sql`
    select m.contact_id, m.id from messages m
    join contacts c on c.workspace_id = m.workspace_id and c.id = m.contact_id
    where ${picked(workspaceId, asked)} and ${retryable}
      and ${suppressedSql(workspaceId, sql`c.email`)} is not true
    order by m.id limit ${CHUNK} for update of m`;
  return requeue(tx, workspaceId, { chosen, event: "retried" });
}

/** Sends once more what nobody knows of. Whether it may is decided by `decideResend`. */
export function resendMessages(
  tx: Tx,
  workspaceId: string,
  messageIds: readonly string[],
): Promise<number> {
  const chosen = sql`
    select m.contact_id, m.id from messages m
    where m.workspace_id = ${workspaceId} and m.id = any(${sql.param(messageIds)}::uuid[])
      and ${before("resent")} and m.resends = 0 and m.kind <> 'marketing'
    order by m.id for update`;
  return requeue(tx, workspaceId, { chosen, event: "resent" });
}

interface CountedFailures extends Record<string, unknown> {
  reason: string;
  /** Their address is suppressed by now: they stay. */
  isSuppressed: boolean;
  count: number;
  /** When the last of them became one. */
  last: string;
}

/** Failures by reason and by whether they would be tried again. */
export async function countFailures(tx: Tx, workspaceId: string, asked: Picked) {
  const { rows } = await tx.execute<CountedFailures>(sql`
    select coalesce(m.skip_reason, '') as reason,
      ${suppressedSql(workspaceId, sql`c.email`)} is true as "isSuppressed",
      count(*)::int as count, max(${since}) as last
    from messages m
    join contacts c on c.workspace_id = m.workspace_id and c.id = m.contact_id
    where ${picked(workspaceId, asked)} and ${retryable}
    group by 1, 2 order by 3 desc, 1`);
  return rows;
}

/**
 * How many messages nobody knows about of those somebody saw, and by when the last of these was unknown:
 * as good a bound as theirs, and what is being written at this instant is not within it.
 */
export async function countUnknown(
  tx: Tx,
  workspaceId: string,
  asked: Seen,
): Promise<{ count: number; asOf: Date }> {
  const { rows } = await tx.execute<{ count: number; last: string | null }>(sql`
    select count(*)::int as count, max(${since}) as last from messages m
    where ${picked(workspaceId, asked)} and ${before("settled_accepted")}`);
  const [row] = rows;
  return { count: row?.count ?? 0, asOf: row?.last ? new Date(row.last) : asked.asOf };
}

/** What servers said that refuse us and not a letter's reader; the newest words first. */
export async function listBlockedAnswers(tx: Tx, workspaceId: string, campaignId: string) {
  const { rows } = await tx.execute<{ text: string; count: number }>(sql`
    select concat_ws(' ', m.smtp_code, m.enhanced_code, m.remote_text) as text,
      count(*)::int as count
    from messages m
    where ${picked(workspaceId, { campaignId })} and m.unsent = 'failed' and m.bounce = 'blocked'
    group by 1 order by max(m.result_at) desc limit 3`);
  return rows;
}
