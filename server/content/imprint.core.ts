/** The parts of a legal entity that its imprint prints. */
export interface ImprintEntity {
  name: string;
  form: string;
  street: string;
  postalCode: string;
  city: string;
  country: string;
  email: string;
  phone: string;
  registerCourt: string;
  registerNumber: string;
  directors: string;
  vatId: string;
  dpoName: string;
  dpoEmail: string;
}

/** Words of the imprint in the letter's language. */
export interface ImprintWords {
  phone: string;
  email: string;
  register: string;
  directors: string;
  vatId: string;
  dpo: string;
}

function labelled(label: string, values: readonly string[]): string[] {
  const given = values.map((value) => value.trim()).filter((value) => value !== "");
  return given.length > 0 ? [`${label}: ${given.join(", ")}`] : [];
}

function joined(parts: readonly string[]): string {
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .join(" ");
}

/** The name with its form, unless the name already carries it ("Nord GmbH"). */
function fullName({ name, form }: ImprintEntity): string {
  const isInside = ` ${name.toLowerCase()} `.includes(` ${form.trim().toLowerCase()} `);
  return isInside ? name.trim() : joined([name, form]);
}

/**
 * The imprint of a mail, line by line, in full (DDG § 5): who answers, where, how to reach them,
 * register, representatives, VAT id and data protection officer. Empty fields print nothing;
 * whether enough is there is `imprintMissing`'s question (workspaces).
 */
export function imprintLines(
  entity: ImprintEntity,
  words: ImprintWords,
  countryName: string,
): string[] {
  const address = [entity.street, joined([entity.postalCode, entity.city]), countryName];
  return [
    fullName(entity),
    address
      .map((part) => part.trim())
      .filter((part) => part !== "")
      .join(", "),
    [...labelled(words.email, [entity.email]), ...labelled(words.phone, [entity.phone])].join(
      " · ",
    ),
    ...labelled(words.directors, [entity.directors]),
    ...labelled(words.register, [entity.registerCourt, entity.registerNumber]),
    ...labelled(words.vatId, [entity.vatId]),
    ...labelled(words.dpo, [entity.dpoName, entity.dpoEmail]),
  ].filter((line) => line !== "");
}
