import { and, eq, gte, isNotNull, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { contacts, type Tx, workspaces } from "@/db";
import type { AttributeDefinition } from "./attributes";
import type { Position } from "./cursor.core";
import { foldText, prefixRange } from "./names.core";
import type { ContactFilter, Sort } from "./schemas";
import { readAttribute } from "./values.core";

/** What may be sorted by. `type` is how a cursor's text becomes a value again. */
const COLUMNS = {
  name: { column: contacts.sortName, type: sql`text`, isNullable: false },
  email: { column: contacts.email, type: sql`text`, isNullable: true },
  created: { column: contacts.createdAt, type: sql`timestamptz`, isNullable: false },
  orders: { column: contacts.orderCount, type: sql`int`, isNullable: false },
  revenue: { column: contacts.orderTotal, type: sql`bigint`, isNullable: false },
  lastOrder: { column: contacts.lastOrderAt, type: sql`timestamptz`, isNullable: true },
} as const satisfies Record<Sort, object>;

function beginsWith(column: SQL | typeof contacts.email, prefix: string) {
  const { from, to } = prefixRange(prefix);
  return and(sql`${column} >= ${from}`, sql`${column} < ${to}`);
}

/**
 * "Begins with" over address, first and last name in both orders, and customer number (as typed
 * and in capitals). Ranges and not LIKE: under row level security only leakproof operators reach
 * an index.
 */
function matches(search: string): SQL | undefined {
  const folded = foldText(search);
  if (folded === "") return undefined;
  return or(
    beginsWith(contacts.email, search.toLowerCase()),
    beginsWith(sql`${contacts.sortName}`, folded),
    beginsWith(sql`${contacts.searchName}`, folded),
    beginsWith(sql`${contacts.externalId}`, search),
    search === search.toUpperCase()
      ? undefined
      : beginsWith(sql`${contacts.externalId}`, search.toUpperCase()),
  );
}

function hasConsent(topicId: string): SQL {
  return sql`exists (select 1 from consent_states s where s.workspace_id = ${contacts.workspaceId}
    and s.contact_id = ${contacts.id} and s.topic_id = ${topicId} and s.state = 'granted')`;
}

function attributeIs(filter: ContactFilter, definitions: readonly AttributeDefinition[]): SQL {
  const definition = definitions.find((d) => d.key === filter.attributeKey);
  const read = definition && readAttribute(definition.type, filter.attributeValue ?? "");
  // A value that cannot be one of this attribute matches nobody; "no value" matches who has none.
  if (!definition || !read?.ok) return sql`false`;
  if (read.value === null) {
    return sql`coalesce(${contacts.attributes} -> ${definition.key}::text, 'null') = 'null'`;
  }
  return sql`${contacts.attributes} @> ${JSON.stringify({ [definition.key]: read.value })}::jsonb`;
}

export interface FilterFacts {
  timeZone: string;
  definitions: readonly AttributeDefinition[];
}

/** The start of a day, `days` later, in the workspace's zone. */
function startOf(day: string, timeZone: string, days = 0): SQL {
  return sql`((${day}::date + ${days}::int)::timestamp at time zone ${timeZone})`;
}

/** The condition of a filter on `contacts`; the workspace and "not removed" are always in it. */
export function conditionOf(workspaceId: string, filter: ContactFilter, facts: FilterFacts) {
  const { search, topicId, consent, hasOrders, locale, createdFrom, createdTo } = filter;
  const { timeZone, definitions } = facts;
  const isGranted = topicId && consent ? hasConsent(topicId) : undefined;
  return and(
    eq(contacts.workspaceId, workspaceId),
    isNull(contacts.deletedAt),
    search ? matches(search) : undefined,
    isGranted && consent === "no" ? sql`not ${isGranted}` : isGranted,
    hasOrders === "yes" ? sql`${contacts.orderCount} > 0` : undefined,
    hasOrders === "no" ? eq(contacts.orderCount, 0) : undefined,
    locale ? eq(contacts.locale, locale) : undefined,
    createdFrom ? gte(contacts.createdAt, startOf(createdFrom, timeZone)) : undefined,
    createdTo ? lt(contacts.createdAt, startOf(createdTo, timeZone, 1)) : undefined,
    filter.attributeKey ? attributeIs(filter, definitions) : undefined,
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
  where: SQL | undefined;
  sort: Sort;
  direction: "asc" | "desc";
  position: Position | null;
  limit: number;
}

/**
 * Up to `limit` + 1 people behind a position, in reading order. People without a value come last
 * in both directions: they are read as a second segment of the same index, so no sort is needed.
 */
export async function readSlice(tx: Tx, slice: Slice) {
  const { position, limit } = slice;
  const { column, type, isNullable } = COLUMNS[slice.sort];
  const isBackward = position?.way === "before";
  const isDescending = (slice.direction === "desc") !== isBackward;
  const order = sql.raw(isDescending ? "desc" : "asc");
  const beyond = sql.raw(isDescending ? "<" : ">");

  function segment(isEmpty: boolean, isFirst: boolean, count: number) {
    const here = isFirst ? position : null;
    const behind = isEmpty
      ? here && sql`${contacts.id} ${beyond} ${here.id}::uuid`
      : here &&
        sql`(${column}, ${contacts.id}) ${beyond} (${here.value}::${type}, ${here.id}::uuid)`;
    const nullness = isEmpty ? isNull(column) : isNullable ? isNotNull(column) : undefined;
    return (
      tx
        .select({ ...shown, sortValue: sql<string | null>`${column}::text` })
        .from(contacts)
        .where(and(slice.where, nullness, behind ?? undefined))
        // The null segment is ordered by the column, too: that is how the planner sees its index.
        .orderBy(sql`${column} ${order}`, sql`${contacts.id} ${order}`)
        .limit(count)
    );
  }

  const inOrder = isNullable ? [false, true] : [false];
  const segments = isBackward ? inOrder.reverse() : inOrder;
  const start = position ? segments.indexOf(position.value === null) : 0;
  // A position without a value in a column that always has one is not from us.
  if (start < 0) return [];
  const rows: Awaited<ReturnType<typeof segment>> = [];
  for (const [index, isEmpty] of segments.slice(start).entries()) {
    if (rows.length > limit) break;
    rows.push(...(await segment(isEmpty, index === 0, limit + 1 - rows.length)));
  }
  return rows;
}

/** How many people a condition matches, exactly. */
export async function countPeople(tx: Tx, where: SQL | undefined): Promise<number> {
  const [row] = await tx.select({ people: sql<number>`count(*)::int` }).from(contacts).where(where);
  return row?.people ?? 0;
}

/** The time zone whose days the filters mean. */
export async function findTimeZone(tx: Tx, workspaceId: string): Promise<string> {
  const [row] = await tx
    .select({ timeZone: workspaces.timeZone })
    .from(workspaces)
    .where(eq(workspaces.id, workspaceId));
  return row?.timeZone ?? "UTC";
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

/**
 * The first people whose address, name or customer number begins with a text. Asks each index on
 * its own for a few, so the palette answers at once however many begin that way.
 */
export async function findByPrefix(
  tx: Tx,
  workspaceId: string,
  page: { search: string; limit: number },
) {
  const base = and(eq(contacts.workspaceId, workspaceId), isNull(contacts.deletedAt));
  const folded = foldText(page.search);
  const asked = [
    { column: sql`${contacts.sortName}`, prefix: folded },
    { column: sql`${contacts.searchName}`, prefix: folded },
    { column: sql`${contacts.email}`, prefix: page.search.toLowerCase() },
    { column: sql`${contacts.externalId}`, prefix: page.search },
    { column: sql`${contacts.externalId}`, prefix: page.search.toUpperCase() },
  ];
  const found = new Map<
    string,
    {
      id: string;
      email: string | null;
      firstName: string | null;
      lastName: string | null;
      externalId: string | null;
    }
  >();
  for (const { column, prefix } of asked) {
    if (found.size >= page.limit || prefix === "") break;
    const rows = await tx
      .select({
        id: contacts.id,
        email: contacts.email,
        firstName: contacts.firstName,
        lastName: contacts.lastName,
        externalId: contacts.externalId,
      })
      .from(contacts)
      .where(and(base, beginsWith(column, prefix)))
      .orderBy(column)
      .limit(page.limit);
    for (const row of rows) found.set(row.id, row);
  }
  return [...found.values()].slice(0, page.limit);
}
