import { z } from "zod";

const optional = z.preprocess((value) => (value === "" ? undefined : value), z.string().optional());

/**
 * Every variable a Kairos process reads, validated once at start. `.env.example` explains each;
 * the supervisor (`scripts/start.mjs`) fills those that an operator leaves out.
 */
export const envSchema = z.object({
  NODE_ENV: z.enum(["production", "development", "test"]).default("production"),
  /** Connection of this process under its own role (web or worker); never the owner. */
  APP_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** Administrative connection: only the migrate step and the admin commands have it. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DB_ROLE_PREFIX: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,40}$/, "lower-case letters, digits and _ only")
    .default("kairos"),
  /** The one secret; every key is derived from it (HKDF), see `crypto.ts`. */
  APP_SECRET: z.string().min(32, "must have at least 32 characters"),
  BASE_URL: z.url({ protocol: /^https?$/ }).default("http://localhost:3000"),
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  HOST: z.string().default("127.0.0.1"),
  DATA_DIR: z.string().min(1).default(".data"),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  /** Sender of system mail (invitations, sign-in links). */
  MAIL_FROM: z.string().default("Kairos <no-reply@kairos.localhost>"),
  /** Folder of the local mail sink; set only when no SMTP server is configured. */
  MAILBOX_DIR: optional,
  MAILBOX_SMTP_PORT: z.coerce.number().int().min(1).max(65535).optional(),
  OIDC_ISSUER: optional,
  OIDC_CLIENT_ID: optional,
  OIDC_CLIENT_SECRET: optional,
  OIDC_NAME: z.string().default("Single sign-on"),
  /** Where the operator typed a command; npm sets it, relative paths are meant from there. */
  INIT_CWD: optional,
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  /** Tests only: offers the pseudo locale that shows strings outside the catalogues. */
  PSEUDO_LOCALE: z.enum(["0", "1"]).default("0"),
});

export type Env = z.infer<typeof envSchema>;

let cached: Env | undefined;

/**
 * The validated environment. Throws one readable sentence that names every bad variable;
 * values are never printed.
 */
export function env(): Env {
  if (cached) return cached;
  // An empty variable means "not set": shells and .env files switch one off that way.
  const given = Object.entries(process.env).filter(([, value]) => value !== "");
  const parsed = envSchema.safeParse(Object.fromEntries(given));
  if (!parsed.success) {
    const faults = parsed.error.issues.map((i) => `${i.path.join(".")} ${i.message}`);
    throw new Error(`The environment is not valid: ${faults.join("; ")}. See .env.example.`);
  }
  cached = parsed.data;
  return cached;
}
