import { recomputeOrderTotals } from "../contacts";
import type { Ctx } from "../kernel";
import * as queries from "./queries";

/** One article of an order; `price` is of one piece, decimal text in the order's currency. */
export interface IncomingLine {
  sku: string;
  name: string;
  quantity: number;
  price: string | null;
}

/** An order on its way in. `key` is what makes it the same order when it comes again. */
export interface IncomingOrder {
  key: string;
  id: string;
  contactId: string;
  /** The shop's order number. */
  externalId: string | null;
  orderedAt: Date;
  /** Decimal text in `currency`. */
  total: string;
  currency: string;
  itemCount: number | null;
  /** Its articles, where the source tells them. */
  lines?: readonly IncomingLine[];
  /** Digest of what was said about it, where a repeat must be told from other content. */
  contentSha256?: string;
}

/** The key of an order by the shop's number, or (without one) by its place in a file. */
export function orderKey(
  order: { externalId: string } | { fileSha256: string; line: number },
): string {
  return "externalId" in order
    ? `order:${order.externalId}`
    : `order-file:${order.fileSha256}:${order.line}`;
}

/** Which of these keys were taken in before. */
export async function findKnownOrders(
  ctx: Pick<Ctx, "db" | "workspaceId">,
  keys: readonly string[],
): Promise<Set<string>> {
  return new Set(await queries.listKnownKeys(ctx.db, ctx.workspaceId, keys));
}

/** An order that was taken in before, as far as a repeat is compared with it. */
export type TakenOrder = queries.TakenRow;

/** The orders that were taken in under these keys, by key. */
export async function findTakenOrders(
  ctx: Pick<Ctx, "db" | "workspaceId">,
  keys: readonly string[],
): Promise<Map<string, TakenOrder>> {
  const rows = await queries.listTaken(ctx.db, ctx.workspaceId, keys);
  return new Map(rows.map((row) => [row.key, row]));
}

/**
 * Takes in orders whose people exist, with their articles, and derives those people's totals again. An order whose key
 * was taken in before is left out. Keys within one call must differ. Returns the keys of the new ones.
 */
export async function recordOrders(
  ctx: Ctx,
  orders: readonly IncomingOrder[],
  source: { importId: string | null },
): Promise<Set<string>> {
  if (orders.length === 0) return new Set();
  const { db, workspaceId, now } = ctx;
  const rows = orders.map((order) => ({
    key: order.key,
    id: order.id,
    contact_id: order.contactId,
    external_id: order.externalId,
    ordered_at: order.orderedAt.toISOString(),
    total: order.total,
    currency: order.currency,
    item_count: order.itemCount,
    content_sha256: order.contentSha256 ?? null,
  }));
  const keys = new Set(
    await queries.insertOrders(db, { workspaceId, importId: source.importId, now }, rows),
  );
  const lines = orders.flatMap((order) =>
    keys.has(order.key)
      ? (order.lines ?? []).map((line, index) => ({
          contact_id: order.contactId,
          order_id: order.id,
          line: index + 1,
          ...line,
        }))
      : [],
  );
  await queries.insertLines(db, workspaceId, lines);
  const touched = orders.filter((order) => keys.has(order.key)).map((order) => order.contactId);
  await recomputeOrderTotals(db, workspaceId, [...new Set(touched)]);
  return keys;
}

/**
 * Removes up to `limit` orders that an import brought, with the keys that would refuse them when
 * they come again, and derives their people's totals again. Returns how many; 0 means none are left.
 */
export async function removeImportedOrders(
  ctx: Ctx,
  importId: string,
  limit: number,
): Promise<number> {
  const { db, workspaceId } = ctx;
  const owners = await queries.deleteImportedOrders(db, workspaceId, { importId, limit });
  await recomputeOrderTotals(db, workspaceId, [...new Set(owners)]);
  return owners.length;
}
