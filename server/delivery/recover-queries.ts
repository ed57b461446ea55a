import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db";
import type { Orphan } from "./recover.core";
import type { Lane } from "./schemas";

/** At most so many rows in one transaction; whoever asked comes again while there are more. */
const CHUNK = 1_000;

/** What else is known of a message of a worker that is gone. */
interface About {
  lane: Lane;
  campaignId: string | null;
  /** To whom it went, or would have. */
  address: string | null;
}

/** A message that a worker holds, with the day of a warm-up that it was counted on and in whose name it is sent. */
export interface Orphaned extends Orphan, About {
  /** ISO 8601; null when on none. */
  countedOn: string | null;
  /** In milliseconds of the database's clock; null before it. */
  intentAt: number | null;
  /** Null for a single message. */
  senderEmail: string | null;
}

/** A message of which nobody knows whether it arrived. */
export interface UnknownOf extends About {
  contactId: string;
  id: string;
  fence: number;
  /** In milliseconds of the database's clock. */
  intentAt: number | null;
}

/** To milliseconds. */
const instant = (column: SQL) => sql`extract(epoch from ${column})::float8 * 1000`;

/** The next messages that a worker holds in a workspace. */
export async function listHeldBy(
  tx: Tx,
  workspaceId: string,
  workerId: string,
): Promise<Orphaned[]> {
  const { rows } = await tx.execute<Orphaned & Record<string, unknown>>(sql`
    select q.contact_id as "contactId", q.message_id as id, q.fence, q.state, q.deaths, q.lane,
      ${instant(sql`q.intent_at`)} as "intentAt",
      q.campaign_id as "campaignId", p.email as address, b.sender_email as "senderEmail",
      q.counted_on::text as "countedOn"
    from send_queue q
    join contacts p on p.workspace_id = q.workspace_id and p.id = q.contact_id
    left join campaigns c on c.workspace_id = q.workspace_id and c.id = q.campaign_id
    left join brands b on b.workspace_id = c.workspace_id and b.id = c.brand_id
    where q.workspace_id = ${workspaceId} and q.worker_id = ${workerId} and q.state <> 'queued'
    order by q.contact_id, q.message_id limit ${CHUNK}`);
  return rows;
}

/**
 * What was called unknown when a worker was declared dead, in a workspace, beginning behind the message
 * `after`. What it called so itself its journal knows no better.
 */
export async function listUnknownOf(
  tx: Tx,
  workspaceId: string,
  asked: { workerId: string; after: string | null },
): Promise<UnknownOf[]> {
  const { rows } = await tx.execute<UnknownOf & Record<string, unknown>>(sql`
    select m.contact_id as "contactId", m.id, m.fence, m.campaign_id as "campaignId",
      ${instant(sql`m.intent_at`)} as "intentAt",
      case m.kind when 'marketing' then 'campaign' else m.kind end as lane, p.email as address
    from messages m
    join contacts p on p.workspace_id = m.workspace_id and p.id = m.contact_id
    where m.workspace_id = ${workspaceId} and m.worker_id = ${asked.workerId}
      and m.unsent = 'unknown' and m.resolution = 'policy' and (${asked.after}::uuid is null or m.id > ${asked.after}::uuid)
    order by m.id limit ${CHUNK}`);
  return rows;
}

/** Campaigns that were done go on: something of theirs is queued again. */
export async function reopenCampaigns(
  tx: Tx,
  workspaceId: string,
  campaignIds: readonly string[],
): Promise<void> {
  await tx.execute(sql`
    update campaigns set state = 'sending', finished_at = null
    where workspace_id = ${workspaceId} and id = any(${sql.param(campaignIds)}::uuid[])
      and state = 'finished'`);
}
