import { parseConnectionUrl } from "nodemailer/lib/shared";
import type { SmtpTarget } from "./smtp-types";

/**
 * RFC 5321, 4.5.3.2: ten minutes for the answer to the dot, where giving up early makes unknowns, and five for
 * any other.
 */
export const TIMEOUTS = { connect: 10_000, command: 300_000, socket: 600_000 };

/** The mail server an operator names. */
export interface OperatorServer {
  url: string;
  isLocalMailbox: boolean;
  /** Messages a second, all workers together; without it as fast as it goes. */
  perSecond?: number | undefined;
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i;

/**
 * Whether a connection needs TLS: it is never left out where a password would go over a network, unless the
 * operator says so (`?requireTLS=false`).
 */
function needsTls(
  given: { requireTLS?: unknown; host?: string | undefined },
  hasPassword: boolean,
) {
  if (typeof given.requireTLS === "boolean") return given.requireTLS;
  return hasPassword && !LOOPBACK.test(given.host ?? "localhost");
}

/**
 * The mail server of SMTP_URL. The local mailbox gets the label as the user name, so that it can
 * tell whose mail it is; a real server gets the URL's credentials.
 */
export function smtpTarget(
  from: OperatorServer,
  label: string,
  timeouts: SmtpTarget["timeouts"] = TIMEOUTS,
): SmtpTarget {
  const given = parseConnectionUrl(from.url);
  const { host, port, secure, auth } = given;
  const { user, pass } = auth ?? {};
  const own = user && pass ? { user, pass } : null;
  const isSecure = secure === true;
  return {
    key: from.isLocalMailbox ? label : "",
    host: host ?? "localhost",
    port: Number(port ?? (isSecure ? 465 : 587)),
    secure: isSecure,
    requireTls: !isSecure && needsTls(given, own !== null),
    auth: from.isLocalMailbox ? { user: label, pass: "local" } : own,
    timeouts,
  };
}
