import type { AttributeValue } from "@/db";
import { record, recordRead } from "../audit";
import { AppError, type Ctx, canonicalAddress, canonicalTimeZone, newId } from "../kernel";
import { listAttributeDefinitions } from "./attributes";
import { sortNameOf } from "./names.core";
import * as queries from "./person-queries";
import {
  type AttributeEdit,
  IDENTITY_KINDS,
  type IdentityKind,
  type PersonEdit,
  type PersonFields,
} from "./schemas";
import { attributeText, canonicalPhone, readAttribute } from "./values.core";

interface Columns {
  email: string | null;
  firstName: string | null;
  lastName: string | null;
  phone: string | null;
  locale: string | null;
  timeZone: string | null;
  externalId: string | null;
}

type Changes = Record<string, [AttributeValue, AttributeValue]>;

/** Which column holds the canonical form of which kind of identity. */
const IDENTITY_COLUMNS = {
  email: "email",
  phone: "phone",
  external_id: "externalId",
} as const satisfies Record<IdentityKind, keyof Columns>;

/** Names of the fields as changes record them: the database's. */
const FIELD_NAMES: Record<keyof Columns, string> = {
  email: "email",
  firstName: "first_name",
  lastName: "last_name",
  phone: "phone",
  locale: "locale",
  timeZone: "time_zone",
  externalId: "external_id",
};

function columnsOf(fields: PersonFields): Columns {
  const verdict = fields.email === "" ? null : canonicalAddress(fields.email);
  if (verdict && !verdict.ok) throw new AppError(verdict.code, { field: "email" });
  const phone = fields.phone === "" ? null : canonicalPhone(fields.phone);
  if (fields.phone !== "" && !phone) throw new AppError("VALUE_PHONE", { field: "phone" });
  return {
    email: verdict?.address ?? null,
    firstName: fields.firstName || null,
    lastName: fields.lastName || null,
    phone,
    locale: fields.locale || null,
    timeZone: canonicalTimeZone(fields.timeZone),
    externalId: fields.externalId || null,
  };
}

/** Claims one identity, or says at its field whose it is. */
async function claim(ctx: Ctx, contactId: string, wanted: { kind: IdentityKind; value: string }) {
  const { workspaceId, now } = ctx;
  const row = { workspaceId, contactId, ...wanted, createdAt: now };
  if (await queries.claimIdentity(ctx.db, row)) return;
  const owner = await queries.findIdentityOwner(ctx.db, workspaceId, wanted);
  if (owner === contactId) return;
  throw new AppError(wanted.kind === "email" ? "EMAIL_TAKEN" : "IDENTITY_TAKEN", {
    field: IDENTITY_COLUMNS[wanted.kind],
    params: owner ? { contactId: owner } : {},
  });
}

/** Moves a person's identities from one set of columns to another. */
async function moveIdentities(
  ctx: Ctx,
  contactId: string,
  columns: { before: Columns | null; after: Columns },
): Promise<void> {
  for (const kind of IDENTITY_KINDS) {
    const was = columns.before?.[IDENTITY_COLUMNS[kind]] ?? null;
    const will = columns.after[IDENTITY_COLUMNS[kind]];
    if (was === will) continue;
    if (will) await claim(ctx, contactId, { kind, value: will });
    const gone = { workspaceId: ctx.workspaceId, kind, contactId };
    if (was) await queries.releaseIdentity(ctx.db, { ...gone, value: was });
  }
}

interface Noted {
  kind: "created" | "updated";
  changes: Changes;
}

async function noteChange(ctx: Ctx, contactId: string, { kind, changes }: Noted): Promise<void> {
  const verb = kind === "created" ? "create" : "update";
  await queries.insertChange(ctx.db, {
    workspaceId: ctx.workspaceId,
    contactId,
    id: newId(ctx.now.getTime()),
    at: ctx.now,
    kind,
    source: "user",
    sourceId: ctx.actor.id ?? ctx.workspaceId,
    changes,
  });
  await record(ctx, {
    action: `contacts.${verb}`,
    subjectType: "contact",
    subjectId: contactId,
    summary: { fields: Object.keys(changes) },
  });
}

