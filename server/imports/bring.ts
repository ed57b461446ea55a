import type { Ctx } from "../kernel";
import { applyPeople, type KnownPerson } from "./apply.core";
import { type ChangeSource, writePeople } from "./people";

/**
 * Adds people whom nobody knows yet, under the ids given: what a shop's own system tells of them.
 * Their addresses and numbers must be free; IdentityRace otherwise.
 */
export async function bringPeople(
  ctx: Ctx,
  people: readonly KnownPerson[],
  source: ChangeSource,
): Promise<void> {
  const ids = people.map((person) => person.id).values();
  const rows = people.map((person, index) => {
    const { first_name, last_name, phone, locale, time_zone, attributes } = person;
    const known = Object.entries({ first_name, last_name, phone, locale, time_zone }).filter(
      ([, value]) => value !== null,
    );
    return {
      line: index + 1,
      email: person.email,
      externalId: person.external_id,
      fields: Object.fromEntries(known),
      attributes,
      consent: null,
      faults: [],
      isFailed: false,
    };
  });
  const nobody = { people: new Map(), byEmail: new Map(), byExternalId: new Map() };
  const applied = applyPeople(
    rows,
    { ...nobody, suppressed: new Set<string>() },
    {
      overwrite: "fill_empty",
      newId: () => ids.next().value ?? "",
      refusesKnown: false,
    },
  );
  await writePeople(ctx, applied, source);
}
