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
        total numeric(14, 2), currency text, item_count int)
    ), claimed as (
      insert into ingest_dedup (workspace_id, key, contact_id, fact_id, import_id, created_at)
      select ${workspaceId}, key, contact_id, id, ${importId}::uuid, ${at}::timestamptz from given
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
