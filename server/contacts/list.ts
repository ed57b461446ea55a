import { and, type SQL, sql } from "drizzle-orm";
import { AppError, type Ctx } from "../kernel";
import { findWorkspaceFacts } from "../workspaces";
import { listAttributeDefinitions } from "./attributes";
import { type Page, type Position, pageOf, readCursor, writeCursor } from "./cursor.core";
import {
  attributeIs,
  conditionOf,
  countPeople,
  type FilterFacts,
  listLocales,
  readSlice,
} from "./list-queries";
import { narrow } from "./narrow-queries";
import { type ContactFilter, type ContactListInput, SORTS, type Sort } from "./schemas";
import { findByPrefix } from "./search-queries";
import { readAttribute } from "./values.core";

const PAGE_SIZE = 50;

/** A row of the list of people. */
export interface ListedPerson {
  id: string;
  email: string | null;
  firstName: string | null;
  lastName: string | null;
  externalId: string | null;
  locale: string | null;
  createdAt: Date;
  orderCount: number;
  /** Hundredths of `orderCurrency`. */
  orderTotal: number;
  orderCurrency: string | null;
  lastOrderAt: Date | null;
}

function sortOf(text: string): Sort {
  const sort = SORTS.find((known) => known === text);
  if (!sort) throw new AppError("FIELD_UNKNOWN", { field: "sort" });
  return sort;
}

/** The condition of the filter by an attribute. A value that cannot be one of it matches nobody. */
async function attributeCondition(ctx: Ctx, filter: ContactFilter): Promise<SQL | undefined> {
  const { attributeKey: key, attributeValue } = filter;
  if (!key) return undefined;
  const known = await listAttributeDefinitions(ctx.db, ctx.workspaceId);
  const definition = known.find((one) => one.key === key);
  if (!definition) throw new AppError("FIELD_UNKNOWN", { field: "attributeKey" });
  const read = readAttribute(definition.type, attributeValue ?? "");
  if (!read.ok) return sql`false`;
  const holds = attributeIs({ key, value: read.value });
  return narrow(ctx.db, ctx.workspaceId, { all: holds, each: holds });
}

async function factsOf(ctx: Ctx, filter: ContactFilter): Promise<FilterFacts> {
  const isDated = filter.createdFrom || filter.createdTo;
  const facts = isDated ? await findWorkspaceFacts(ctx.db, ctx.workspaceId) : null;
  return { timeZone: facts?.timeZone ?? "UTC", hasValue: await attributeCondition(ctx, filter) };
}

/**
 * A page of 50 people, with `among` only those it holds for. Errors: FIELD_UNKNOWN for a sort or attribute that does not exist,
 * CURSOR_INVALID for a cursor that is not of this list in this order.
 */
export async function list(
  ctx: Ctx,
  input: ContactListInput,
  among?: SQL,
): Promise<Page<ListedPerson>> {
  const sort = sortOf(input.sort);
  const { direction } = input;
  const scope = `${ctx.workspaceId}:contacts:${sort}:${direction}`;
  const position: Position | null = input.cursor ? readCursor(input.cursor, scope) : null;
  const where = and(conditionOf(ctx.workspaceId, input, await factsOf(ctx, input)), among);
  const found = await readSlice(ctx.db, {
    workspaceId: ctx.workspaceId,
    where,
    search: input.search ?? "",
    sort,
    direction,
    position,
    limit: PAGE_SIZE,
  });
  const page = pageOf(found, { position, limit: PAGE_SIZE }, (row, way) =>
    writeCursor({ way, value: row.sortValue, id: row.id }, scope),
  );
  return { ...page, rows: page.rows.map(({ sortKey: _, sortValue: __, ...row }) => row) };
}

/** How many people the filter matches, exactly. Asked apart from the page, which never waits for it. */
export async function count(ctx: Ctx, filter: ContactFilter, among?: SQL): Promise<number> {
  const where = and(conditionOf(ctx.workspaceId, filter, await factsOf(ctx, filter)), among);
  return countPeople(ctx.db, { where, search: filter.search ?? "" });
}

/** The eight first people whose address, name or customer number begins with the text. */
export function search(ctx: Ctx, input: { text: string }) {
  return findByPrefix(ctx.db, ctx.workspaceId, { search: input.text.trim(), limit: 8 });
}

/** What the filters offer: attributes and the languages people have. */
export async function filterChoices(ctx: Ctx) {
  const attributes = await listAttributeDefinitions(ctx.db, ctx.workspaceId);
  return { attributes, locales: await listLocales(ctx.db, ctx.workspaceId) };
}
