import { type SQL, sql } from "drizzle-orm";
import { type Slots, statement, type Tx } from "@/db";
import { timelineNow } from "./rewind-queries";
import type { Kind, Lane } from "./schemas";

/** A message in a worker's hands. `fence` grows with every claim: an older holder's writes are void. */
export interface Claim {
  contactId: string;
  id: string;
  fence: number;
  attempt: number;
  lane: Lane;
  kind: Kind;
  brandId: string;
  campaignId: string | null;
  versionId: string;
  topicId: string | null;
  dedupeKey: string;
  /** Since it was first taken up or its campaign resumed, in milliseconds, by the database's clock. */
  ageMs: number;
  /**
   * What its mail is dated: when it was first taken up since its campaign was resumed, it was moved to another window,
   * retried or resent; the same on every attempt. A letter may have waited for weeks for its turn (a warm-up, a
   * pause), and receivers distrust what is dated so long ago.
   */
  datedAt: Date;
  place: Place;
}

/** Where a message stands in the order in which its source is taken; the moment as the database writes it. */
export interface Place {
  dueAt: string;
  id: string;
}

/** Before all. */
export const FRONT: Place = { dueAt: "-infinity", id: "00000000-0000-0000-0000-000000000000" };

/** What is looked at: what came back to the queue and is due again, or all that is due after a place. */
export type Look = "returned" | Place;

/** What a worker takes from: a campaign, or the single messages of a lane. */
export interface Source {
  lane: Lane;
  campaignId: string | null;
}

/** A campaign that may send now, and as whom. */
export interface Sending extends Record<string, unknown> {
  id: string;
  brandId: string;
  senderEmail: string;
  /** Hours outside which nothing leaves (zod `SendWindow`); null: any. */
  sendWindow: unknown;
  /** As the database writes it; null when it was never paused. */
  resumedAt: string | null;
}

/** Campaigns of a workspace that may send now, longest running first. */
export async function listSending(tx: Tx, workspaceId: string): Promise<Sending[]> {
  const { rows } = await tx.execute<Sending>(sql`
    select c.id, c.brand_id as "brandId", b.sender_email as "senderEmail",
      c.send_window as "sendWindow", c.resumed_at::text as "resumedAt"
    from campaigns c join brands b on b.workspace_id = c.workspace_id and b.id = c.brand_id
    where c.workspace_id = ${workspaceId} and c.state = 'sending'
    order by c.started_at nulls first, c.id`);
  return rows;
}

interface Take extends Source {
  workspaceId: string;
  workerId: string;
  limit: number;
  /** A campaign's `resumedAt`. */
  resumedAt: string | null;
}

type Slot = Take & { afterDue: string; afterId: string; countedOn: string | null };

type ClaimRow = Record<Exclude<keyof Claim, "place"> | "dueAt", string>;

const claiming = (isLookedAt: (given: Slots<Slot>) => SQL) =>
  statement<Slot, ClaimRow>(
    (given) => sql`
      with alive as materialized (
        select id from send_workers where id = ${given.workerId} and ended_at is null
          and sends_on = ${timelineNow}
        for key share),
      ready as (
        select q.ctid as tid from send_queue q
        where q.workspace_id = ${given.workspaceId} and q.lane = ${given.lane}
          and ${isLookedAt(given)} and q.due_at <= statement_timestamp() and q.state = 'queued'
          and (q.closes_at is null or q.closes_at > clock_timestamp())
          and exists (select 1 from alive)
        order by q.due_at, q.message_id limit ${given.limit} for update of q skip locked),
      taken as (
        update send_queue q
        set state = 'claimed', fence = q.fence + 1, attempt = q.attempt + 1, step = q.step + 1,
            worker_id = ${given.workerId},
            first_claimed_at = coalesce(q.first_claimed_at, clock_timestamp())
        from unnest(array(select tid from ready)) as r (tid)
        where q.ctid = r.tid and q.workspace_id = ${given.workspaceId}
        returning q.*),
      noted as (
        insert into message_transitions
          (workspace_id, contact_id, message_id, step, "from", "to", at, worker_id, fence, detail)
        select workspace_id, contact_id, message_id, step, 'queued', 'claimed', clock_timestamp(),
          worker_id, fence, 'claimed'
        from taken)
      select q.contact_id as "contactId", q.message_id as id, q.fence, q.attempt, q.lane, m.kind,
        m.brand_id as "brandId", m.campaign_id as "campaignId", m.version_id as "versionId",
        m.topic_id as "topicId", m.dedupe_key as "dedupeKey",
        extract(epoch from clock_timestamp()
          - greatest(q.first_claimed_at, ${given.resumedAt}::timestamptz)) * 1000 as "ageMs",
        greatest(q.first_claimed_at, ${given.resumedAt}::timestamptz) as "datedAt", q.due_at::text as "dueAt"
      from taken q cross join lateral (
        select * from messages
        where workspace_id = ${given.workspaceId} and contact_id = q.contact_id
          and id = q.message_id
        offset 0) m
      order by q.due_at, q.message_id`,
  );

const isAfter = ({ afterDue, afterId }: Slots<Slot>) =>
  sql`(q.due_at, q.message_id) > (${afterDue}::timestamptz, ${afterId}::uuid)`;
const isOfCampaign = ({ campaignId }: Slots<Slot>) => sql`q.campaign_id = ${campaignId}::uuid`;
const IS_SINGLE = sql`q.campaign_id is null`;

const claims = {
  campaign: {
    returned: claiming(
      (given) => sql`${isOfCampaign(given)} and q.is_returned
        and (${given.countedOn}::date is null or q.counted_on = ${given.countedOn}::date)`,
    ),
    after: claiming((given) => sql`${isOfCampaign(given)} and ${isAfter(given)}`),
  },
  single: {
    returned: claiming(() => sql`${IS_SINGLE} and q.is_returned`),
    after: claiming((given) => sql`${IS_SINGLE} and ${isAfter(given)}`),
  },
};

/**
 * Takes up to `limit` due messages of a look, oldest first, past those others hold. A worker that was declared
 * dead takes nothing: its row is locked against that for the length of this transaction. Nor does one while a
 * machine is not sure of the database's timeline. What is due is asked by the statement's time: with a clock that
 * moves the index could not end where later hours begin, and a campaign of which a million wait for tomorrow
 * would be read whole at each claim. The rows are found again by their place, one after the other (see
 * `located`). As an array, for of a limit that it does not know the planner takes a tenth of the queue for
 * granted, and would join that with all of it.
 */
export async function claim(
  tx: Tx,
  workspaceId: string,
  take: Source & {
    workerId: string;
    limit: number;
    resumedAt?: string | null;
    look?: Look;
    /** Of what came back only what was counted on this day of its domain's warm-up. */
    countedOn?: string;
  },
): Promise<Claim[]> {
  const { look = FRONT, resumedAt = null, countedOn = null, ...more } = take;
  const { returned, after } = claims[take.campaignId ? "campaign" : "single"];
  const given = { workspaceId, ...more, resumedAt, countedOn };
  const rows = await (look === "returned"
    ? returned(tx, { ...given, afterDue: FRONT.dueAt, afterId: FRONT.id })
    : after(tx, { ...given, afterDue: look.dueAt, afterId: look.id }));
  return rows.map(({ dueAt, ...row }) => ({
    ...row,
    place: { dueAt, id: row.id },
    fence: Number(row.fence),
    attempt: Number(row.attempt),
    lane: row.lane as Lane,
    kind: row.kind as Kind,
    ageMs: Number(row.ageMs),
    datedAt: new Date(row.datedAt),
  }));
}
