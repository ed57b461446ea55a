import { sql } from "drizzle-orm";
import type { Tx } from "@/db";
import { readPage } from "./recipients";
import { DEAD_REASONS, type DeadAsked } from "./schemas";

/** Word for word what the index `messages_dead` holds, or it is not used. */
const DEAD = sql.raw(
  `(m.unsent = 'unknown' or (m.unsent = 'failed' and m.skip_reason in (${DEAD_REASONS.map((name) => `'${name}'`).join(",")})))`,
);

function narrowed({ campaignId, why }: DeadAsked) {
  const campaign =
    campaignId === null ? sql`and m.campaign_id is null` : sql`and m.campaign_id = ${campaignId}`;
  const reason =
    why === "unknown" ? sql`and m.unsent = 'unknown'` : sql`and m.skip_reason = ${why}`;
  return sql`${campaignId === undefined ? sql`` : campaign} ${why ? reason : sql``}`;
}

/** One page of what nobody got, or perhaps, the newest first; `cursor` is for the next. */
export async function listDeadLetters(
  tx: Tx,
  workspaceId: string,
  { cursor, limit = 50, ...filter }: DeadAsked & { cursor?: string | undefined; limit?: number },
) {
  const { rows: found } = await tx.execute<{ id: string; contactId: string }>(sql`
    select m.id, m.contact_id as "contactId" from messages m
    where m.workspace_id = ${workspaceId} and ${DEAD} ${narrowed(filter)}
      ${cursor ? sql`and m.id < ${cursor}::uuid` : sql``}
    order by m.id desc limit ${limit + 1}`);
  return readPage(tx, workspaceId, { found, limit });
}

/** How many there are by campaign and by what happened. */
export async function countDeadLetters(tx: Tx, workspaceId: string) {
  const { rows } = await tx.execute<{
    campaignId: string | null;
    campaignName: string | null;
    why: NonNullable<DeadAsked["why"]>;
    count: number;
  }>(sql`
    select m.campaign_id as "campaignId", c.name as "campaignName",
      case m.state when 'unknown' then 'unknown' else m.skip_reason end as why,
      count(*)::int as count
    from messages m
    left join campaigns c on c.workspace_id = m.workspace_id and c.id = m.campaign_id
    where m.workspace_id = ${workspaceId} and ${DEAD}
    group by 1, 2, 3 order by max(m.id::text) desc`);
  return rows;
}
