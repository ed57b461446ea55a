/** What an imprint is made of: the columns of `legal_entities` that people fill in. */
export interface LegalEntity {
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

export type EntityField = keyof LegalEntity;

/** Fields that every provider has to name (DDG § 5 (1) no. 1 and 2). */
const ALWAYS = ["name", "form", "street", "postalCode", "city", "country", "email"] as const;

/**
 * Legal forms offered, and what their imprint has to name beyond that: entry in a register
 * (DDG § 5 (1) no. 4) and the persons who represent a legal person (no. 1).
 */
export const LEGAL_FORMS = [
  { form: "GmbH", isRegistered: true, hasDirectors: true },
  { form: "UG (haftungsbeschränkt)", isRegistered: true, hasDirectors: true },
  { form: "AG", isRegistered: true, hasDirectors: true },
  { form: "SE", isRegistered: true, hasDirectors: true },
  { form: "GmbH & Co. KG", isRegistered: true, hasDirectors: true },
  { form: "KG", isRegistered: true, hasDirectors: true },
  { form: "OHG", isRegistered: true, hasDirectors: true },
  { form: "e.K.", isRegistered: true, hasDirectors: false },
  { form: "e.V.", isRegistered: true, hasDirectors: true },
  { form: "eG", isRegistered: true, hasDirectors: true },
  { form: "GbR", isRegistered: false, hasDirectors: true },
  { form: "Einzelunternehmen", isRegistered: false, hasDirectors: false },
  { form: "Ltd", isRegistered: true, hasDirectors: true },
  { form: "LLC", isRegistered: true, hasDirectors: true },
  { form: "Inc.", isRegistered: true, hasDirectors: true },
  { form: "S.A.", isRegistered: true, hasDirectors: true },
  { form: "S.r.l.", isRegistered: true, hasDirectors: true },
  { form: "B.V.", isRegistered: true, hasDirectors: true },
] as const;

/**
 * The fields an imprint still lacks, in the order of the form; empty means complete. A form we do
 * not know is treated as a registered legal person: rather one question too many than a mail
 * without its imprint. VAT id, phone and data protection officer are named only where they exist.
 */
export function imprintMissing(entity: LegalEntity): EntityField[] {
  const needed: EntityField[] = [...ALWAYS];
  const known = LEGAL_FORMS.find(({ form }) => form === entity.form);
  if (known?.isRegistered ?? true) needed.push("registerCourt", "registerNumber");
  if (known?.hasDirectors ?? true) needed.push("directors");
  return needed.filter((field) => entity[field].trim() === "");
}
