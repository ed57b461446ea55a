import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db";
import type { Position } from "../contacts";
import { SHOWN, showable } from "./block-queries";
import type { ProductFilter, ProductSort } from "./schemas";
import type { CatalogProduct } from "./showable.core";

/** Moments are text, as raw statements bring them; see `asProduct`. */
type FoundRow = CatalogProduct & { changedAt: string; sortValue: string } & Record<string, unknown>;

interface SortKey {
  /** Never null: what has no value comes last in both directions. */
  key: (isDescending: boolean) => SQL;
  type: SQL;
}

const last = (isDescending: boolean) =>
  isDescending ? sql`'-infinity'::numeric` : sql`'infinity'::numeric`;

/** By name an index serves the order; the others sort the workspace's products, some ten thousand at most. */
const KEYS: Record<ProductSort, SortKey> = {
  name: { key: () => sql`p.name`, type: sql`text` },
  price: {
    key: (isDescending) => sql`coalesce(p.price, ${last(isDescending)})`,
    type: sql`numeric`,
  },
  stock: {
    key: (isDescending) => sql`coalesce(p.stock::numeric, ${last(isDescending)})`,
    type: sql`numeric`,
  },
  changed: { key: () => sql`p.updated_at`, type: sql`timestamptz` },
};

const VIEWS: Record<ProductFilter["view"], SQL> = {
  current: sql`p.archived_at is null`,
  letters: showable({ image: false }),
  hidden: sql`p.archived_at is null and not (${showable({ image: false })})`,
  archived: sql`p.archived_at is not null`,
};

/** The text stands anywhere in name, article number or category, whatever its case. */
function matches(search: string | undefined): SQL {
  if (!search) return sql``;
  const within = (column: string) => sql`strpos(lower(${sql.raw(column)}), lower(${search})) > 0`;
  return sql`and (${within("p.name")} or ${within("p.sku")} or ${within("p.category")})`;
}

function conditionOf(workspaceId: string, filter: ProductFilter): SQL {
  return sql`p.workspace_id = ${workspaceId} and ${VIEWS[filter.view]} ${matches(filter.search)}`;
}

interface Slice {
  filter: ProductFilter;
  sort: ProductSort;
  direction: "asc" | "desc";
  position: Position | null;
  limit: number;
}

/** Up to `limit` + 1 products behind a position, in reading order. */
export async function readProducts(tx: Tx, workspaceId: string, slice: Slice): Promise<FoundRow[]> {
  const { filter, sort, position, limit } = slice;
  const isBackward = position?.way === "before";
  const isListDescending = slice.direction === "desc";
  const isDescending = isListDescending !== isBackward;
  const order = sql.raw(isDescending ? "desc" : "asc");
  const { key, type } = KEYS[sort];
  // The place of what has no value belongs to the list's direction, not to the reading's.
  const at = key(isListDescending);
  const beyond = sql.raw(isDescending ? "<" : ">");
  const behind = position
    ? sql`and (${at}, p.id) ${beyond} (${position.value}::${type}, ${position.id}::uuid)`
    : sql``;
  const { rows } = await tx.execute<FoundRow>(sql`
    select ${SHOWN}, p.updated_at as "changedAt", (${at})::text as "sortValue"
    from products p
    where ${conditionOf(workspaceId, filter)} ${behind}
    order by ${at} ${order}, p.id ${order}
    limit ${limit + 1}`);
  return rows;
}

/** How many products a filter matches. */
export async function countProducts(
  tx: Tx,
  workspaceId: string,
  filter: ProductFilter,
): Promise<number> {
  const { rows } = await tx.execute<{ count: number }>(sql`
    select count(*)::int as count from products p where ${conditionOf(workspaceId, filter)}`);
  return rows[0]?.count ?? 0;
}
