import { sql } from "drizzle-orm";
import type { Tx } from "@/db";
import { newId } from "../kernel";

/** How long a claim holds without a heartbeat, on the database's clock. */
export const LEASE_SECONDS = 30;

/** A message in a worker's hands. `fence` grows with every claim: an older holder's writes are void. */
export interface Claim {
  contactId: string;
  id: string;
  fence: number;
  attempt: number;
  brandId: string;
  campaignId: string;
  versionId: string;
  topicId: string;
  dedupeKey: string;
  createdAt: Date;
}

/** Campaigns of a workspace that may send now, longest running first. */
export async function listSending(tx: Tx, workspaceId: string): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select id from campaigns where workspace_id = ${workspaceId} and state = 'sending'
    order by started_at nulls first, id`);
  return rows.map((row) => row.id);
}

/** Takes up to `limit` ready messages of a campaign, oldest first, past those others hold. */
export async function claim(
  tx: Tx,
  workspaceId: string,
  take: { campaignId: string; workerId: string; limit: number },
): Promise<Claim[]> {
  const { rows } = await tx.execute<Record<keyof Claim, string>>(sql`
    with ready as (
      select contact_id, id from messages
      where workspace_id = ${workspaceId} and campaign_id = ${take.campaignId}
        and state = 'queued' and (not_before is null or not_before <= clock_timestamp())
      order by id limit ${take.limit} for update skip locked)
    update messages m
    set state = 'claimed', fence = m.fence + 1, attempt = m.attempt + 1,
        worker_id = ${take.workerId}, not_before = null,
        lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
    from ready
    where m.workspace_id = ${workspaceId} and m.contact_id = ready.contact_id and m.id = ready.id
    returning m.contact_id as "contactId", m.id, m.fence, m.attempt, m.brand_id as "brandId",
      m.campaign_id as "campaignId", m.version_id as "versionId", m.topic_id as "topicId",
      m.dedupe_key as "dedupeKey", m.created_at as "createdAt"`);
  const claims = rows.map((row) => ({
    ...row,
    fence: Number(row.fence),
    attempt: Number(row.attempt),
    createdAt: new Date(row.createdAt),
  }));
  await noteSteps(
    tx,
    workspaceId,
    claims.map((taken) => ({
      contactId: taken.contactId,
      messageId: taken.id,
      from: "queued",
      to: "claimed",
      workerId: take.workerId,
      fence: taken.fence,
    })),
  );
  return claims;
}

/** Keeps the leases of what this worker still works on. Lost ones stay lost. */
export async function heartbeat(
  tx: Tx,
  workspaceId: string,
  held: { workerId: string; claims: readonly Pick<Claim, "contactId" | "id" | "fence">[] },
): Promise<void> {
  const json = JSON.stringify(
    held.claims.map(({ contactId, id, fence }) => ({ contactId, id, fence })),
  );
  await tx.execute(sql`
    update messages m
    set lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
    from jsonb_to_recordset(${json}::jsonb) as held ("contactId" uuid, id uuid, fence int)
    where m.workspace_id = ${workspaceId} and m.contact_id = held."contactId" and m.id = held.id
      and m.fence = held.fence and m.worker_id = ${held.workerId}
      and m.state in ('claimed', 'in_flight')`);
}

/** When a message was first taken by a worker: what its age is counted from. */
export async function findFirstClaim(
  tx: Tx,
  workspaceId: string,
  messageId: string,
): Promise<Date | null> {
  const { rows } = await tx.execute<{ at: string | null }>(sql`
    select min(at) as at from message_transitions
    where workspace_id = ${workspaceId} and message_id = ${messageId} and "to" = 'claimed'`);
  const at = rows[0]?.at;
  return at ? new Date(at) : null;
}

export interface Step {
  contactId: string;
  messageId: string;
  from: string;
  to: string;
  workerId: string | null;
  fence: number;
  detail?: string;
}

/** Appends to the history, in the transaction of the change itself. */
export async function noteSteps(
  tx: Tx,
  workspaceId: string,
  steps: readonly Step[],
): Promise<void> {
  if (steps.length === 0) return;
  const json = JSON.stringify(steps.map((step) => ({ ...step, stepId: newId() })));
  await tx.execute(sql`
    insert into message_transitions
      (workspace_id, contact_id, id, message_id, "from", "to", at, worker_id, fence, detail)
    select ${workspaceId}, s."contactId", s."stepId", s."messageId", s."from", s."to",
      clock_timestamp(), s."workerId", s.fence, coalesce(s.detail, '')
    from jsonb_to_recordset(${json}::jsonb) as s ("contactId" uuid, "stepId" uuid,
      "messageId" uuid, "from" text, "to" text, "workerId" text, fence int, detail text)`);
}
