import { z } from "zod";
import { canonicalAddress } from "../kernel/address";
import { contrastWithWhite, MIN_CONTRAST } from "./colour.core";
import { LEGAL_FORMS } from "./imprint.core";
import { GRANTABLE, ROLES } from "./permissions.core";

/*
 * Messages are error codes; forms and the API word them from the catalogue. Addresses are judged
 * here, so that a form tells at once; what is stored is made of them by `canonicalAddress` later.
 */

export { contrastWithWhite, MIN_CONTRAST } from "./colour.core";
export { ROLES } from "./permissions.core";

/** The legal forms on offer. */
export const LEGAL_FORM_NAMES = LEGAL_FORMS.map(({ form }) => form);

const CONTROL = /\p{Cc}/u;

/** One line of text that may stand in a mail header or an imprint: no line break can be in it. */
const line = (max: number) =>
  z
    .string()
    .refine((text) => !CONTROL.test(text.trim()), "HEADER_CRLF")
    .trim()
    .max(max, "VALUE_TOO_LONG");

const required = (max: number) => line(max).min(1, "VALUE_REQUIRED");

function judgeAddress(text: string, ctx: z.RefinementCtx): void {
  const verdict = canonicalAddress(text);
  if (text !== "" && !verdict.ok) ctx.addIssue({ code: "custom", message: verdict.code });
}

const address = z.string().trim().max(254, { error: "VALUE_TOO_LONG", abort: true });

/** @public */
export const addressSchema = address.min(1, "VALUE_REQUIRED").superRefine(judgeAddress);

const optionalAddress = address.superRefine(judgeAddress);

/** @public */
export const LOCALES = ["en", "de"] as const;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** @public */
export const timeZoneSchema = z
  .string()
  .min(1, "VALUE_REQUIRED")
  .refine(isTimeZone, "INPUT_INVALID");

export const currencySchema = z
  .string()
  .refine((code) => Intl.supportedValuesOf("currency").includes(code), "VALUE_CURRENCY");

/**
 * What a workspace is called and how it counts time and money.
 * @public
 */
export const workspaceSchema = z.object({
  name: required(80),
  timeZone: timeZoneSchema,
  locale: z.enum(LOCALES, "INPUT_INVALID"),
  currency: currencySchema,
});
export type WorkspaceInput = z.output<typeof workspaceSchema>;

/** How long after a click or a receipt an order may still count for that message. */
export const MAX_ATTRIBUTION_DAYS = 90;

/**
 * What an admin settles once there is a workspace.
 * @public
 */
export const workspaceSettingsSchema = workspaceSchema.extend({
  attributionDays: z
    .number("VALUE_REQUIRED")
    .int("INPUT_INVALID")
    .min(1, "INPUT_INVALID")
    .max(MAX_ATTRIBUTION_DAYS, "INPUT_INVALID"),
});
export type WorkspaceSettings = z.output<typeof workspaceSettingsSchema>;

/**
 * The legal entity; everything but the name may be filled in later (`imprintMissing`).
 * @public
 */
export const entitySchema = z.object({
  name: required(160),
  form: z.literal(["", ...LEGAL_FORM_NAMES], "INPUT_INVALID"),
  street: line(160),
  postalCode: line(20),
  city: line(100),
  /** ISO 3166-1 alpha-2. */
  country: z.string().regex(/^([A-Z]{2})?$/, "INPUT_INVALID"),
  email: optionalAddress,
  phone: line(40),
  registerCourt: line(120),
  registerNumber: line(60),
  directors: line(300),
  vatId: line(20),
  dpoName: line(120),
  dpoEmail: optionalAddress,
});
/** @public */
export type EntityInput = z.output<typeof entitySchema>;

/** `#rrggbb` on which white text can be read. */
export const colourSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^#[0-9a-f]{6}$/, "COLOUR_INVALID")
  .refine((colour) => contrastWithWhite(colour) >= MIN_CONTRAST, "COLOUR_CONTRAST");

/** @public */
export const brandSchema = z.object({
  name: required(80),
  colour: colourSchema,
  senderName: required(80),
  senderEmail: addressSchema,
  replyTo: optionalAddress,
});
export type BrandInput = z.output<typeof brandSchema>;

/** Largest logo, before base64. */
export const LOGO_MAX_BYTES = 1024 * 1024;

/**
 * A PNG or JPEG in base64; what it really is, its bytes tell (`pictureTypeOf`).
 * @public
 */
export const logoSchema = z
  .string()
  .min(1, "UPLOAD_TYPE")
  .max(Math.ceil(LOGO_MAX_BYTES / 3) * 4, "UPLOAD_TOO_LARGE")
  .regex(/^[A-Za-z0-9+/]*={0,2}$/, "UPLOAD_TYPE");

const grantSchema = z.object({
  permission: z.enum(GRANTABLE),
  /** Null: every brand. */
  brandId: z.uuid().nullable(),
});

/** What somebody is in a workspace. */
export const memberSchema = z.object({
  role: z.enum(ROLES, "INPUT_INVALID"),
  grants: z.array(grantSchema).max(200, "INPUT_INVALID"),
});
export type MemberInput = z.output<typeof memberSchema>;

/**
 * What a key may do. `ingest`: send orders and events of people.
 * @public
 */
export const API_KEY_SCOPES = ["ingest"] as const;
export type ApiKeyScope = (typeof API_KEY_SCOPES)[number];

/**
 * For how long a key works.
 * @public
 */
export const API_KEY_TERMS = ["never", "days30", "days90", "year"] as const;
export type ApiKeyTerm = (typeof API_KEY_TERMS)[number];

/** @public */
export const apiKeySchema = z.object({
  name: required(80),
  scopes: z.array(z.enum(API_KEY_SCOPES)).min(1, "VALUE_REQUIRED"),
  term: z.enum(API_KEY_TERMS, "INPUT_INVALID"),
});
export type ApiKeyInput = z.output<typeof apiKeySchema>;

/**
 * How long an invitation may be accepted.
 * @public
 */
export const INVITATION_DAYS = 7;

export const invitationSchema = memberSchema.extend({ email: addressSchema });
export type InvitationInput = z.output<typeof invitationSchema>;
