import { sql } from "drizzle-orm";
import type { Tx } from "@/db";
import { FRONT, type Look } from "./claim-queries";
import type { DomainRule } from "./pace.core";

/** So many due messages are looked at in one statement when the first look found too few. */
const WIDE_LOOK = 2_000;
/** A head that has to be moved away whole is moved in so many statements before others have a turn. */
const MOST_LOOKS = 5;
/** A place that passed so long ago, in a pause or while nobody was sending, is given anew. */
const LATE_SECONDS = 10;

interface Head extends Record<string, unknown> {
  looked: number;
  moved: number;
}

/** For how many of a campaign's messages room is asked for, and which of them are meant: as in a claim. */
interface Room {
  campaignId: string;
  rules: readonly DomainRule[];
  wanted: number;
  look?: Look;
  countedOn?: string | undefined;
}

const domainOfEmail = sql`split_part(c.email, '@', 2)`;

/**
 * Looks at the first due messages of a campaign and gives those for limited or resting domains their place:
 * the next free one of the domain's line, or the end of its rest. `due_at` moves there, once, so that no
 * later look passes over them again. Whoever does the same meanwhile waits for the line. A place after the
 * message's window closes is none: it waits for that, to be moved to the next one, and the line does not
 * grow, for it would be full of places that nobody uses.
 */
async function placeHead(
  tx: Tx,
  workspaceId: string,
  asked: Omit<Room, "wanted"> & { most: number; look: Look },
): Promise<Head> {
  const { campaignId, rules, most, look, countedOn = null } = asked;
  const isLookedAt =
    look === "returned"
      ? sql`q.is_returned and (${countedOn}::date is null or q.counted_on = ${countedOn}::date)`
      : sql`(q.due_at, q.message_id) > (${look.dueAt}::timestamptz, ${look.id}::uuid)`;
  const { rows } = await tx.execute<Head>(sql`
    with rules as (
      select * from unnest(${sql.param(rules.map((one) => one.domain))}::text[],
        ${sql.param(rules.map((one) => one.gapMs))}::float8[],
        ${sql.param(rules.map((one) => one.restMs))}::float8[],
        ${sql.param(rules.map((one) => one.probes))}::int[]) as r (domain, gap_ms, rest_ms, probes)),
    lines as materialized (
      select p.domain, greatest(p.next_at, clock_timestamp()) as next_at
      from domain_paces p join rules r on r.domain = p.domain
      where p.workspace_id = ${workspaceId} order by p.domain for update of p),
    head as materialized (
      select q.contact_id, q.message_id, q.due_at, q.closes_at, q.is_paced from send_queue q
      where q.workspace_id = ${workspaceId} and q.lane = 'campaign'
        and q.campaign_id = ${campaignId} and q.due_at <= statement_timestamp()
        and ${isLookedAt} and q.state = 'queued'
        and (q.closes_at is null or q.closes_at > clock_timestamp())
      order by q.due_at, q.message_id limit ${most} for update of q skip locked),
    met as (
      select h.contact_id, h.message_id, h.closes_at, r.domain, r.gap_ms, r.rest_ms, r.probes, l.next_at,
        row_number() over (partition by r.domain, r.rest_ms = 0 and h.closes_at <= l.next_at
          order by h.due_at, h.message_id) - 1 as nth
      from head h
        join contacts c on c.workspace_id = ${workspaceId} and c.id = h.contact_id
        join rules r on r.domain = ${domainOfEmail}
        left join lines l on l.domain = r.domain
      where r.rest_ms > 0 or not h.is_paced
        or h.due_at < clock_timestamp() - make_interval(secs => ${LATE_SECONDS})),
    placed as materialized (
      select m.contact_id, m.message_id, m.closes_at, m.domain, m.gap_ms, m.rest_ms = 0 as is_paced,
        case when m.rest_ms > 0 then clock_timestamp() + make_interval(secs => m.rest_ms / 1000)
          else least(m.closes_at, m.next_at + make_interval(secs => m.nth * m.gap_ms / 1000))
          end as place
      from met m
      where case when m.rest_ms > 0 then m.nth >= m.probes else m.next_at is not null end),
    moved as (
      update send_queue q
      set is_paced = p.is_paced, is_returned = true, due_at = greatest(q.due_at, p.place)
      from placed p
      where q.workspace_id = ${workspaceId} and q.contact_id = p.contact_id
        and q.message_id = p.message_id),
    lengthened as (
      update domain_paces d set next_at = p.last + make_interval(secs => p.gap_ms / 1000)
      from (select domain, gap_ms, max(place) as last from placed
        where is_paced and (closes_at is null or place < closes_at) group by domain, gap_ms) p
      where d.workspace_id = ${workspaceId} and d.domain = p.domain)
    select (select count(*) from head)::int as looked,
      (select count(*) from placed where place > clock_timestamp())::int as moved`);
  return rows[0] ?? { looked: 0, moved: 0 };
}

