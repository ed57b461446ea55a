import { parseConnectionUrl } from "nodemailer/lib/shared";
import type { SmtpTarget } from "./smtp-types";

/** RFC 5321 4.5.3.2.6: ten minutes for the answer to the dot; giving up early makes unknowns. */
export const TIMEOUTS = { connect: 10_000, socket: 600_000 };

/** The mail server an operator names. */
export interface OperatorServer {
  url: string;
  isLocalMailbox: boolean;
}

/**
 * The mail server of SMTP_URL. The local mailbox gets the label as the user name, so that it can
 * tell whose mail it is; a real server gets the URL's credentials.
 */
export function smtpTarget(from: OperatorServer, label: string, timeouts = TIMEOUTS): SmtpTarget {
  const { host, port, secure, auth } = parseConnectionUrl(from.url);
  const { user, pass } = auth ?? {};
  const own = user && pass ? { user, pass } : null;
  const isSecure = secure === true;
  return {
    key: from.isLocalMailbox ? label : "",
    host: host ?? "localhost",
    port: Number(port ?? (isSecure ? 465 : 587)),
    secure: isSecure,
    auth: from.isLocalMailbox ? { user: label, pass: "local" } : own,
    timeouts,
  };
}
