import { type SQL, sql } from "drizzle-orm";
import { products, type Tx } from "@/db";
import type { CatalogProduct, ProductNeeds } from "./showable.core";

/** Columns of a `CatalogProduct`, of a table that goes by the name `p`. */
export const SHOWN = sql.raw(`p.id, p.sku, p.name, p.description, p.category, p.url,
  p.image_url as "imageUrl", p.price, p.currency, p.stock, p.archived_at as "archivedAt"`);

type Found = CatalogProduct & Record<string, unknown>;

/** Raw statements bring moments as text. */
export function asProduct<Row extends CatalogProduct>(row: Row): Row {
  return { ...row, archivedAt: row.archivedAt === null ? null : new Date(row.archivedAt) };
}

/** `isShowable` in SQL, of a table that goes by the name `p`. */
export function showable(needs: ProductNeeds): SQL {
  const hasImage = needs.image ? sql`and starts_with(p.image_url, 'https://')` : sql``;
  return sql`p.archived_at is null and p.name <> ''
    and (p.stock is null or p.stock > 0) ${hasImage}`;
}

/** Products by id, showable or not, in no particular order. */
export async function findProducts(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<CatalogProduct[]> {
  const { rows } = await tx.execute<Found>(sql`
    select ${SHOWN} from ${products} p
    where p.workspace_id = ${workspaceId} and p.id = any(${sql.param(ids)}::uuid[])`);
  return rows.map(asProduct);
}

/**
 * The showable products by pieces sold in a time, ties by the later made. Those that nobody bought
 * then follow, the latest first, so a young shop's block is not empty.
 */
export async function listBestsellers(
  tx: Tx,
  workspaceId: string,
  asked: { from: Date; to: Date; limit: number; needs: ProductNeeds },
): Promise<(CatalogProduct & { pieces: number })[]> {
  const { from, to, limit, needs } = asked;
  const { rows } = await tx.execute<Found & { pieces: number }>(sql`
    with sold as (
      select l.sku, sum(l.quantity) as pieces
      from orders o
      join order_lines l on l.workspace_id = ${workspaceId} and l.contact_id = o.contact_id
        and l.order_id = o.id
      where o.workspace_id = ${workspaceId} and o.ordered_at >= ${from.toISOString()}::timestamptz
        and o.ordered_at < ${to.toISOString()}::timestamptz
      group by l.sku
    )
    select ${SHOWN}, coalesce(s.pieces, 0)::int as pieces
    from products p left join sold s on s.sku = p.sku
    where p.workspace_id = ${workspaceId} and ${showable(needs)}
    order by coalesce(s.pieces, 0) desc, p.created_at desc, p.id desc
    limit ${limit}`);
  return rows.map((row) => ({ ...asProduct(row), pieces: row.pieces }));
}

/** Orders of one person that are looked at: enough for any block, and an end for the busiest buyer. */
const ORDERS_READ = 100;

/**
 * For each of these people the showable products they bought, the latest purchase first, up to
 * `limit` each; read from each person's own orders, so its cost does not grow with the shop.
 */
export async function listBought(
  tx: Tx,
  workspaceId: string,
  asked: { contactIds: readonly string[]; limit: number; needs: ProductNeeds },
): Promise<(CatalogProduct & { contactId: string })[]> {
  const { contactIds, limit, needs } = asked;
  const { rows } = await tx.execute<Found & { contactId: string }>(sql`
    select w.contact_id as "contactId", b.*
    from unnest(${sql.param(contactIds)}::uuid[]) as w(contact_id)
    cross join lateral (
      select ${SHOWN}, h.bought_at
      from (
        select l.sku, max(o.ordered_at) as bought_at
        from (
          select id, ordered_at from orders
          where workspace_id = ${workspaceId} and contact_id = w.contact_id
          order by ordered_at desc limit ${ORDERS_READ}
        ) o
        join order_lines l on l.workspace_id = ${workspaceId} and l.contact_id = w.contact_id
          and l.order_id = o.id
        group by l.sku
      ) h
      join products p on p.workspace_id = ${workspaceId} and p.sku = h.sku
      where ${showable(needs)}
      order by h.bought_at desc, p.name, p.id
      limit ${limit}
    ) b
    order by w.contact_id, b.bought_at desc, b.name, b.id`);
  return rows.map((row) => ({ ...asProduct(row), contactId: row.contactId }));
}

/** The showable products whose name or number holds these words, by name. */
export async function searchProducts(
  tx: Tx,
  workspaceId: string,
  asked: { text: string; limit: number; needs: ProductNeeds },
): Promise<CatalogProduct[]> {
  const pattern = `%${asked.text.replace(/[\\%_]/g, "\\$&")}%`;
  const { rows } = await tx.execute<Found>(sql`
    select ${SHOWN} from ${products} p
    where p.workspace_id = ${workspaceId} and ${showable(asked.needs)}
      and (p.name ilike ${pattern} or p.sku ilike ${pattern})
    order by p.name, p.id limit ${asked.limit}`);
  return rows.map(asProduct);
}
