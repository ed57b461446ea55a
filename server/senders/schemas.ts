import { z } from "zod";
import { canonicalAddress } from "../kernel/address";
import { isHostName, isIpAddress } from "./address.core";

export { type WarmUpPlan, warmUpDays } from "./warm-up.core";

/* Messages are error codes, worded from the catalogue, in forms as in the API. */

const CONTROL = /\p{Cc}/u;

const line = (max: number) =>
  z
    .string()
    .refine((text) => !CONTROL.test(text), "HEADER_CRLF")
    .trim()
    .max(max, "VALUE_TOO_LONG");

const count = (min: number, max: number) =>
  z.number("VALUE_NUMBER").int("VALUE_NUMBER").min(min, "LIMIT_RANGE").max(max, "LIMIT_RANGE");

/** Room for `<selector>._domainkey.` before it. */
const DOMAIN_MAX = 220;

/** A domain in A-labels and lower case; null when it is none. A dot at its end is forgiven. */
export function canonicalDomain(given: string): string | null {
  const verdict = canonicalAddress(`x@${given.trim().replace(/\.$/, "")}`);
  return verdict.ok ? verdict.address.slice(2) : null;
}

const domain = z
  .string()
  .trim()
  .min(1, "VALUE_REQUIRED")
  .max(DOMAIN_MAX, { error: "VALUE_TOO_LONG", abort: true })
  .refine((text) => canonicalDomain(text) !== null, "DOMAIN_INVALID");

/** @public */
export const domainSchema = z.object({ domain });

/**
 * A ramp, see `warm-up.core.ts`.
 * @public
 */
export const warmUpSchema = z.object({
  startOn: z.iso.date("VALUE_DATE"),
  first: count(1, 100_000),
  growth: count(10, 300),
  target: count(2, 10_000_000),
});

/** @public */
export const SMTP_PORTS = [587, 465, 2525, 25] as const;
/** @public */
export const SECURITIES = ["starttls", "tls", "none"] as const;
export type Security = (typeof SECURITIES)[number];

const FORBIDDEN = "SMTP_HOST_FORBIDDEN";

/**
 * A mail server. Whether its host may be connected to, the server decides (`servers.ts`): that
 * depends on the installation. An empty password leaves the stored one as it is.
 * @public
 */
export const serverSchema = z.object({
  name: line(80).min(1, "VALUE_REQUIRED"),
  host: z
    .string()
    .min(1, "VALUE_REQUIRED")
    .max(253, { error: "VALUE_TOO_LONG", abort: true })
    .refine((text) => isHostName(text) || isIpAddress(text), FORBIDDEN),
  port: z.literal(SMTP_PORTS, FORBIDDEN),
  security: z.enum(SECURITIES, "INPUT_INVALID"),
  username: line(254),
  password: z
    .string()
    .max(500, "VALUE_TOO_LONG")
    .refine((text) => !CONTROL.test(text), "HEADER_CRLF"),
  ehloName: z
    .string()
    .max(253, "VALUE_TOO_LONG")
    .refine((text) => text === "" || isHostName(text), FORBIDDEN),
  perSecond: count(1, 1_000).nullable(),
  connections: count(1, 50),
});
export type ServerInput = z.output<typeof serverSchema>;

/** @public */
export const ROUTE_KINDS = ["marketing", "transactional", "opt_in"] as const;

/**
 * One rule: the servers for a brand and a kind (null: any) in the order in which they are tried.
 * @public
 */
export const routeSchema = z.object({
  brandId: z.uuid().nullable(),
  kind: z.enum(ROUTE_KINDS, "INPUT_INVALID").nullable(),
  serverIds: z
    .array(z.uuid())
    .min(1, "VALUE_REQUIRED")
    .max(10, "INPUT_INVALID")
    .refine((ids) => new Set(ids).size === ids.length, "INPUT_INVALID"),
});
export type RouteInput = z.output<typeof routeSchema>;

/** @public */
export const limitSchema = z.object({ domain, perMinute: count(1, 100_000) });

/**
 * Mailbox providers with a careful pace a minute; offered, none is set from the start.
 * @public
 */
export const LIMIT_PRESETS = [
  { domain: "gmail.com", perMinute: 600 },
  { domain: "outlook.com", perMinute: 300 },
  { domain: "hotmail.com", perMinute: 300 },
  { domain: "yahoo.com", perMinute: 300 },
  { domain: "icloud.com", perMinute: 300 },
  { domain: "gmx.de", perMinute: 120 },
  { domain: "web.de", perMinute: 120 },
  { domain: "t-online.de", perMinute: 60 },
] as const;
