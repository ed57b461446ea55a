import { and, desc, eq, sql } from "drizzle-orm";
import { campaigns, contentLinks, messageEvents, type Tx } from "@/db";
import type { EventKind } from "./schemas";

/** Messages, not events: `human` had at least one event of a person, `machine` only machines'. */
export interface Counted {
  human: number;
  machine: number;
}

/** Messages of one variant that were opened or clicked for the first time in one hour. */
export interface TouchedRow {
  /** Null when nobody asked for it. */
  variantId: string | null;
  kind: EventKind;
  /** At least one event was a person's; the hour is of the first of these. */
  isHuman: boolean;
  /** Start of the hour in milliseconds. */
  hour: number;
  messages: number;
}

/** What became of one link of a frozen letter. */
export interface LinkEvents {
  linkId: string;
  versionId: string;
  position: number;
  url: string;
  label: string;
  clicked: Counted;
  /** Clicks (not messages) of readers who did not allow tracking. */
  anonymous: Counted;
}

/**
 * Messages of a campaign that were opened or clicked, people's and machines' apart, by hour of the
 * first time: whoever opens twice counts once. By variant only where asked: who had which is known of
 * the messages alone, and there are many more of those than of events. For the query role.
 */
export async function countTouched(
  tx: Tx,
  asked: { workspaceId: string; campaignId: string; isByVariant: boolean },
  timeZone: string,
): Promise<TouchedRow[]> {
  const { workspaceId, campaignId } = asked;
  const variant = asked.isByVariant ? sql`m.variant_id` : sql`null::uuid`;
  const ofMessage = sql`
    join messages m on m.workspace_id = ${workspaceId} and m.campaign_id = ${campaignId}
      and m.id = e.message_id`;
  // Quarters first: to cut a moment to its hour in a zone is slow. The fence keeps the planner from
  // expecting as many of them as there are moments.
  const { rows } = await tx.execute<TouchedRow & Record<string, unknown>>(sql`
    with touched as (
      select ${variant} as variant_id, e.kind, bool_or(not e.is_machine) as human,
        coalesce(min(e.at) filter (where not e.is_machine), min(e.at)) as at
      from message_events e
      ${asked.isByVariant ? ofMessage : sql``}
      where e.workspace_id = ${workspaceId} and e.campaign_id = ${campaignId}
      group by e.message_id, e.kind, 1),
    quarters as (
      select variant_id, kind, human, quarter, count(*) as messages
      from touched
      cross join lateral (select date_bin('15 minutes', at, '2000-01-01Z') as quarter offset 0) q
      group by 1, 2, 3, 4)
    select variant_id as "variantId", kind, human as "isHuman",
      extract(epoch from date_trunc('hour', quarter, ${timeZone}))::float8 * 1000 as hour,
      sum(messages)::int as messages
    from quarters
    group by 1, 2, 3, 4`);
  return rows;
}

type LinkRow = Record<
  "position" | "human" | "machine" | "anonymousHuman" | "anonymousMachine",
  number
> &
  Record<"linkId" | "versionId" | "url" | "label", string>;

/** Clicks of a campaign by link, in reading order; messages again, but for readers nobody knows. */
export async function countLinkClicks(
  tx: Tx,
  workspaceId: string,
  campaignId: string,
): Promise<LinkEvents[]> {
  const { rows } = await tx.execute<LinkRow>(sql`
    with sent as (
      select distinct version_id from campaign_variants
      where workspace_id = ${workspaceId} and campaign_id = ${campaignId}),
    clicked as (
      select link_id, message_id, bool_or(not is_machine) as human from message_events
      where workspace_id = ${workspaceId} and campaign_id = ${campaignId} and kind = 'click'
      group by link_id, message_id),
    counted as (
      select link_id, count(*) filter (where human)::int as human,
        count(*) filter (where not human)::int as machine
      from clicked group by link_id)
    select l.id as "linkId", l.version_id as "versionId", l.position, l.url, l.label,
      coalesce(c.human, 0) as human, coalesce(c.machine, 0) as machine,
      a.human as "anonymousHuman", a.machine as "anonymousMachine"
    from content_links l
    join sent on sent.version_id = l.version_id
    left join counted c on c.link_id = l.id
    cross join lateral (
      select count(*) filter (where not k.is_machine)::int as human,
        count(*) filter (where k.is_machine)::int as machine
      from link_clicks k
      where k.workspace_id = l.workspace_id and k.link_id = l.id) a
    where l.workspace_id = ${workspaceId}
    order by l.version_id, l.position`);
  return rows.map(({ human, machine, anonymousHuman, anonymousMachine, ...link }) => ({
    ...link,
    clicked: { human, machine },
    anonymous: { human: anonymousHuman, machine: anonymousMachine },
  }));
}

/** Opens and clicks of one person, newest first, behind a moment and id; for their timeline. */
export function listPersonEvents(
  tx: Tx,
  slice: {
    workspaceId: string;
    contactId: string;
    before: { at: string; id: string } | null;
    limit: number;
  },
) {
  const { at, id } = messageEvents;
  const { before } = slice;
  return tx
    .select({
      id,
      at,
      event: messageEvents.kind,
      isMachine: messageEvents.isMachine,
      machineReason: messageEvents.machineReason,
      label: contentLinks.label,
      url: contentLinks.url,
      campaignId: messageEvents.campaignId,
      campaignName: campaigns.name,
    })
    .from(messageEvents)
    .innerJoin(
      campaigns,
      and(
        eq(campaigns.workspaceId, messageEvents.workspaceId),
        eq(campaigns.id, messageEvents.campaignId),
      ),
    )
    .leftJoin(
      contentLinks,
      and(
        eq(contentLinks.workspaceId, messageEvents.workspaceId),
        eq(contentLinks.id, messageEvents.linkId),
      ),
    )
    .where(
      and(
        eq(messageEvents.workspaceId, slice.workspaceId),
        eq(messageEvents.contactId, slice.contactId),
        before ? sql`(${at}, ${id}) < (${before.at}::timestamptz, ${before.id}::uuid)` : undefined,
      ),
    )
    .orderBy(desc(at), desc(id))
    .limit(slice.limit);
}
