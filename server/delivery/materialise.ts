import { sql } from "drizzle-orm";
import type { Tx } from "@/db";
import type { AudienceVerdict } from "../consent";
import { newId } from "../kernel";
import { wake } from "./due-queries";
import { REFUSED } from "./verdict";

/** One chunk of an audience. */
export interface Audience {
  campaignId: string;
  brandId: string;
  topicId: string;
  at: Date;
  /** Not sent after. */
  expiresAt?: Date | null;
  /** Everybody it means, those who may not be written to included. */
  people: readonly {
    id: string;
    /** `hour_passed`: the campaign leaves out whose hour had passed when it began. */
    verdict: AudienceVerdict | "hour_passed";
    variantId: string;
    /** The variant's frozen content. */
    versionId: string;
    /** The person's own hour; without it at once. */
    sendAt?: Date | null;
    /** The end of their send window; without it there is none. */
    closesAt?: Date | null;
  }[];
}

/** How a row begins: to be sent, or refused for a reason. */
function beginning(verdict: Audience["people"][number]["verdict"]) {
  return verdict === "reachable" ? { state: "queued", reason: null } : REFUSED[verdict];
}

/**
 * Makes the messages of one chunk of a campaign's audience and wakes the sender. Who may not be
 * written to gets a row as well, skipped with its reason: so the rows are the whole audience, and
 * "who did not get it, and why" is read off them. Running a chunk again adds nothing: one person has
 * one message per campaign (`dedupe_key`). Returns how many are new.
 */
export async function materialise(
  tx: Tx,
  workspaceId: string,
  audience: Audience,
): Promise<number> {
  const { campaignId, brandId, topicId, people, expiresAt } = audience;
  if (people.length === 0) return 0;
  const at = audience.at.toISOString();
  const begun = people.map((person) => beginning(person.verdict));
  const column = (values: readonly unknown[]) => sql.param(values);
  const { rows } = await tx.execute<{ made: number }>(sql`
    with people as (
      select * from unnest(${column(people.map((one) => one.id))}::uuid[],
        ${column(people.map(() => newId(audience.at.getTime())))}::uuid[],
        ${column(people.map((one) => one.variantId))}::uuid[],
        ${column(people.map((one) => one.versionId))}::uuid[],
        ${column(people.map((one) => one.sendAt?.toISOString() ?? null))}::timestamptz[],
        ${column(people.map((one) => one.closesAt?.toISOString() ?? null))}::timestamptz[],
        ${column(begun.map((one) => one.state))}::text[],
        ${column(begun.map((one) => one.reason))}::text[])
        as p (contact_id, id, variant_id, version_id, send_at, closes_at, state, reason)),
    made as (
      insert into messages (workspace_id, contact_id, id, brand_id, channel, kind, campaign_id,
        variant_id, version_id, dedupe_key, topic_id, send_at, state, skip_reason, resolution,
        result_at, created_at)
      select ${workspaceId}::uuid, contact_id, id, ${brandId}::uuid, 'email', 'marketing',
        ${campaignId}::uuid, variant_id, version_id, ${`campaign:${campaignId}`}, ${topicId}::uuid,
        send_at, state, reason, case when state = 'queued' then null else 'policy' end,
        case when state = 'queued' then null else ${at}::timestamptz end, ${at}::timestamptz
      from people
      on conflict (workspace_id, contact_id, dedupe_key) do nothing
      returning contact_id, id, send_at, state, skip_reason),
    queued as (
      insert into send_queue
        (workspace_id, contact_id, message_id, lane, campaign_id, due_at, expires_at,
        closes_at)
      select ${workspaceId}::uuid, made.contact_id, made.id, 'campaign', ${campaignId}::uuid,
        coalesce(made.send_at, ${at}::timestamptz),
        ${expiresAt?.toISOString() ?? null}::timestamptz, people.closes_at
      from made join people using (contact_id) where made.state = 'queued'),
    noted as (
      insert into message_transitions
        (workspace_id, contact_id, message_id, step, "from", "to", at, fence, detail)
      select ${workspaceId}::uuid, contact_id, id, 0, '', state, ${at}::timestamptz, 0,
        coalesce(skip_reason, '')
      from made)
    select count(*)::int as made from made`);
  await wake(tx, workspaceId);
  return rows[0]?.made ?? 0;
}
