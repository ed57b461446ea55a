import { and, eq, gte, isNotNull, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { union } from "drizzle-orm/pg-core";
import { type AttributeValue, contacts, type Tx } from "@/db";
import type { Position } from "./cursor.core";
import type { ContactFilter, Sort } from "./schemas";
import { matchesOf, searchConditions } from "./search-queries";

/** What may be sorted by. `type` is how a cursor's text becomes a value again. */
const COLUMNS = {
  name: { column: contacts.sortName, type: sql`text`, isNullable: false },
  email: { column: contacts.email, type: sql`text`, isNullable: true },
  created: { column: contacts.createdAt, type: sql`timestamptz`, isNullable: false },
  orders: { column: contacts.orderCount, type: sql`int`, isNullable: false },
  revenue: { column: contacts.orderTotal, type: sql`bigint`, isNullable: false },
  lastOrder: { column: contacts.lastOrderAt, type: sql`timestamptz`, isNullable: true },
} as const satisfies Record<Sort, object>;

function hasConsent(topicId: string): SQL {
  return sql`exists (select 1 from consent_states s where s.workspace_id = ${contacts.workspaceId}
    and s.contact_id = ${contacts.id} and s.topic_id = ${topicId} and s.state = 'granted')`;
}

/** Who has the value, or for null who has none. */
export function attributeIs(attribute: { key: string; value: AttributeValue }): SQL {
  const { key, value } = attribute;
  return value === null
    ? sql`coalesce(${contacts.attributes} -> ${key}::text, 'null') = 'null'`
    : sql`${contacts.attributes} @> ${JSON.stringify({ [key]: value })}::jsonb`;
}

export interface FilterFacts {
  timeZone: string;
  /** The filter by an attribute, if there is one (narrow-queries.ts). */
  hasValue: SQL | undefined;
}

/** The start of a day, `days` later, in the workspace's zone. */
function startOf(day: string, timeZone: string, days = 0): SQL {
  return sql`((${day}::date + ${days}::int)::timestamp at time zone ${timeZone})`;
}

/** The condition of a filter; the workspace and "not removed" are always in it, the search is not. */
export function conditionOf(workspaceId: string, filter: ContactFilter, facts: FilterFacts) {
  const { topicId, consent, hasOrders, locale, createdFrom, createdTo } = filter;
  const { timeZone, hasValue } = facts;
  const isGranted = topicId && consent ? hasConsent(topicId) : undefined;
  return and(
    eq(contacts.workspaceId, workspaceId),
    isNull(contacts.deletedAt),
    isGranted && consent === "no" ? sql`not ${isGranted}` : isGranted,
    // Not by the count: its zero and the missing date go together, which the planner cannot know.
    hasOrders === "yes" ? isNotNull(contacts.lastOrderAt) : undefined,
    hasOrders === "no" ? isNull(contacts.lastOrderAt) : undefined,
    locale ? eq(contacts.locale, locale) : undefined,
    createdFrom ? gte(contacts.createdAt, startOf(createdFrom, timeZone)) : undefined,
    createdTo ? lt(contacts.createdAt, startOf(createdTo, timeZone, 1)) : undefined,
    hasValue,
  );
}

const shown = {
  id: contacts.id,
  email: contacts.email,
  firstName: contacts.firstName,
  lastName: contacts.lastName,
  externalId: contacts.externalId,
  locale: contacts.locale,
  createdAt: contacts.createdAt,
  orderCount: contacts.orderCount,
  orderTotal: contacts.orderTotal,
  orderCurrency: contacts.orderCurrency,
  lastOrderAt: contacts.lastOrderAt,
};

interface Slice {
  workspaceId: string;
  where: SQL | undefined;
  search: string;
  sort: Sort;
  direction: "asc" | "desc";
  position: Position | null;
  limit: number;
}

function selectShown(tx: Tx, sort: Sort) {
  const { column } = COLUMNS[sort];
  return tx
    .select({
      ...shown,
      sortKey: sql`${column}`.as("sort_key"),
      sortValue: sql<string | null>`${column}::text`.as("sort_value"),
    })
    .from(contacts)
    .$dynamic();
}

type FoundRow = Awaited<ReturnType<typeof selectShown>>[number];

/**
 * One ordered run of people. A search asks once per searched column and merges: as one condition
 * with OR the planner would walk the order from its beginning to the first match.
 */
async function readRun(
  tx: Tx,
  slice: Slice,
  run: { where: SQL | undefined; matches: SQL[]; isDescending: boolean; limit: number },
): Promise<FoundRow[]> {
  const order = sql.raw(run.isDescending ? "desc" : "asc");
  const { column } = COLUMNS[slice.sort];
  const ask = (match?: SQL) =>
    selectShown(tx, slice.sort)
      .where(and(run.where, match))
      // A run of people without a value is ordered by it, too: so the planner sees its index.
      .orderBy(sql`${column} ${order}`, sql`${contacts.id} ${order}`)
      .limit(run.limit);
  const [first, second, ...rest] = slice.search ? run.matches.map(ask) : [ask()];
  if (!first) return [];
  if (!second) return await first;
  return union(first, second, ...rest)
    .orderBy(sql`"sort_key" ${order}`, sql`"id" ${order}`)
    .limit(run.limit);
}

/** The condition of what lies behind a position, in reading direction. */
function behind(from: Position, sort: Sort, isDescending: boolean): SQL {
  const { column, type } = COLUMNS[sort];
  const beyond = sql.raw(isDescending ? "<" : ">");
  const id = sql`${from.id}::uuid`;
  return from.value === null
    ? sql`${contacts.id} ${beyond} ${id}`
    : sql`(${column}, ${contacts.id}) ${beyond} (${from.value}::${type}, ${id})`;
}

/**
 * Up to `limit` + 1 people behind a position, in reading order. People without a value come last
 * in both directions: they are read as a second run of the same index, so no sort is needed.
 */
export async function readSlice(tx: Tx, slice: Slice): Promise<FoundRow[]> {
  const { position, limit, sort } = slice;
  const { column, isNullable } = COLUMNS[sort];
  const isBackward = position?.way === "before";
  const isDescending = (slice.direction === "desc") !== isBackward;
  const here = position ? behind(position, sort, isDescending) : undefined;
  const inOrder = isNullable ? [isNotNull(column), isNull(column)] : [undefined];
  const runs = isBackward ? inOrder.reverse() : inOrder;
  const startsEmpty = position?.value === null;
  // The run of the values comes first, except when reading backwards.
  const start = position && isNullable && startsEmpty !== isBackward ? 1 : 0;
  const matches = await searchConditions(tx, slice.workspaceId, slice.search);
  const rows: FoundRow[] = [];
  for (const [index, run] of runs.slice(start).entries()) {
    if (rows.length > limit) break;
    const where = and(slice.where, run, index === 0 ? here : undefined);
    const left = limit + 1 - rows.length;
    rows.push(...(await readRun(tx, slice, { where, matches, isDescending, limit: left })));
  }
  return rows;
}

/** How many people a condition and a search match, exactly. */
export async function countPeople(
  tx: Tx,
  asked: { where: SQL | undefined; search: string },
): Promise<number> {
  const match = asked.search ? or(...matchesOf(asked.search).map(({ match }) => match)) : undefined;
  const [row] = await tx
    .select({ people: sql<number>`count(*)::int` })
    .from(contacts)
    .where(and(asked.where, match));
  return row?.people ?? 0;
}

/**
 * The languages people have. Walks the index from one language to the next, so that it takes a
 * handful of look-ups and not a scan of everybody.
 */
export async function listLocales(tx: Tx, workspaceId: string): Promise<string[]> {
  const living = sql`c.workspace_id = ${workspaceId} and c.deleted_at is null`;
  const { rows } = await tx.execute<{ locale: string }>(sql`
    with recursive walk as (
      (select c.locale from contacts c where ${living} and c.locale >= '' order by c.locale limit 1)
      union all
      select (select c.locale from contacts c where ${living} and c.locale > walk.locale
              order by c.locale limit 1)
      from walk where walk.locale is not null
    )
    select locale from walk where locale is not null limit 500`);
  return rows.map((row) => row.locale);
}
