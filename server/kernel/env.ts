import { z } from "zod";
import { canonicalAddress } from "./address";

const optional = z.preprocess((value) => (value === "" ? undefined : value), z.string().optional());

const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: "must be an address such as postgres://user:password@host:5432/name",
});
const PORT_RULE = "must be a number from 1 to 65535";
const port = z.coerce.number(PORT_RULE).int(PORT_RULE).min(1, PORT_RULE).max(65535, PORT_RULE);

function isMailServer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, searchParams } = new URL(text);
  // What is not understood must not be believed: an option about TLS that is left out weakens it.
  const isKnown = [...searchParams].every(
    ([name, value]) => name === "requireTLS" && /^(?:true|false)$/.test(value),
  );
  // A scheme of its own may have no host at all: smtp:///x is an address to the parser.
  return /^smtps?:$/.test(protocol) && hostname !== "" && isKnown;
}

/** `address` or `Name <address>`; a name with a comma or the like needs quotes (RFC 5322). */
function isSender(text: string): boolean {
  const [, inBrackets] = /^(?:"[^"\\]*"|[^"<>,;:@()\\]*)\s*<([^<>]+)>$/.exec(text.trim()) ?? [];
  return canonicalAddress(inBrackets ?? text).ok;
}

type ResendKind = "opt_in" | "transactional";

/**
 * Every variable a Kairos process reads, validated once at start. `.env.example` explains each;
 * the supervisor (`scripts/start.mjs`) fills those that an operator leaves out.
 */
export const envSchema = z.object({
  NODE_ENV: z
    .enum(["production", "development", "test"], "must be production, development or test")
    .default("production"),
  /** Connection of this process under its own role (web or worker); never the owner. */
  APP_DATABASE_URL: postgresUrl.optional(),
  /** Administrative connection: only the migrate step and the admin commands have it. */
  DATABASE_URL: postgresUrl.optional(),
  DB_ROLE_PREFIX: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,40}$/, "must be lower-case letters, digits and _")
    .default("kairos"),
  /** The one secret; every key is derived from it (HKDF), see `crypto.ts`. */
  APP_SECRET: z.string("is missing").min(32, "must have at least 32 characters"),
  BASE_URL: z
    .url({ protocol: /^https?$/, error: "must be an http or https address" })
    .default("http://localhost:3000")
    .transform((url) => url.replace(/\/+$/, "")),
  PORT: port.default(3000),
  HOST: z.string().default("127.0.0.1"),
  DATA_DIR: z.string().min(1).default(".data"),
  SMTP_URL: z
    .string()
    .refine(
      isMailServer,
      "must be smtp://host:port or smtps://host:port, with ?requireTLS= at most",
    )
    .optional(),
  /** Development: mail servers of a workspace may stand in private networks and on this machine. */
  ALLOW_PRIVATE_SMTP: z.enum(["0", "1"], "must be 0 or 1").default("0"),
  /** Connections at once to the mail server of SMTP_URL. */
  SMTP_CONNECTIONS: z.coerce
    .number("must be a number from 1 to 200")
    .int("must be a number from 1 to 200")
    .min(1, "must be a number from 1 to 200")
    .max(200, "must be a number from 1 to 200")
    .default(20),
  /** Kinds of mail that are sent once more when nobody knows whether they arrived. */
  RESEND_UNKNOWN: z
    .string()
    .default("")
    .transform((text) => (text === "" ? [] : text.split(",").map((kind) => kind.trim())))
    .refine(
      (kinds): kinds is ResendKind[] =>
        kinds.every((kind) => /^(opt_in|transactional)$/.test(kind)),
      "may name opt_in and transactional, nothing else",
    ),
  /** Messages a second to the mail server of SMTP_URL, all workers together. */
  SMTP_PER_SECOND: z.coerce
    .number("must be a number from 1 to 10000")
    .int("must be a whole number from 1 to 10000")
    .min(1, "must be a number from 1 to 10000")
    .max(10_000, "must be a number from 1 to 10000")
    .optional(),
  /** Sender of system mail (invitations, sign-in links). */
  MAIL_FROM: z
    .string()
    .refine(isSender, "must be an e-mail address or Name <address>")
    .default("Kairos <no-reply@kairos.localhost>"),
  /** Folder of the local mail sink; set only when no SMTP server is configured. */
  MAILBOX_DIR: optional,
  MAILBOX_SMTP_PORT: port.optional(),
  OIDC_ISSUER: optional,
  OIDC_CLIENT_ID: optional,
  OIDC_CLIENT_SECRET: optional,
  OIDC_NAME: z.string().default("Single sign-on"),
  /** Where the operator typed a command; npm sets it, relative paths are meant from there. */
  INIT_CWD: optional,
  LOG_LEVEL: z
    .enum(
      ["debug", "info", "warn", "error", "silent"],
      "must be debug, info, warn, error or silent",
    )
    .default("info"),
  /** Tests only: offers English with invisible marks around each text of the catalogues. */
  MARKED_TEXTS: z.enum(["0", "1"], "must be 0 or 1").default("0"),
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
