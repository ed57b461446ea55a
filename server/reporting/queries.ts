import { and, eq, sql } from "drizzle-orm";
import { campaigns, campaignVariants, type Tx, workspaces } from "@/db";
import type { OutcomeRow } from "./figures.core";

export async function findReported(tx: Tx, workspaceId: string, id: string) {
  const { name, state, startedAt, finishedAt } = campaigns;
  const [row] = await tx
    .select({ id: campaigns.id, name, state, startedAt, finishedAt })
    .from(campaigns)
    .where(and(eq(campaigns.workspaceId, workspaceId), eq(campaigns.id, id)));
  return row ?? null;
}

/** How the workspace counts: its zone, its currency, its window. */
export async function findTerms(tx: Tx, workspaceId: string) {
  const { timeZone, currency, attributionDays } = workspaces;
  const [row] = await tx
    .select({ timeZone, currency, attributionDays })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId));
  return row ?? null;
}

export function listVariants(tx: Tx, workspaceId: string, campaignId: string) {
  return tx
    .select({
      id: campaignVariants.id,
      position: campaignVariants.position,
      versionId: campaignVariants.versionId,
    })
    .from(campaignVariants)
    .where(
      and(
        eq(campaignVariants.workspaceId, workspaceId),
        eq(campaignVariants.campaignId, campaignId),
      ),
    )
    .orderBy(campaignVariants.position);
}

/** What became of a campaign's messages, in one pass. In the query role. */
export async function countOutcomes(
  tx: Tx,
  asked: { workspaceId: string; campaignId: string },
  timeZone: string,
): Promise<OutcomeRow[]> {
  // Quarters first: to cut a moment to its hour in a zone is slow. The fence keeps the planner from
  // expecting as many of them as there are moments.
  const { rows } = await tx.execute<OutcomeRow & Record<string, unknown>>(sql`
    with quarters as (
      select variant_id, state, skip_reason, is_tracked, quarter, count(*) as messages,
        min(result_at) as first, max(result_at) as last
      from messages m
      cross join lateral (
        select case when m.state = 'accepted'
          then date_bin('15 minutes', m.result_at, '2000-01-01Z') end as quarter
        offset 0) q
      where workspace_id = ${asked.workspaceId} and campaign_id = ${asked.campaignId}
      group by 1, 2, 3, 4, 5)
    select variant_id as "variantId", state, skip_reason as reason, is_tracked as "isTracked",
      extract(epoch from date_trunc('hour', quarter, ${timeZone}))::float8 * 1000 as hour,
      sum(messages)::int as messages,
      extract(epoch from min(first))::float8 * 1000 as first,
      extract(epoch from max(last))::float8 * 1000 as last
    from quarters
    group by 1, 2, 3, 4, 5`);
  return rows;
}

/**
 * People who ended a topic or all advertising by a link of the campaign's mail, by variant. The
 * purpose of tracking alone is no unsubscribe.
 */
export async function countUnsubscribes(
  tx: Tx,
  workspaceId: string,
  asked: { campaignId: string; since: Date },
): Promise<{ variantId: string | null; people: number }[]> {
  const { rows } = await tx.execute<{ variantId: string | null; people: number }>(sql`
    select m.variant_id as "variantId", count(distinct e.contact_id)::int as people
    from consent_events e
    left join topics t on t.workspace_id = e.workspace_id and t.id = e.topic_id
    left join messages m on m.workspace_id = e.workspace_id and m.contact_id = e.contact_id
      and m.campaign_id = e.campaign_id
    where e.workspace_id = ${workspaceId} and e.campaign_id = ${asked.campaignId}
      and e.at >= ${asked.since.toISOString()}::timestamptz
      and e.action <> 'import_claim' and e.action in ('withdraw', 'object')
      and t.channel is distinct from 'tracking'
    group by 1`);
  return rows;
}
