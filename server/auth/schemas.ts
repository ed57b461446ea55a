import { z } from "zod";
import {
  addressSchema,
  brandSchema,
  entitySchema,
  LOCALES,
  logoSchema,
  timeZoneSchema,
  workspaceSchema,
} from "../workspaces/schemas";
import { isWeakPassword } from "./weak-password.core";

/** Messages are error codes; the form words them from the catalogue. */
const text = (max: number) =>
  z
    .string()
    .refine((value) => !/\p{Cc}/u.test(value.trim()), "HEADER_CRLF")
    .trim()
    .min(1, "VALUE_REQUIRED")
    .max(max, "VALUE_TOO_LONG");

export const passwordSchema = z
  .string()
  .min(8, "PASSWORD_WEAK")
  .max(200, "VALUE_TOO_LONG")
  .refine((password) => !isWeakPassword(password), "PASSWORD_WEAK");

/** First run from the command line: what is left out can be filled in on the settings screens. */
export const firstRunSchema = z.object({
  name: text(120),
  email: addressSchema,
  password: passwordSchema,
  workspace: text(80),
  brand: text(80),
  senderEmail: addressSchema.optional(),
  legalEntity: text(160).optional(),
  locale: z.enum(LOCALES).default("en"),
  timeZone: timeZoneSchema.default("Europe/Berlin"),
});
export type FirstRun = z.output<typeof firstRunSchema>;

/** First run in the browser: the owner, the workspace, its legal entity and its first brand. */
export const setupSchema = z.object({
  owner: z.object({ name: text(120), email: addressSchema, password: passwordSchema }),
  workspace: workspaceSchema,
  entity: entitySchema,
  brand: brandSchema,
  logo: logoSchema.nullable(),
});
export type Setup = z.output<typeof setupSchema>;

/** A further workspace of somebody who is signed in. */
export const newWorkspaceSchema = z.object({
  name: text(80),
  brand: text(80),
  senderEmail: addressSchema,
  timeZone: timeZoneSchema,
});

/** How long a mailed link can be used. */
export const LINK_MINUTES = 15;

export const emailSchema = z.object({ email: addressSchema });

export const resetSchema = z.object({
  token: z.string().min(1).max(300),
  password: passwordSchema,
});

/** A new person accepts an invitation; the address is the invited one. */
export const newPersonSchema = z.object({ name: text(120), password: passwordSchema });

export const THEMES = ["light", "dark", "system"] as const;

export const profileSchema = z.object({
  name: text(120),
  locale: z.enum(LOCALES).nullable(),
  theme: z.enum(THEMES),
  shortcutsEnabled: z.boolean(),
});

export const passwordChangeSchema = z.object({
  /** Empty when the person has none yet. */
  current: z.string().max(200, "VALUE_TOO_LONG"),
  next: passwordSchema,
});
