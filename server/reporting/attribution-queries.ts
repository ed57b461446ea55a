import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db";
import type { CreditRow } from "./figures.core";
import type { Money } from "./schemas";

/** In whose orders, and by which window, credit is looked for. */
interface Attribution {
  workspaceId: string;
  /** How many times 24 hours before an order a touch may be. */
  days: number;
}

interface Span {
  from: Date;
  to: Date;
}

const instant = (date: Date) => sql`${date.toISOString()}::timestamptz`;
// Hours and not days: those would follow the session's time zone.
const windowOf = (days: number) => sql`(${days}::int * interval '24 hours')`;
const columns = sql`o.contact_id, o.id, o.ordered_at, o.currency, o.total`;

/**
 * Each of these orders with the message it counts for, when there is one: as `attribute.core.ts`
 * decides. For the query role: every table's workspace is named.
 */
function credited({ workspaceId, days }: Attribution, candidates: SQL): SQL {
  return sql`
    select o.*, credit.reason, credit.message_id, credit.campaign_id
    from (${candidates}) o
    cross join lateral (
      (select 1 as rank, 'click' as reason, e.message_id, e.campaign_id
       from message_events e
       where e.workspace_id = ${workspaceId} and e.contact_id = o.contact_id and e.kind = 'click'
         and not e.is_machine
         and e.at between o.ordered_at - ${windowOf(days)} and o.ordered_at
       order by e.at desc, e.message_id desc limit 1)
      union all
      (select 2, 'receipt', m.id, m.campaign_id
       from messages m
       where m.workspace_id = ${workspaceId} and m.contact_id = o.contact_id and m.state = 'accepted'
         and m.result_at between o.ordered_at - ${windowOf(days)} and o.ordered_at
       order by m.result_at desc, m.id desc limit 1)
      order by rank limit 1) credit`;
}

/**
 * The orders that may count for a campaign. Those of the time in which nearly all of them are come by
 * their time; those after a click outside of it, which can be years later, by who clicked.
 */
function near(asked: Attribution & { campaignId: string; received: Span | null }): SQL {
  const { workspaceId, campaignId, days, received } = asked;
  const until = received && sql`(${instant(received.to)} + ${windowOf(days)})`;
  const isOutside = received
    ? sql`(e.at < ${instant(received.from)} or e.at > ${until})`
    : sql`true`;
  // Fenced off (`offset 0`): person by person, or all orders there are would be read and joined.
  const afterClick = sql`
    select o.* from message_events e
    cross join lateral (
      select ${columns} from orders o
      where o.workspace_id = ${workspaceId} and o.contact_id = e.contact_id
        and o.ordered_at between e.at and e.at + ${windowOf(days)}
      offset 0) o
    where e.workspace_id = ${workspaceId} and e.campaign_id = ${campaignId} and e.kind = 'click'
      and not e.is_machine and ${isOutside}`;
  if (!received) return sql`select distinct * from (${afterClick}) clicked`;
  return sql`
    ${afterClick}
    union
    select ${columns} from orders o
    where o.workspace_id = ${workspaceId} and o.ordered_at >= ${instant(received.from)}
      and o.ordered_at <= ${until} + ${windowOf(days)}
      and exists (
        select 1 from messages m
        where m.workspace_id = ${workspaceId} and m.contact_id = o.contact_id
          and m.campaign_id = ${campaignId})`;
}

/** The orders that count for a campaign, by variant, reason, currency and hour. In the query role. */
export async function countCredits(
  tx: Tx,
  asked: Attribution & { campaignId: string; received: Span | null },
  timeZone: string,
): Promise<CreditRow[]> {
  const { workspaceId, campaignId } = asked;
  const { rows } = await tx.execute<CreditRow & Record<string, unknown>>(sql`
    select m.variant_id as "variantId", c.reason, c.currency,
      extract(epoch from date_trunc('hour', c.ordered_at, ${timeZone}))::float8 * 1000 as hour,
      count(*)::int as orders, (sum(c.total) * 100)::float8 as hundredths
    from (${credited(asked, near(asked))}) c
    cross join lateral (
      select variant_id from messages m
      where m.workspace_id = ${workspaceId} and m.contact_id = c.contact_id and m.id = c.message_id
      offset 0) m
    where c.campaign_id = ${campaignId}
    group by 1, 2, 3, 4`);
  return rows;
}

/** Orders of a time that count for any campaign, by currency. In the query role. */
export async function sumCredits(tx: Tx, asked: Attribution, { from, to }: Span): Promise<Money[]> {
  const placed = sql`
    select ${columns} from orders o
    where o.workspace_id = ${asked.workspaceId} and o.ordered_at > ${instant(from)}
      and o.ordered_at <= ${instant(to)}`;
  const { rows } = await tx.execute<Money & Record<string, unknown>>(sql`
    select c.currency, count(*)::int as orders, (sum(c.total) * 100)::float8 as hundredths
    from (${credited(asked, placed)}) c
    group by c.currency`);
  return rows;
}
