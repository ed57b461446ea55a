import type { AttributeValue } from "@/db";
import { PERSON_FIELDS, type PersonRow, type RowFault } from "./rows.core";
import type { Overwrite } from "./schemas";

/** A person while the rows of a chunk are applied to them. */
export interface KnownPerson {
  id: string;
  email: string | null;
  external_id: string | null;
  first_name: string | null;
  last_name: string | null;
  phone: string | null;
  locale: string | null;
  time_zone: string | null;
  attributes: Record<string, AttributeValue>;
}

/** `{field: [before, after]}`; field is a column's name in the database or `attributes.<key>`. */
export type FieldChanges = Record<string, [AttributeValue, AttributeValue]>;

/** What stands in the database before the chunk: all people its rows can meet. */
export interface Standing {
  people: Map<string, KnownPerson>;
  byEmail: Map<string, string>;
  byExternalId: Map<string, string>;
  suppressed: ReadonlySet<string>;
}

export interface ApplyOptions {
  overwrite: Overwrite;
  newId: () => string;
  /** Whether a suppressed address also refuses a person who is already known (it does for people files). */
  refusesKnown: boolean;
}

export type RowResult = "created" | "updated" | "unchanged" | "failed";

export interface AppliedRow {
  line: number;
  result: RowResult;
  contactId: string | null;
  faults: RowFault[];
}

/** What a chunk does to people. `changes` has one entry a person, first value before, last after. */
export interface Applied {
  rows: AppliedRow[];
  created: Set<string>;
  changes: Map<string, FieldChanges>;
  people: Map<string, KnownPerson>;
}

type Match =
  | { kind: "known"; person: KnownPerson }
  | { kind: "new" }
  | { kind: "refused"; fault: RowFault };

const CONFLICT: RowFault = { column: "", code: "ROW_IDENTITY_CONFLICT", value: "" };

function matchRow(row: PersonRow, standing: Standing, options: ApplyOptions): Match {
  const viaEmail = row.email === null ? undefined : standing.byEmail.get(row.email);
  const viaNumber = row.externalId === null ? undefined : standing.byExternalId.get(row.externalId);
  if (viaEmail && viaNumber && viaEmail !== viaNumber) return { kind: "refused", fault: CONFLICT };
  const id = viaNumber ?? viaEmail;
  const isSuppressed = row.email !== null && standing.suppressed.has(row.email);
  if (isSuppressed && (!id || options.refusesKnown)) {
    return {
      kind: "refused",
      fault: { column: "", code: "ROW_SUPPRESSED", value: row.email ?? "" },
    };
  }
  if (!id) return { kind: "new" };
  const person = standing.people.get(id);
  // An identity that names nobody alive: nothing may be guessed.
  if (!person) return { kind: "refused", fault: CONFLICT };
  const isOther = !viaNumber && row.externalId !== null && person.external_id !== null;
  // The address belongs to another customer number: two people share it, or the file is wrong.
  return isOther ? { kind: "refused", fault: CONFLICT } : { kind: "known", person };
}

/** The cells that a row writes on a person under a policy. */
function changesOf(row: PersonRow, person: KnownPerson, overwrite: Overwrite): FieldChanges {
  const changes: FieldChanges = {};
  if (overwrite === "keep") return changes;
  const put = (field: string, before: AttributeValue, after: AttributeValue | undefined) => {
    if (after === undefined || after === null || before === after) return;
    if (before === null || overwrite === "overwrite") changes[field] = [before, after];
  };
  put("email", person.email, row.email);
  put("external_id", person.external_id, row.externalId);
  for (const field of PERSON_FIELDS) put(field, person[field], row.fields[field]);
  for (const [key, value] of Object.entries(row.attributes)) {
    put(`attributes.${key}`, person.attributes[key] ?? null, value);
  }
  return changes;
}

function write(person: KnownPerson, changes: FieldChanges): void {
  for (const [field, [, after]] of Object.entries(changes)) {
    if (field.startsWith("attributes.")) {
      person.attributes[field.slice("attributes.".length)] = after;
    } else {
      person[field as "email"] = after as string | null;
    }
  }
}

function reindex(standing: Standing, person: KnownPerson, changes: FieldChanges): void {
  const [oldEmail, newEmail] = changes.email ?? [];
  if (typeof oldEmail === "string") standing.byEmail.delete(oldEmail);
  if (typeof newEmail === "string") standing.byEmail.set(newEmail, person.id);
  const [, number] = changes.external_id ?? [];
  if (typeof number === "string") standing.byExternalId.set(number, person.id);
}

function blank(id: string): KnownPerson {
  return {
    id,
    email: null,
    external_id: null,
    first_name: null,
    last_name: null,
    phone: null,
    locale: null,
    time_zone: null,
    attributes: {},
  };
}

/** The net effect of several rows on one person: what stood before the first, after the last. */
export function mergeChanges(earlier: FieldChanges, later: FieldChanges): FieldChanges {
  const merged = { ...earlier };
  for (const [field, [before, after]] of Object.entries(later)) {
    const first = merged[field];
    merged[field] = [first ? first[0] : before, after];
  }
  return merged;
}

/**
 * Applies rows in their order to the people they are about, in memory. The same rows on the same
 * standing always give the same result, however the file is cut into chunks: a row sees what the
 * rows before it did. `standing` is changed on the way.
 *
 * A customer number outweighs an address: a row whose number is known may bring that person a new
 * address (policy permitting), a row whose address is known but belongs to another number is refused.
 */
export function applyPeople(
  rows: readonly PersonRow[],
  standing: Standing,
  options: ApplyOptions,
): Applied {
  const applied: Applied = {
    rows: [],
    created: new Set(),
    changes: new Map(),
    people: standing.people,
  };
  for (const row of rows) applied.rows.push(applyRow(row, { standing, options, applied }));
  return applied;
}

interface Ground {
  standing: Standing;
  options: ApplyOptions;
  applied: Applied;
}

function applyRow(row: PersonRow, ground: Ground): AppliedRow {
  const { standing, options, applied } = ground;
  const { line, faults } = row;
  if (row.isFailed) return { line, result: "failed", contactId: null, faults };
  const match = matchRow(row, standing, options);
  if (match.kind === "refused") {
    return { line, result: "failed", contactId: null, faults: [...faults, match.fault] };
  }
  const person = match.kind === "new" ? blank(options.newId()) : match.person;
  const isNew = match.kind === "new";
  const changes = changesOf(row, person, isNew ? "overwrite" : options.overwrite);
  if (isNew) {
    standing.people.set(person.id, person);
    applied.created.add(person.id);
  }
  const isChanged = Object.keys(changes).length > 0;
  if (isChanged) {
    write(person, changes);
    reindex(standing, person, changes);
    applied.changes.set(person.id, mergeChanges(applied.changes.get(person.id) ?? {}, changes));
  }
  const result = isNew ? "created" : isChanged ? "updated" : "unchanged";
  return { line, result, contactId: person.id, faults };
}
