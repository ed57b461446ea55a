import { z } from "zod";

/** Messages are error codes; the form words them from the catalogue. */
const text = (max: number) => z.string().trim().min(1, "VALUE_REQUIRED").max(max, "VALUE_TOO_LONG");

export const passwordSchema = z.string().min(8, "PASSWORD_WEAK").max(200, "VALUE_TOO_LONG");

/** First run: the owner, the workspace, its legal entity's name and its first brand. */
export const firstRunSchema = z.object({
  name: text(120),
  email: text(254),
  password: passwordSchema,
  workspace: text(80),
  brand: text(80),
  senderEmail: text(254).optional(),
  legalEntity: text(160).optional(),
  locale: z.enum(["en", "de"]).default("en"),
  timeZone: z.string().max(64).default("Europe/Berlin"),
});
export type FirstRun = z.output<typeof firstRunSchema>;
