import { z } from "zod";
import { canonicalTimeZone } from "../kernel/time-zone";

/** What can identify a person; the kinds of rows in `identities`. */
export const IDENTITY_KINDS = ["email", "phone", "external_id"] as const;
export type IdentityKind = (typeof IDENTITY_KINDS)[number];

/** Types of an attribute. A date is stored as `YYYY-MM-DD`, a number as a JSON number. */
export const ATTRIBUTE_TYPES = ["text", "number", "boolean", "date"] as const;
export const AttributeType = z.enum(ATTRIBUTE_TYPES);
export type AttributeType = z.infer<typeof AttributeType>;

const shortText = (max: number) => z.string().trim().max(max, "VALUE_TOO_LONG");

/** Columns of a person have these names in imports and templates; an attribute may not take one. */
export const RESERVED_KEYS = [
  "id",
  "email",
  "external_id",
  "first_name",
  "last_name",
  "phone",
  "locale",
  "time_zone",
  "name",
  "created_at",
  "updated_at",
  "order_count",
  "order_total",
  "last_order_at",
  "attributes",
  "__proto__",
  "constructor",
  "prototype",
] as const;

export const AttributeKey = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,62}$/, "INPUT_INVALID")
  .refine((key) => !(RESERVED_KEYS as readonly string[]).includes(key), "ATTRIBUTE_KEY_RESERVED");

/** A new attribute. Without a key one is made from the label. */
export const NewAttribute = z.object({
  label: shortText(80).min(1, "VALUE_REQUIRED"),
  type: AttributeType,
  key: AttributeKey.optional(),
});
export type NewAttribute = z.infer<typeof NewAttribute>;

export const AttributeRename = z.object({
  key: z.string().min(1),
  label: shortText(80).min(1, "VALUE_REQUIRED"),
});

/** Names end up in mail headers: one line, no control characters. */
const lineText = (max: number) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
  shortText(max).regex(/^[^\u0000-\u001f\u007f\u2028\u2029]*$/, "HEADER_CRLF");

/** The columns of a person that people fill in; empty text means "none". */
export const PersonFields = z.object({
  email: lineText(320),
  firstName: lineText(200),
  lastName: lineText(200),
  /** International form, blanks and the like forgiven: `+49 (30) 123-4567`. */
  phone: shortText(40).regex(/^(\+[1-9][0-9 ()/.-]{5,38})?$/, "VALUE_PHONE"),
  /** `de`, `de-AT`. */
  locale: shortText(5).regex(/^([a-z]{2}(-[A-Z]{2})?)?$/, "VALUE_LOCALE"),
  /** IANA name, in any spelling of capitals. */
  timeZone: shortText(64).refine(
    (name) => name === "" || canonicalTimeZone(name) !== null,
    "VALUE_TIME_ZONE",
  ),
  externalId: lineText(200),
});
export type PersonFields = z.infer<typeof PersonFields>;

/** A person needs something to be known by again. */
export function isIdentified(person: Pick<PersonFields, "email" | "phone" | "externalId">) {
  return person.email !== "" || person.phone !== "" || person.externalId !== "";
}

const identityMissing = { message: "ROW_IDENTITY_MISSING", path: ["email"] };

/** A person added by hand. */
export const NewPerson = PersonFields.refine(isIdentified, identityMissing);

/** `revision` is what the form was opened with; a newer one gives REVISION_CONFLICT. */
export const PersonEdit = PersonFields.extend({ id: z.uuid(), revision: z.string() }).refine(
  isIdentified,
  identityMissing,
);
export type PersonEdit = z.infer<typeof PersonEdit>;

export const AttributeEdit = z.object({
  id: z.uuid(),
  key: z.string().min(1).max(64),
  /** The stored value this edit replaces, as text; another one by now gives REVISION_CONFLICT. */
  before: z.string(),
  /** As typed; empty clears the value. */
  value: z.string().max(2000, "VALUE_TOO_LONG"),
});
export type AttributeEdit = z.infer<typeof AttributeEdit>;

/** What the list can be sorted by, and nothing else (FIELD_UNKNOWN). */
export const SORTS = ["name", "email", "created", "orders", "revenue", "lastOrder"] as const;
export type Sort = (typeof SORTS)[number];

export const ContactFilter = z.object({
  search: z.string().trim().max(200, "VALUE_TOO_LONG").optional(),
  /** Topic the consent filter is about; `consent` says whether it is given. */
  topicId: z.uuid().optional(),
  consent: z.enum(["yes", "no"]).optional(),
  hasOrders: z.enum(["yes", "no"]).optional(),
  locale: z.string().max(12).optional(),
  /** Days of the workspace's time zone, `YYYY-MM-DD`, both inclusive. */
  createdFrom: z.iso.date("VALUE_DATE").optional(),
  createdTo: z.iso.date("VALUE_DATE").optional(),
  /** `key=value` of an attribute. */
  attributeKey: z.string().max(64).optional(),
  attributeValue: z.string().max(2000).optional(),
});
export type ContactFilter = z.infer<typeof ContactFilter>;

export const ContactListInput = ContactFilter.extend({
  // Any text on purpose: an unknown field gets the code FIELD_UNKNOWN, not a shape error.
  sort: z.string().max(64).default("name"),
  direction: z.enum(["asc", "desc"]).default("asc"),
  cursor: z.string().max(4000).optional(),
});
export type ContactListInput = z.infer<typeof ContactListInput>;
