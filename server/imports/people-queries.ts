import { sql } from "drizzle-orm";
import type { AttributeValue, Tx } from "@/db";
import type { FieldChanges, KnownPerson } from "./apply.core";

export interface IdentityRow {
  kind: "email" | "external_id" | "phone";
  value: string;
  contact_id: string;
}

/** A person as it is written; `sort_name` is derived by the contacts domain. */
export interface ContactRow extends KnownPerson {
  sort_name: string;
}

export interface ChangeRow {
  id: string;
  contact_id: string;
  kind: "created" | "updated" | "removed";
  changes: FieldChanges;
}

interface Scope {
  workspaceId: string;
  now: Date;
}

/** Whose these identities are. Plain equality: keeps its index under row level security. */
export async function listIdentities(
  tx: Tx,
  workspaceId: string,
  wanted: { emails: readonly string[]; numbers: readonly string[] },
): Promise<IdentityRow[]> {
  const of = async (kind: string, values: readonly string[]) => {
    if (values.length === 0) return [];
    const { rows } = await tx.execute<IdentityRow & Record<string, unknown>>(sql`
      select kind, value, contact_id from identities
      where workspace_id = ${workspaceId} and kind = ${kind}
        and value = any(${sql.param(values)}::text[])`);
    return rows;
  };
  return [...(await of("email", wanted.emails)), ...(await of("external_id", wanted.numbers))];
}

/** The living people among these ids; locked in order of id, so that two writers never cross. */
export async function lockPeople(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<KnownPerson[]> {
  if (ids.length === 0) return [];
  const { rows } = await tx.execute<KnownPerson & Record<string, unknown>>(sql`
    select id, email, external_id, first_name, last_name, phone, locale, time_zone,
      attributes
    from contacts
    where workspace_id = ${workspaceId} and id = any(${sql.param(ids)}::uuid[])
      and deleted_at is null
    order by id for update`);
  return rows;
}

/** As `lockPeople` for a look that changes nothing. */
export async function listPeople(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<KnownPerson[]> {
  if (ids.length === 0) return [];
  const { rows } = await tx.execute<KnownPerson & Record<string, unknown>>(sql`
    select id, email, external_id, first_name, last_name, phone, locale, time_zone,
      attributes
    from contacts
    where workspace_id = ${workspaceId} and id = any(${sql.param(ids)}::uuid[])
      and deleted_at is null`);
  return rows;
}

const PERSON_COLUMNS = sql.raw(
  "id uuid, email text, external_id text, first_name text, last_name text, phone text, locale text, time_zone text, attributes jsonb, sort_name text",
);

export async function insertPeople(
  tx: Tx,
  scope: Scope,
  rows: readonly ContactRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const at = scope.now.toISOString();
  await tx.execute(sql`
    insert into contacts (workspace_id, id, email, external_id, first_name, last_name, phone,
                          locale, time_zone, attributes, sort_name, created_at, updated_at)
    select ${scope.workspaceId}, r.id, r.email, r.external_id, r.first_name, r.last_name, r.phone,
           r.locale, r.time_zone, r.attributes, r.sort_name, ${at}::timestamptz, ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(${PERSON_COLUMNS})`);
}

export async function updatePeople(
  tx: Tx,
  scope: Scope,
  rows: readonly ContactRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const at = scope.now.toISOString();
  await tx.execute(sql`
    update contacts c
    set email = r.email, external_id = r.external_id, first_name = r.first_name,
        last_name = r.last_name, phone = r.phone, locale = r.locale,
        time_zone = r.time_zone, attributes = r.attributes,
        sort_name = r.sort_name, updated_at = ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(${PERSON_COLUMNS})
    where c.workspace_id = ${scope.workspaceId} and c.id = r.id`);
}

/** Claims identities; returns how many were free. */
export async function claimIdentities(
  tx: Tx,
  scope: Scope,
  rows: readonly IdentityRow[],
): Promise<number> {
  if (rows.length === 0) return 0;
  const claimed = await tx.execute(sql`
    insert into identities (workspace_id, kind, value, contact_id, created_at)
    select ${scope.workspaceId}, r.kind, r.value, r.contact_id,
           ${scope.now.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(kind text, value text, contact_id uuid)
    on conflict do nothing`);
  return claimed.rowCount ?? 0;
}

/** Gives identities back, where they are still these people's. */
export async function releaseIdentities(
  tx: Tx,
  workspaceId: string,
  rows: readonly IdentityRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    delete from identities i
    using jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(kind text, value text, contact_id uuid)
    where i.workspace_id = ${workspaceId} and i.kind = r.kind and i.value = r.value
      and i.contact_id = r.contact_id`);
}

export async function insertChanges(
  tx: Tx,
  scope: Scope & { source: "import" | "import_undo" | "api"; sourceId: string },
  rows: readonly ChangeRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into contact_changes (workspace_id, contact_id, id, at, kind, source, source_id, changes)
    select ${scope.workspaceId}, r.contact_id, r.id, ${scope.now.toISOString()}::timestamptz, r.kind,
           ${scope.source}, ${scope.sourceId}::uuid, r.changes
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(id uuid, contact_id uuid, kind text, changes jsonb)`);
}

/**
 * Notes that this import met people whom another import made and nobody else has touched since:
 * the undo of that one has to spare them. One such row a person is enough for ever, so an export
 * that is taken in every night does not grow the history.
 */
export async function insertSightings(
  tx: Tx,
  scope: Scope & { sourceId: string },
  rows: readonly { id: string; contact_id: string }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into contact_changes (workspace_id, contact_id, id, at, kind, source, source_id, changes)
    select ${scope.workspaceId}, r.contact_id, r.id, ${scope.now.toISOString()}::timestamptz, 'seen',
           'import', ${scope.sourceId}::uuid, '{}'::jsonb
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, contact_id uuid)
    where exists (select 1 from contact_changes x where x.workspace_id = ${scope.workspaceId}
                    and x.contact_id = r.contact_id and x.kind = 'created' and x.source = 'import'
                    and x.source_id <> ${scope.sourceId}::uuid
                    and not exists (select 1 from contact_changes y
                      where y.workspace_id = ${scope.workspaceId} and y.contact_id = r.contact_id
                        and y.source_id <> x.source_id))`);
}

/** The value of one field of a person, by the name changes record it under. */
export function fieldOf(person: KnownPerson, field: string): AttributeValue {
  if (field.startsWith("attributes.")) {
    return person.attributes[field.slice("attributes.".length)] ?? null;
  }
  const columns: Record<string, AttributeValue> = {
    email: person.email,
    external_id: person.external_id,
    first_name: person.first_name,
    last_name: person.last_name,
    phone: person.phone,
    locale: person.locale,
    time_zone: person.time_zone,
  };
  const value = columns[field];
  if (value === undefined) throw new Error(`Unknown field ${field}`);
  return value;
}
