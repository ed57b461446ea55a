import { sql } from "drizzle-orm";
import type { Tx } from "@/db";
import type { ProductChanges, ProductFootprint, StandingProduct } from "./apply.core";

/** The product as rows meet it, and whether somebody has archived it. */
export interface LockedProduct extends StandingProduct {
  is_archived: boolean;
}

const COLUMNS = sql.raw(
  `id, sku, name, description, category, url, image_url, price, currency, stock,
   archived_at is not null as is_archived`,
);
const RECORD = sql.raw(
  `id uuid, sku text, name text, description text, category text, url text, image_url text,
   price numeric(14, 2), currency text, stock int`,
);

/** The products with these article numbers; locked in order of id, so that two writers never cross. */
export async function lockProducts(
  tx: Tx,
  workspaceId: string,
  skus: readonly string[],
): Promise<LockedProduct[]> {
  const { rows } = await tx.execute<LockedProduct & Record<string, unknown>>(sql`
    select ${COLUMNS} from products
    where workspace_id = ${workspaceId} and sku = any(${sql.param(skus)}::text[])
    order by id for update`);
  return rows;
}

/** As `lockProducts` for a look that changes nothing. */
export async function listStanding(
  tx: Tx,
  workspaceId: string,
  skus: readonly string[],
): Promise<StandingProduct[]> {
  const { rows } = await tx.execute<LockedProduct & Record<string, unknown>>(sql`
    select ${COLUMNS} from products
    where workspace_id = ${workspaceId} and sku = any(${sql.param(skus)}::text[])`);
  return rows;
}

export interface FootprintRow extends Record<string, unknown> {
  product_id: string;
  is_created: boolean;
  changes: ProductChanges;
}

/** What this import has done so far to these products. */
export async function listFootprints(
  tx: Tx,
  key: { workspaceId: string; importId: string },
  productIds: readonly string[],
): Promise<FootprintRow[]> {
  const { rows } = await tx.execute<FootprintRow>(sql`
    select product_id, is_created, changes from product_imports
    where workspace_id = ${key.workspaceId} and import_id = ${key.importId}
      and product_id = any(${sql.param(productIds)}::uuid[])`);
  return rows;
}

interface Scope {
  workspaceId: string;
  importId: string | null;
  now: Date;
}

export async function insertProducts(
  tx: Tx,
  scope: Scope,
  rows: readonly StandingProduct[],
): Promise<void> {
  if (rows.length === 0) return;
  const at = scope.now.toISOString();
  await tx.execute(sql`
    insert into products (workspace_id, id, sku, name, description, category, url, image_url,
                          price, currency, stock, import_id, created_at, updated_at)
    select ${scope.workspaceId}, r.id, r.sku, r.name, r.description, r.category, r.url, r.image_url,
           r.price, r.currency, r.stock, ${scope.importId}::uuid, ${at}::timestamptz, ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(${RECORD})`);
}

/** Sets products to the given values. */
export async function updateProducts(
  tx: Tx,
  given: { workspaceId: string; now: Date },
  rows: readonly StandingProduct[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    update products p
    set name = r.name, description = r.description, category = r.category, url = r.url,
        image_url = r.image_url, price = r.price, currency = r.currency, stock = r.stock,
        updated_at = ${given.now.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(${RECORD})
    where p.workspace_id = ${given.workspaceId} and p.id = r.id`);
}

/** Writes what the import has come to for these products. */
export async function saveFootprints(
  tx: Tx,
  key: { workspaceId: string; importId: string },
  footprints: ReadonlyMap<string, ProductFootprint>,
): Promise<void> {
  if (footprints.size === 0) return;
  const rows = [...footprints].map(([id, one]) => ({
    product_id: id,
    is_created: one.isCreated,
    changes: one.changes,
  }));
  await tx.execute(sql`
    insert into product_imports (workspace_id, import_id, product_id, is_created, changes)
    select ${key.workspaceId}, ${key.importId}::uuid, r.product_id, r.is_created, r.changes
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(product_id uuid, is_created boolean, changes jsonb)
    on conflict (workspace_id, import_id, product_id) do update set changes = excluded.changes`);
}

export interface UndoRow extends LockedProduct {
  is_created: boolean;
  changes: ProductChanges;
  is_met_again: boolean;
}

/** The next products of an import with their footprints, in order of id, held until the end. */
export async function takeFootprints(
  tx: Tx,
  key: { workspaceId: string; importId: string },
  limit: number,
): Promise<UndoRow[]> {
  const { workspaceId, importId } = key;
  const { rows } = await tx.execute<UndoRow & Record<string, unknown>>(sql`
    with taken as (
      delete from product_imports
      where workspace_id = ${workspaceId} and import_id = ${importId} and product_id in (
        select product_id from product_imports
        where workspace_id = ${workspaceId} and import_id = ${importId}
        order by product_id limit ${limit})
      returning product_id, is_created, changes
    )
    select p.id, p.sku, p.name, p.description, p.category, p.url, p.image_url, p.price, p.currency,
           p.stock, p.archived_at is not null as is_archived, t.is_created, t.changes,
           exists (select 1 from product_imports o where o.workspace_id = ${workspaceId}
                     and o.product_id = p.id and o.import_id <> ${importId}) as is_met_again
    from taken t join products p on p.workspace_id = ${workspaceId} and p.id = t.product_id
    order by p.id for update of p`);
  return rows;
}

export async function deleteProducts(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await tx.execute(sql`
    delete from products
    where workspace_id = ${workspaceId} and id = any(${sql.param(ids)}::uuid[])`);
}

/** The currency of products whose price says none. */
export async function findCurrency(tx: Tx, workspaceId: string): Promise<string> {
  const { rows } = await tx.execute<{ currency: string }>(sql`
    select currency from workspaces where id = ${workspaceId}`);
  return rows[0]?.currency ?? "EUR";
}
