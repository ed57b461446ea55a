import { type AddressMove, findSuppressed, followAddresses } from "../consent";
import { sortNameOf } from "../contacts";
import { AppError, type Ctx, newId } from "../kernel";
import type { Applied, FieldChanges, KnownPerson, Standing } from "./apply.core";
import * as queries from "./people-queries";
import type { PersonRow } from "./rows.core";

/** Another writer claimed an identity between our look and our write: the chunk is done again. */
export class IdentityRace extends Error {
  override readonly name = "IdentityRace";
}

function valuesOf(rows: readonly PersonRow[], field: "email" | "externalId"): string[] {
  const values = rows.flatMap((row) => (row.isFailed ? [] : (row[field] ?? [])));
  return [...new Set(values)];
}

/**
 * What the database knows about everybody these rows can meet. `isForWriting` locks the people
 * until the transaction ends.
 */
export async function loadStanding(
  ctx: Pick<Ctx, "db" | "workspaceId">,
  rows: readonly PersonRow[],
  isForWriting: boolean,
): Promise<Standing> {
  const { db, workspaceId } = ctx;
  const emails = valuesOf(rows, "email");
  const numbers = valuesOf(rows, "externalId");
  const identities = await queries.listIdentities(db, workspaceId, { emails, numbers });
  const ids = [...new Set(identities.map((identity) => identity.contact_id))];
  const load = isForWriting ? queries.lockPeople : queries.listPeople;
  const people = await load(db, workspaceId, ids);
  const of = (kind: string) =>
    new Map(identities.filter((i) => i.kind === kind).map((i) => [i.value, i.contact_id]));
  return {
    people: new Map(people.map((person) => [person.id, person])),
    byEmail: of("email"),
    byExternalId: of("external_id"),
    suppressed: await findSuppressed(ctx, emails),
  };
}

/** The row of a person with what is derived from it. */
export function contactRow(person: KnownPerson): queries.ContactRow {
  const { email, first_name: firstName, last_name: lastName, external_id: externalId } = person;
  return { ...person, sort_name: sortNameOf({ email, firstName, lastName, externalId }) };
}

const IDENTITY_FIELDS = ["email", "external_id", "phone"] as const;

/** The identities that a person's changes take up and give back. */
export function identityMoves(contactId: string, changes: FieldChanges) {
  const released: queries.IdentityRow[] = [];
  const claimed: queries.IdentityRow[] = [];
  for (const kind of IDENTITY_FIELDS) {
    const [before, after] = changes[kind] ?? [];
    if (before === after) continue;
    if (typeof before === "string") released.push({ kind, value: before, contact_id: contactId });
    if (typeof after === "string") claimed.push({ kind, value: after, contact_id: contactId });
  }
  return { released, claimed };
}

/** Who wrote: a file, or the key of a machine that posted. */
export interface ChangeSource {
  kind: "import" | "api";
  id: string;
}

/** Writes what a chunk does to people: rows, identities and one change record a person. */
export async function writePeople(ctx: Ctx, applied: Applied, source: ChangeSource): Promise<void> {
  const { db, workspaceId, now } = ctx;
  const scope = { workspaceId, now };
  const made: queries.ContactRow[] = [];
  const changed: queries.ContactRow[] = [];
  const changes: queries.ChangeRow[] = [];
  const released: queries.IdentityRow[] = [];
  const claimed: queries.IdentityRow[] = [];
  for (const [id, fields] of applied.changes) {
    const person = applied.people.get(id);
    if (!person) throw new AppError("INTERNAL");
    const isNew = applied.created.has(id);
    (isNew ? made : changed).push(contactRow(person));
    changes.push({
      id: newId(now.getTime()),
      contact_id: id,
      kind: isNew ? "created" : "updated",
      changes: fields,
    });
    const moves = identityMoves(id, fields);
    released.push(...moves.released);
    claimed.push(...moves.claimed);
  }
  await queries.releaseIdentities(db, workspaceId, released);
  const unique = claimed.filter((identity) => identity.kind !== "phone");
  if ((await queries.claimIdentities(db, scope, unique)) < unique.length) throw new IdentityRace();
  // A phone number may be shared by a household: the first one keeps it as an identity.
  const phones = claimed.filter((identity) => identity.kind === "phone");
  await queries.claimIdentities(db, scope, phones);
  await queries.insertPeople(db, scope, made);
  await queries.updatePeople(db, scope, changed);
  const origin = { ...scope, source: source.kind, sourceId: source.id };
  await queries.insertChanges(db, origin, changes);
  const old = changes.filter((change) => change.kind === "updated");
  await followAddresses(ctx, addressMoves(old), source.kind === "import" ? source.id : null);
}

/** Whose address these changes make another one. */
export function addressMoves(
  changes: readonly Pick<queries.ChangeRow, "contact_id" | "changes">[],
): AddressMove[] {
  return changes.flatMap(({ contact_id: contactId, changes: { email } }) => {
    const [before, after] = (email ?? []) as (string | null)[];
    return before === after ? [] : [{ contactId, before: before ?? null, after: after ?? null }];
  });
}
