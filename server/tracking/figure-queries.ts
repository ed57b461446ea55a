import { and, desc, eq, sql } from "drizzle-orm";
import { campaigns, contentLinks, messageEvents, type Tx } from "@/db";

/** Messages, not events: `human` had at least one event of a person, `machine` only machines'. */
export interface Counted {
  human: number;
  machine: number;
}

/** What became of the messages of one variant; null: the campaign has none. */
export interface VariantEvents {
  variantId: string | null;
  /** Accepted by the mail server and sent with tracking: the base of every rate. */
  tracked: number;
  opened: Counted;
  clicked: Counted;
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

export interface EventCounts {
  variants: VariantEvents[];
  links: LinkEvents[];
}

type VariantRow = Record<
  "tracked" | "humanOpens" | "machineOpens" | "humanClicks" | "machineClicks",
  number
> & { variantId: string | null };

async function countVariants(
  tx: Tx,
  workspaceId: string,
  campaignId: string,
): Promise<VariantEvents[]> {
  const { rows } = await tx.execute<VariantRow>(sql`
    with touched as (
      select message_id,
        bool_or(kind = 'open' and not is_machine) as "humanOpen", bool_or(kind = 'open') as "open",
        bool_or(kind = 'click' and not is_machine) as "humanClick", bool_or(kind = 'click') as "click"
      from message_events
      where workspace_id = ${workspaceId} and campaign_id = ${campaignId}
      group by message_id)
    select m.variant_id as "variantId",
      count(*) filter (where m.is_tracked and m.state = 'accepted')::int as tracked,
      count(*) filter (where e."humanOpen")::int as "humanOpens",
      count(*) filter (where e."open" and not e."humanOpen")::int as "machineOpens",
      count(*) filter (where e."humanClick")::int as "humanClicks",
      count(*) filter (where e."click" and not e."humanClick")::int as "machineClicks"
    from messages m
    left join touched e on e.message_id = m.id
    where m.workspace_id = ${workspaceId} and m.campaign_id = ${campaignId}
    group by m.variant_id`);
  return rows.map(({ variantId, tracked, ...row }) => ({
    variantId,
    tracked,
    opened: { human: row.humanOpens, machine: row.machineOpens },
    clicked: { human: row.humanClicks, machine: row.machineClicks },
  }));
}

type LinkRow = Record<
  "position" | "human" | "machine" | "anonymousHuman" | "anonymousMachine",
  number
> &
  Record<"linkId" | "versionId" | "url" | "label", string>;

async function countLinks(tx: Tx, workspaceId: string, campaignId: string): Promise<LinkEvents[]> {
  const { rows } = await tx.execute<LinkRow>(sql`
    with sent as (
      select version_id from campaign_variants
      where workspace_id = ${workspaceId} and campaign_id = ${campaignId}
      union
      select version_id from campaigns
      where workspace_id = ${workspaceId} and id = ${campaignId}),
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

/**
 * Opens and clicks of a campaign, by variant and by link, people's and machines' apart. Counts
 * messages, so whoever opens twice counts once. About 2 s at a million messages.
 */
export async function eventCounts(
  tx: Tx,
  workspaceId: string,
  campaignId: string,
): Promise<EventCounts> {
  return {
    variants: await countVariants(tx, workspaceId, campaignId),
    links: await countLinks(tx, workspaceId, campaignId),
  };
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
