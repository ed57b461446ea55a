import { sql } from "drizzle-orm";
import type { Tx } from "@/db";
import { newId } from "../kernel";
import type { Claim } from "./claim-queries";
import type { MessageState } from "./schemas";
import { type MessageEvent, nextState, statesBefore } from "./state.core";

type Held = Pick<Claim, "contactId" | "id" | "fence">;

/** One message that stands before its dot. */
export interface IntentRow extends Held {
  contentHash: string;
  messageIdHeader: string;
  isTracked: boolean;
}

const GRANTED_FROM = statesBefore("intended");

/**
 * The intent: claimed → in_flight for exactly those whose fence, worker and lease are valid and
 * whose campaign is sending, at this instant. Answers for each row, in order; what is not granted
 * must not be sent. The conditions stand in the UPDATE itself, so they are checked again on the row
 * as it is locked. The answer belongs to the asked row, not to its message: a worker that lost a
 * message and took it again may ask for both of its claims in one call, and only one may go out.
 */
export async function grantIntents(
  tx: Tx,
  workspaceId: string,
  asked: { workerId: string; rows: readonly IntentRow[] },
): Promise<boolean[]> {
  const rows = asked.rows.map((row) => ({ ...row, stepId: newId() }));
  const { rows: granted } = await tx.execute<{ stepId: string }>(sql`
    with asked as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as a ("contactId" uuid,
        id uuid, fence int, "contentHash" text, "messageIdHeader" text, "isTracked" boolean,
        "stepId" uuid)),
    moved as (
      update messages m
      set state = 'in_flight', intent_at = clock_timestamp(), content_hash = a."contentHash",
          message_id_header = a."messageIdHeader", is_tracked = a."isTracked"
      from asked a, campaigns c
      where m.workspace_id = ${workspaceId} and m.contact_id = a."contactId" and m.id = a.id
        and m.fence = a.fence and m.worker_id = ${asked.workerId}
        and m.state = any(${sql.param(GRANTED_FROM)}::text[])
        and m.lease_until > clock_timestamp()
        and (m.expires_at is null or m.expires_at > clock_timestamp())
        and c.workspace_id = m.workspace_id and c.id = m.campaign_id and c.state = 'sending'
      returning m.contact_id, m.id, m.fence, a."stepId"),
    noted as (
      insert into message_transitions
        (workspace_id, contact_id, id, message_id, "from", "to", at, worker_id, fence, detail)
      select ${workspaceId}, contact_id, "stepId", id, 'claimed', 'in_flight',
        clock_timestamp(), ${asked.workerId}, fence, ''
      from moved)
    select "stepId" from moved`);
  return inOrder(rows, granted);
}

/** For each asked row, in order, whether the statement answered for it. */
function inOrder(
  asked: readonly { stepId: string }[],
  answered: readonly { stepId: string }[],
): boolean[] {
  const steps = new Set(answered.map((row) => row.stepId));
  return asked.map((row) => steps.has(row.stepId));
}

interface Refused extends Record<string, unknown> {
  id: string;
  fence: number;
  campaignState: string;
  isExpired: boolean;
}

/** Why intents were not granted: the campaign's state, whether it expired, whether it is ours. */
export async function listRefused(
  tx: Tx,
  workspaceId: string,
  asked: { workerId: string; rows: readonly Held[] },
): Promise<Refused[]> {
  const json = JSON.stringify(asked.rows);
  const { rows } = await tx.execute<Refused>(sql`
    select m.id, m.fence, c.state as "campaignState",
      coalesce(m.expires_at <= clock_timestamp(), false) as "isExpired"
    from messages m
    join jsonb_to_recordset(${json}::jsonb) as a ("contactId" uuid, id uuid, fence int)
      on m.contact_id = a."contactId" and m.id = a.id and m.fence = a.fence
    join campaigns c on c.workspace_id = m.workspace_id and c.id = m.campaign_id
    where m.workspace_id = ${workspaceId} and m.worker_id = ${asked.workerId}
      and m.state = 'claimed' and m.lease_until > clock_timestamp()`);
  return rows;
}

/** What happened to one message, and what is to be remembered of it. */
export interface Change extends Held {
  event: MessageEvent;
  reason?: string;
  smtpCode?: number;
  enhancedCode?: string | null;
  remoteText?: string;
  /** How the final state is known. */
  resolution?: "smtp" | "policy";
  /** Not before so many milliseconds from now; only for what goes back to the queue. */
  delayMs?: number;
  /** The attempt does not count: nothing was wrong with this message. */
  isFree?: boolean;
}

/** The one state an event leads to; a lease that ran out has two and is the sweeper's. */
function targetOf(event: Exclude<MessageEvent, "lease_expired">): MessageState {
  const [first] = statesBefore(event);
  const to = first && nextState(first, event);
  if (!to) throw new Error(`No state after ${event}.`);
  return to;
}

/**
 * Writes results under fence and worker, each with its line of history, in one statement. Answers
 * for each change, in order, whether it was written: what was not had been taken away from this
 * worker, and stays as it is.
 */
export async function moveMessages(
  tx: Tx,
  workspaceId: string,
  asked: { workerId: string; changes: readonly Change[] },
): Promise<boolean[]> {
  const rows = asked.changes.map((change) => {
    if (change.event === "lease_expired") throw new Error("Leases are the sweeper's.");
    const to = targetOf(change.event);
    const delayMs = to === "queued" ? (change.delayMs ?? null) : null;
    return { ...change, delayMs, to, froms: statesBefore(change.event), stepId: newId() };
  });
  const { rows: moved } = await tx.execute<{ stepId: string }>(sql`
    with asked as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as a ("contactId" uuid,
        id uuid, fence int, event text, "to" text, froms text[], reason text, "smtpCode" int,
        "enhancedCode" text, "remoteText" text, resolution text, "delayMs" int, "isFree" boolean,
        "stepId" uuid)),
    before as (
      select m.contact_id, m.id, m.state, a."stepId" from messages m
      join asked a on m.contact_id = a."contactId" and m.id = a.id
      where m.workspace_id = ${workspaceId} and m.fence = a.fence
        and m.worker_id = ${asked.workerId} and m.state = any(a.froms)
      order by m.contact_id, m.id for update of m),
    moved as (
      update messages m
      set state = a."to", lease_until = null,
          attempt = m.attempt - case when a."isFree" then 1 else 0 end,
          worker_id = case when a."to" = 'queued' then null else m.worker_id end,
          not_before = clock_timestamp() + make_interval(secs => a."delayMs" / 1000.0),
          result_at = case when a."to" = 'queued' then null else clock_timestamp() end,
          smtp_code = a."smtpCode", enhanced_code = a."enhancedCode",
          remote_text = a."remoteText", skip_reason = a.reason, resolution = a.resolution
      from asked a join before b on b."stepId" = a."stepId"
      where m.workspace_id = ${workspaceId} and m.contact_id = b.contact_id and m.id = b.id
      returning m.contact_id, m.id, m.fence, b.state as "from", a."to", a.event, a."stepId"),
    noted as (
      insert into message_transitions
        (workspace_id, contact_id, id, message_id, "from", "to", at, worker_id, fence, detail)
      select ${workspaceId}, contact_id, "stepId", id, "from", "to", clock_timestamp(),
        ${asked.workerId}, fence, event
      from moved)
    select "stepId" from moved`);
  return inOrder(rows, moved);
}
