import { sql } from "drizzle-orm";
import type { Tx } from "@/db";
import type { FieldChanges } from "./apply.core";

interface Key {
  workspaceId: string;
  importId: string;
}

/** The next people an import touched, by what it wrote or claimed for them, in order of id. */
export async function listTouched(
  tx: Tx,
  key: Key,
  page: { after: string | null; limit: number },
): Promise<string[]> {
  const { workspaceId, importId } = key;
  const after = page.after ?? "00000000-0000-0000-0000-000000000000";
  const { rows } = await tx.execute<{ contact_id: string }>(sql`
    select contact_id from (
      (select distinct contact_id from contact_changes
       where workspace_id = ${workspaceId} and source_id = ${importId} and source = 'import'
         and kind <> 'seen' and contact_id > ${after}::uuid
       order by contact_id limit ${page.limit})
      union
      (select distinct contact_id from consent_events
       where workspace_id = ${workspaceId} and source = 'import' and source_id = ${importId}
         and contact_id > ${after}::uuid
       order by contact_id limit ${page.limit})
    ) touched
    order by contact_id limit ${page.limit}`);
  return rows.map((row) => row.contact_id);
}

/** How many people an import touched: the length of its undo. */
export async function countTouched(tx: Tx, key: Key): Promise<number> {
  const { workspaceId, importId } = key;
  const { rows } = await tx.execute<{ count: number }>(sql`
    select count(*)::int as count from (
      select contact_id from contact_changes
      where workspace_id = ${workspaceId} and source_id = ${importId} and source = 'import'
        and kind <> 'seen'
      union
      select contact_id from consent_events
      where workspace_id = ${workspaceId} and source = 'import' and source_id = ${importId}
    ) touched`);
  return rows[0]?.count ?? 0;
}

export interface ImportedChange extends Record<string, unknown> {
  contact_id: string;
  kind: string;
  changes: FieldChanges;
}

/** What the import wrote on these people, oldest first. */
export async function listImportedChanges(
  tx: Tx,
  key: Key,
  ids: readonly string[],
): Promise<ImportedChange[]> {
  const { rows } = await tx.execute<ImportedChange>(sql`
    select contact_id, kind, changes from contact_changes
    where workspace_id = ${key.workspaceId} and source_id = ${key.importId} and source = 'import'
      and kind <> 'seen' and contact_id = any(${sql.param(ids)}::uuid[])
    order by contact_id, at, id`);
  return rows;
}

/**
 * Which of these people anybody else has had to do with since: an edit or another import (also one
 * that only met them again), an order that is still there, a message, a word of consent that the
 * import did not bring.
 */
export async function listUsedSince(tx: Tx, key: Key, ids: readonly string[]): Promise<string[]> {
  const { workspaceId, importId } = key;
  const { rows } = await tx.execute<{ id: string }>(sql`
    select p.id from unnest(${sql.param(ids)}::uuid[]) as p(id)
    where exists (select 1 from contact_changes x where x.workspace_id = ${workspaceId}
                    and x.contact_id = p.id and x.source_id <> ${importId})
       or exists (select 1 from orders x where x.workspace_id = ${workspaceId} and x.contact_id = p.id)
       or exists (select 1 from messages x where x.workspace_id = ${workspaceId} and x.contact_id = p.id)
       or exists (select 1 from consent_events x where x.workspace_id = ${workspaceId}
                    and x.contact_id = p.id and x.source_id is distinct from ${importId})`);
  return rows.map((row) => row.id);
}

/** Identities among these that belong to somebody else than the person who would get them back. */
export async function listTaken(
  tx: Tx,
  workspaceId: string,
  wanted: readonly { kind: string; value: string; contact_id: string }[],
): Promise<{ kind: string; value: string }[]> {
  if (wanted.length === 0) return [];
  const { rows } = await tx.execute<{ kind: string; value: string }>(sql`
    select i.kind, i.value from identities i
    join jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
      as w(kind text, value text, contact_id uuid)
      on i.kind = w.kind and i.value = w.value and i.contact_id <> w.contact_id
    where i.workspace_id = ${workspaceId}`);
  return rows;
}

/**
 * Takes people away: a tombstone without personal data stays, because the ledger refers to it, and
 * their identities are free again.
 */
export async function removePeople(
  tx: Tx,
  given: { workspaceId: string; now: Date },
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const at = given.now.toISOString();
  const all = sql.param(ids);
  await tx.execute(sql`
    delete from identities
    where workspace_id = ${given.workspaceId} and contact_id = any(${all}::uuid[])`);
  await tx.execute(sql`
    update contacts
    set deleted_at = ${at}::timestamptz, updated_at = ${at}::timestamptz, email = null,
        external_id = null, first_name = null, last_name = null, phone = null, locale = null,
        time_zone = null,
        attributes = '{}'::jsonb, sort_name = ''
    where workspace_id = ${given.workspaceId} and id = any(${all}::uuid[])`);
}
