import { sql } from "drizzle-orm";
import type { Tx } from "@/db";

/** A row of `orders` with the key under which it was taken in. */
export interface OrderRow {
  key: string;
  id: string;
  contact_id: string;
  external_id: string | null;
  ordered_at: string;
  total: string;
  currency: string;
  item_count: number | null;
  content_sha256: string | null;
}

/** A row of `order_lines`. */
export interface LineRow {
  contact_id: string;
  order_id: string;
  line: number;
  sku: string;
  name: string;
  quantity: number;
  price: string | null;
}

/** The keys among these that were taken in before. */
export async function listKnownKeys(
  tx: Tx,
  workspaceId: string,
  keys: readonly string[],
): Promise<string[]> {
  const { rows } = await tx.execute<{ key: string }>(sql`
    select key from ingest_dedup
    where workspace_id = ${workspaceId} and key = any(${sql.param(keys)}::text[])`);
  return rows.map((row) => row.key);
}

/** Claims keys and writes the orders of those that were free, in one statement. Returns their keys. */
export async function insertOrders(
  tx: Tx,
  given: { workspaceId: string; importId: string | null; now: Date },
  rows: readonly OrderRow[],
): Promise<string[]> {
  const { workspaceId, importId, now } = given;
  const at = now.toISOString();
  const inserted = await tx.execute<{ key: string }>(sql`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(
        key text, id uuid, contact_id uuid, external_id text, ordered_at timestamptz,
        total numeric(14, 2), currency text, item_count int, content_sha256 text)
    ), claimed as (
      insert into ingest_dedup (workspace_id, key, contact_id, fact_id, content_sha256, import_id,
                                created_at)
      select ${workspaceId}, key, contact_id, id, content_sha256, ${importId}::uuid,
             ${at}::timestamptz
      from given
      on conflict do nothing
      returning fact_id, key
    ), written as (
      insert into orders (workspace_id, contact_id, id, external_id, ordered_at, total, currency,
                          item_count, import_id, created_at)
      select ${workspaceId}, g.contact_id, g.id, g.external_id, g.ordered_at, g.total, g.currency,
             g.item_count, ${importId}::uuid, ${at}::timestamptz
      from given g join claimed c on c.fact_id = g.id
    )
    select key from claimed`);
  return inserted.rows.map((row) => row.key);
}

export async function insertLines(
  tx: Tx,
  workspaceId: string,
  rows: readonly LineRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into order_lines (workspace_id, contact_id, order_id, line, sku, name, quantity, price)
    select ${workspaceId}, r.contact_id, r.order_id, r.line, r.sku, r.name, r.quantity, r.price
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(
      contact_id uuid, order_id uuid, line int, sku text, name text, quantity int,
      price numeric(14, 2))`);
}

export interface TakenRow extends Record<string, unknown> {
  key: string;
  id: string;
  /** Null: it came by file. */
  contentSha256: string | null;
  total: string;
  currency: string;
}

/** The orders behind keys that were taken in before. */
export async function listTaken(
  tx: Tx,
  workspaceId: string,
  keys: readonly string[],
): Promise<TakenRow[]> {
  const { rows } = await tx.execute<TakenRow>(sql`
    select k.key, o.id, k.content_sha256 as "contentSha256", o.total, o.currency
    from ingest_dedup k
    join orders o on o.workspace_id = ${workspaceId} and o.contact_id = k.contact_id
      and o.id = k.fact_id
    where k.workspace_id = ${workspaceId} and k.key = any(${sql.param(keys)}::text[])`);
  return rows;
}

/** Deletes up to `limit` orders of an import with their keys; returns whose they were, one a row. */
export async function deleteImportedOrders(
  tx: Tx,
  workspaceId: string,
  given: { importId: string; limit: number },
): Promise<string[]> {
  const { rows } = await tx.execute<{ contact_id: string }>(sql`
    with doomed as (
      select contact_id, id from orders
      where workspace_id = ${workspaceId} and import_id = ${given.importId}
      limit ${given.limit}
    ), keys as (
      delete from ingest_dedup k using doomed d
      where k.workspace_id = ${workspaceId} and k.import_id = ${given.importId} and k.fact_id = d.id
    ), gone as (
      delete from orders o using doomed d
      where o.workspace_id = ${workspaceId} and o.contact_id = d.contact_id and o.id = d.id
      returning o.contact_id
    )
    select contact_id from gone`);
  return rows.map((row) => row.contact_id);
}
