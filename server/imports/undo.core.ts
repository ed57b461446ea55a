import type { FieldChanges, KnownPerson } from "./apply.core";

/** What an import did to one person, all its chunks together. */
export interface Footprint {
  contactId: string;
  isCreated: boolean;
  changes: FieldChanges;
}

export type UndoDecision =
  | { kind: "remove" }
  | {
      kind: "restore";
      /** Fields to set back, `[value now, value before the import]`. */
      changes: FieldChanges;
      /** Something of the import stays, because somebody changed or used it since. */
      isSpared: boolean;
    };

/**
 * How an import is taken back from one person. Somebody it made is removed unless they were used
 * since; of a person who was there before, each field goes back only where it still holds exactly
 * what the import wrote.
 */
export function decideUndo(
  footprint: Footprint,
  person: { isUsed: boolean; valueOf: (field: string) => unknown },
): UndoDecision {
  if (footprint.isCreated) {
    return person.isUsed ? { kind: "restore", changes: {}, isSpared: true } : { kind: "remove" };
  }
  const changes: FieldChanges = {};
  let isSpared = false;
  for (const [field, [before, after]] of Object.entries(footprint.changes)) {
    if (before === after) continue;
    if (person.valueOf(field) === after) changes[field] = [after, before];
    else isSpared = true;
  }
  return { kind: "restore", changes, isSpared };
}

/** A person with fields set; an attribute set to null disappears. */
export function withFields(person: KnownPerson, changes: FieldChanges): KnownPerson {
  const next: KnownPerson = { ...person, attributes: { ...person.attributes } };
  for (const [field, [, value]] of Object.entries(changes)) {
    if (field.startsWith("attributes.")) {
      const key = field.slice("attributes.".length);
      if (value === null) delete next.attributes[key];
      else next.attributes[key] = value;
    } else {
      Object.assign(next, { [field]: value });
    }
  }
  return next;
}