function changesOf(before: Columns | null, after: Columns): Changes {
  const names = Object.entries(FIELD_NAMES) as [keyof Columns, string][];
  return Object.fromEntries(
    names
      .filter(([column]) => (before?.[column] ?? null) !== after[column])
      .map(([column, name]) => [name, [before?.[column] ?? null, after[column]]]),
  );
}

/**
 * Adds a person by hand. Errors at their field: the address codes, EMAIL_TAKEN or IDENTITY_TAKEN
 * with the id of the person who has it, VALUE_PHONE.
 */
export async function createPerson(ctx: Ctx, input: PersonFields): Promise<{ id: string }> {
  const columns = columnsOf(input);
  const id = newId(ctx.now.getTime());
  await moveIdentities(ctx, id, { before: null, after: columns });
  await queries.insertContact(ctx.db, {
    workspaceId: ctx.workspaceId,
    id,
    ...columns,
    sortName: sortNameOf(columns),
    createdAt: ctx.now,
    updatedAt: ctx.now,
  });
  await noteChange(ctx, id, { kind: "created", changes: changesOf(null, columns) });
  return { id };
}

/**
 * Changes the columns of a person and says which address they had and have, because consent
 * belongs to an address (see `editPerson` of profiles). Errors: as `createPerson`, NOT_FOUND,
 * REVISION_CONFLICT.
 */
export async function updatePerson(
  ctx: Ctx,
  input: PersonEdit,
): Promise<{ before: string | null; after: string | null }> {
  const before = await queries.lockContact(ctx.db, ctx.workspaceId, input.id);
  if (!before) throw new AppError("NOT_FOUND");
  if (before.updatedAt.toISOString() !== input.revision) throw new AppError("REVISION_CONFLICT");
  const after = columnsOf(input);
  const changes = changesOf(before, after);
  if (Object.keys(changes).length === 0) return { before: before.email, after: before.email };
  await moveIdentities(ctx, input.id, { before, after });
  const set = { ...after, sortName: sortNameOf(after), updatedAt: ctx.now };
  await queries.updateContact(ctx.db, { workspaceId: ctx.workspaceId, id: input.id }, set);
  await noteChange(ctx, input.id, { kind: "updated", changes });
  return { before: before.email, after: after.email };
}

/**
 * Sets one attribute of a person; empty text clears it. `before` is the value the editor saw: a
 * change of another attribute meanwhile is no conflict. Errors: VALUE_* at `value`, NOT_FOUND for
 * an unknown person or attribute, REVISION_CONFLICT.
 */
export async function setAttribute(ctx: Ctx, input: AttributeEdit): Promise<void> {
  const definitions = await listAttributeDefinitions(ctx.db, ctx.workspaceId);
  const definition = definitions.find((one) => one.key === input.key);
  const person = await queries.lockContact(ctx.db, ctx.workspaceId, input.id);
  if (!definition || !person) throw new AppError("NOT_FOUND");
  const read = readAttribute(definition.type, input.value);
  if (!read.ok) throw new AppError(read.code, { field: "value" });
  const { [definition.key]: was = null, ...others } = person.attributes;
  if (attributeText(was) !== input.before) throw new AppError("REVISION_CONFLICT");
  if (read.value === was) return;
  const attributes = read.value === null ? others : { ...others, [definition.key]: read.value };
  const key = { workspaceId: ctx.workspaceId, id: input.id };
  await queries.updateContact(ctx.db, key, { attributes, updatedAt: ctx.now });
  const changes: Changes = { [`attributes.${definition.key}`]: [was, read.value] };
  await noteChange(ctx, input.id, { kind: "updated", changes });
}

/** What `getPerson` gives. */
export type PersonPage = Awaited<ReturnType<typeof getPerson>>;

/** All that a person's page shows about them. Opening it is noted in the read log. */
export async function getPerson(ctx: Ctx, input: { id: string }) {
  const row = await queries.findContact(ctx.db, ctx.workspaceId, input.id);
  if (!row) throw new AppError("NOT_FOUND");
  const identities = await queries.listIdentities(ctx.db, ctx.workspaceId, input.id);
  const definitions = await listAttributeDefinitions(ctx.db, ctx.workspaceId);
  await recordRead(ctx, input.id);
  const { workspaceId: _, sortName: __, searchName: ___, deletedAt: ____, ...person } = row;
  return { ...person, revision: row.updatedAt.toISOString(), identities, definitions };
}
