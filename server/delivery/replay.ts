import { sql } from "drizzle-orm";
import type { Tx } from "@/db";

/** A message of the past that waits to be told what became of it. */
export interface ReplayedMessage extends Record<string, unknown> {
  messageId: string;
  contactId: string;
  /** Place of its variant among the campaign's, 0 first. */
  variant: number;
  versionId: string;
}

/** What became of a message of the past. */
export interface ReplayedResult {
  messageId: string;
  contactId: string;
  /** Null: the mail server took it. */
  refusal: { code: number; enhanced: string; text: string } | null;
  isTracked: boolean;
  at: Date;
}

/** The messages of a demo shop's campaign that would be sent now, in the order of their people. */
export async function listReplayed(
  tx: Tx,
  workspaceId: string,
  campaignId: string,
): Promise<ReplayedMessage[]> {
  const { rows } = await tx.execute<ReplayedMessage>(sql`
    select m.id as "messageId", m.contact_id as "contactId", v.position as variant,
           m.version_id as "versionId"
    from messages m
    join campaign_variants v on v.workspace_id = m.workspace_id
      and v.campaign_id = m.campaign_id and v.id = m.variant_id
    where m.workspace_id = ${workspaceId} and m.campaign_id = ${campaignId}
      and m.state = 'queued'
    order by m.contact_id`);
  return rows;
}

/**
 * Writes what became of messages that never left, as if they had been sent at `at`: results, and the
 * steps that lead to them. Only in a demo shop; elsewhere it changes nothing and throws.
 */
export async function replayResults(
  tx: Tx,
  workspaceId: string,
  results: readonly ReplayedResult[],
): Promise<void> {
  const rows = results.map(({ refusal, at, ...result }) => ({
    ...result,
    at: at.toISOString(),
    state: refusal ? "failed" : "accepted",
    event: refusal ? "rejected" : "accepted",
    reason: refusal ? "rejected" : null,
    code: refusal?.code ?? 250,
    enhanced: refusal?.enhanced ?? "2.0.0",
    text: refusal?.text ?? "OK",
  }));
  const { rowCount } = await tx.execute(sql`
    with told as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t ("messageId" uuid,
        "contactId" uuid, state text, event text, reason text, code int, enhanced text, text text, "isTracked" boolean,
        at timestamptz)),
    moved as (
      update messages m
      set state = t.state, attempt = 1, fence = 1, intent_at = t.at,
          result_at = t.at, smtp_code = t.code, enhanced_code = t.enhanced, remote_text = t.text,
          is_tracked = t."isTracked", skip_reason = t.reason, resolution = 'smtp'
      from told t
      where m.workspace_id = ${workspaceId} and m.contact_id = t."contactId"
        and m.id = t."messageId" and m.state = 'queued'
        and exists (select 1 from workspaces w where w.id = m.workspace_id and w.is_demo)
      returning m.contact_id, m.id, t.state, t.event, t.at),
    gone as (
      delete from send_queue q using moved
      where q.workspace_id = ${workspaceId} and q.contact_id = moved.contact_id
        and q.message_id = moved.id)
    insert into message_transitions
      (workspace_id, contact_id, message_id, step, "from", "to", at, fence, detail)
    select ${workspaceId}, contact_id, moved.id, step.number, step.before,
           coalesce(step.after, moved.state), at, 1, coalesce(step.event, moved.event)
    from moved cross join (values
      (1, 'queued', 'claimed', 'claimed'),
      (2, 'claimed', 'in_flight', 'intended'),
      (3, 'in_flight', null, null)) as step (number, before, after, event)`);
  if ((rowCount ?? 0) !== rows.length * 3) throw new Error("Only a demo shop has a past to write.");
}
