import type { Walk } from "./walk";

/** What is counted of the campaign as a whole and of each variant: all, A, B. */
export type Columns = readonly [number, number, number];
export type Facts = ReadonlyMap<string, Columns>;

/**
 * Every figure of the report, asked of the tables by hand: nothing of the product's own reporting
 * is used, or it would be compared with itself.
 */
const FIGURES = `
  with m as (
    select m.*, v.position from messages m
      join campaign_variants v on v.workspace_id = m.workspace_id and v.id = m.variant_id
     where m.campaign_id = $1),
  touched as (
    select m.position, e.message_id, e.kind, bool_or(not e.is_machine) as by_person
      from message_events e join m on m.id = e.message_id group by 1, 2, 3),
  ended as (
    select distinct m.position, e.contact_id from consent_events e
      join topics t on t.workspace_id = e.workspace_id and t.id = e.topic_id
      join m on m.contact_id = e.contact_id
     where e.campaign_id = $1 and e.action = 'withdraw' and t.channel = 'email'),
  sold as (
    select round(o.total * 100)::int as hundredths, clicked.position as clicked,
           received.position as received
      from orders o
      join workspaces w on w.id = o.workspace_id
      left join lateral (
        select m.position from message_events e join m on m.id = e.message_id
         where e.contact_id = o.contact_id and e.kind = 'click' and not e.is_machine
           and e.at <= o.ordered_at
           and e.at >= o.ordered_at - w.attribution_days * interval '24 hours'
         order by e.at desc limit 1) clicked on true
      left join lateral (
        select m.position from m
         where m.contact_id = o.contact_id and m.state = 'accepted' and m.result_at <= o.ordered_at
           and m.result_at >= o.ordered_at - w.attribution_days * interval '24 hours'
         order by m.result_at desc limit 1) received on true),
  facts as (
    select 'matched' as figure, position, 1 as value from m
    union all select 'sent', position, 1 from m where state = 'accepted'
    union all select 'delivered', position, 1 from m where state = 'accepted'
    union all select 'tracked', position, 1 from m where state = 'accepted' and is_tracked
    union all select 'waiting', position, 1 from m
      where state in ('queued', 'claimed', 'in_flight')
    union all select 'notSent', position, 1 from m
      where state in ('skipped', 'suppressed', 'cancelled')
    union all select 'notSent.' || skip_reason, position, 1 from m where state = 'skipped'
    union all select 'failed', position, 1 from m where state = 'failed'
    union all select 'unknown', position, 1 from m where state = 'unknown'
    union all select 'opens', position, 1 from touched where kind = 'open' and by_person
    union all select 'opensMachine', position, 1 from touched where kind = 'open' and not by_person
    union all select 'clicks', position, 1 from touched where kind = 'click' and by_person
    union all select 'clicksMachine', position, 1 from touched
      where kind = 'click' and not by_person
    union all select 'unsubscribes', position, 1 from ended
    union all select 'ordersAfterClick', clicked, 1 from sold where clicked is not null
    union all select 'ordersAfterReceipt', received, 1 from sold
      where clicked is null and received is not null
    union all select 'revenue', coalesce(clicked, received), hundredths from sold
      where coalesce(clicked, received) is not null)
  select figure, position, sum(value)::int as value from facts group by 1, 2`;

export async function askFacts({ db }: Walk, campaignId: string): Promise<Facts> {
  const rows = await db.rows<{ figure: string; position: number; value: number }>(FIGURES, [
    campaignId,
  ]);
  const facts = new Map<string, [number, number, number]>();
  for (const { figure, position, value } of rows) {
    const columns = facts.get(figure) ?? [0, 0, 0];
    columns[0] += value;
    columns[position === 0 ? 1 : 2] += value;
    facts.set(figure, columns);
  }
  return facts;
}

export const factOf = (facts: Facts, figure: string): Columns => facts.get(figure) ?? [0, 0, 0];

/** Each link of each variant with who followed it. */
export interface LinkFact {
  variant: number;
  label: string;
  url: string;
  people: number;
  machines: number;
  anonymous: number;
}

export function askLinks({ db }: Walk, campaignId: string): Promise<LinkFact[]> {
  return db.rows<LinkFact>(
    `with followed as (
       select e.link_id, e.message_id, bool_or(not e.is_machine) as by_person
         from message_events e where e.kind = 'click' group by 1, 2)
     select v.position as variant, l.label, l.url,
       (select count(*)::int from followed f where f.link_id = l.id and f.by_person) as people,
       (select count(*)::int from followed f where f.link_id = l.id and not f.by_person)
         as machines,
       (select count(*)::int from link_clicks k where k.link_id = l.id and not k.is_machine)
         as anonymous
     from content_links l
     join campaign_variants v on v.workspace_id = l.workspace_id and v.version_id = l.version_id
     where v.campaign_id = $1 order by v.position, l.position`,
    [campaignId],
  );
}
