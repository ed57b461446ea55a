import { and, eq, sql } from "drizzle-orm";
import { products, type Tx } from "@/db";

const own = (workspaceId: string, id: string) =>
  and(eq(products.workspaceId, workspaceId), eq(products.id, id));

type ProductRow = typeof products.$inferSelect;

export async function findProduct(
  tx: Tx,
  workspaceId: string,
  id: string,
): Promise<ProductRow | null> {
  const [row] = await tx.select().from(products).where(own(workspaceId, id));
  return row ?? null;
}

/** The row, held until the transaction ends. */
export async function lockProduct(
  tx: Tx,
  workspaceId: string,
  id: string,
): Promise<ProductRow | null> {
  const [row] = await tx.select().from(products).where(own(workspaceId, id)).for("update");
  return row ?? null;
}

export async function setProduct(
  tx: Tx,
  key: { workspaceId: string; id: string },
  set: Partial<ProductRow>,
): Promise<void> {
  await tx.update(products).set(set).where(own(key.workspaceId, key.id));
}

export interface Sales extends Record<string, unknown> {
  currency: string;
  pieces: number;
  /** Decimal text; null where no line says a price. */
  revenue: string | null;
}

/** What was sold of an article, by the orders' currencies, the most pieces first. */
export async function listSales(tx: Tx, workspaceId: string, sku: string): Promise<Sales[]> {
  const { rows } = await tx.execute<Sales>(sql`
    select o.currency, sum(l.quantity)::int as pieces, sum(l.quantity * l.price)::text as revenue
    from order_lines l
    join orders o on o.workspace_id = ${workspaceId} and o.contact_id = l.contact_id
      and o.id = l.order_id
    where l.workspace_id = ${workspaceId} and l.sku = ${sku}
    group by o.currency order by pieces desc, o.currency`);
  return rows;
}

/** How many people bought an article, and when last. */
export async function findBuyers(
  tx: Tx,
  workspaceId: string,
  sku: string,
): Promise<{ people: number; lastAt: Date | null }> {
  const { rows } = await tx.execute<{ people: number; last_at: string | null }>(sql`
    select count(distinct l.contact_id)::int as people, max(o.ordered_at) as last_at
    from order_lines l
    join orders o on o.workspace_id = ${workspaceId} and o.contact_id = l.contact_id
      and o.id = l.order_id
    where l.workspace_id = ${workspaceId} and l.sku = ${sku}`);
  const [row] = rows;
  return { people: row?.people ?? 0, lastAt: row?.last_at ? new Date(row.last_at) : null };
}