/**
 * How many of a campaign's due messages, at most `wanted`, may be claimed now: what has to wait for its
 * recipient's domain is out of the way then. Each such message is moved once, so it costs the same however
 * many there are.
 */
export async function makeRoom(tx: Tx, workspaceId: string, asked: Room): Promise<number> {
  const { wanted, rules, look = FRONT } = asked;
  if (rules.length === 0) return wanted;
  let free = 0;
  for (let looks = 0, most = 2 * wanted; looks < MOST_LOOKS; looks += 1, most = WIDE_LOOK) {
    const { looked, moved } = await placeHead(tx, workspaceId, { ...asked, most, look });
    free = looked - moved;
    if (free >= wanted || looked < most) break;
  }
  return Math.min(wanted, free);
}

/** Messages that do not wait, but count: the line of their domain grows by them. */
export async function countPassing(
  tx: Tx,
  workspaceId: string,
  domains: readonly string[],
): Promise<void> {
  await tx.execute(sql`
    update domain_paces p
    set next_at = greatest(p.next_at, clock_timestamp())
      + make_interval(secs => 60.0 / p.per_minute * passing.count)
    from (select domain, count(*) as count from unnest(${sql.param(domains)}::text[]) as u (domain)
      group by domain) passing
    where p.workspace_id = ${workspaceId} and p.domain = passing.domain`);
}

/**
 * Brings the lines of a workspace in accord with its limits: a new limit begins one; when a limit changed
 * or went, what has a place in its line is due now, and is given another if there is still a limit.
 */
export async function settlePaces(
  tx: Tx,
  workspaceId: string,
  limits: readonly { domain: string; perMinute: number }[],
): Promise<void> {
  const { rows } = await tx.execute<{ domain: string; perMinute: number }>(sql`
    select domain, per_minute as "perMinute" from domain_paces
    where workspace_id = ${workspaceId}`);
  const given = new Map(rows.map((row) => [row.domain, Number(row.perMinute)]));
  const wanted = new Map(limits.map((one) => [one.domain, one.perMinute]));
  const outdated = [...given].filter(([domain, rate]) => wanted.get(domain) !== rate);
  if (outdated.length > 0) {
    const domains = sql.param(outdated.map(([domain]) => domain));
    await tx.execute(sql`
      delete from domain_paces where workspace_id = ${workspaceId}
        and domain = any(${domains}::text[])`);
    await tx.execute(sql`
      update send_queue q set is_paced = false, due_at = least(q.due_at, clock_timestamp())
      from contacts c
      where q.workspace_id = ${workspaceId} and q.is_paced and q.state = 'queued'
        and c.workspace_id = ${workspaceId} and c.id = q.contact_id
        and ${domainOfEmail} = any(${domains}::text[])`);
  }
  const missing = limits.filter((one) => given.get(one.domain) !== one.perMinute);
  if (missing.length === 0) return;
  await tx.execute(sql`
    insert into domain_paces (workspace_id, domain, per_minute, next_at)
    select ${workspaceId}::uuid, domain, per_minute, clock_timestamp()
    from unnest(${sql.param(missing.map((one) => one.domain))}::text[],
      ${sql.param(missing.map((one) => one.perMinute))}::int[]) as m (domain, per_minute)
    order by domain
    on conflict (workspace_id, domain) do nothing`);
}
