import { env } from "../kernel";

/**
 * Whether the operator set up a mail server. The supervisor names the local mailbox by the same
 * variable, and its folder besides: then nothing leaves this machine.
 */
export function hasRealServer(): boolean {
  const { SMTP_URL, MAILBOX_DIR } = env();
  return SMTP_URL !== undefined && MAILBOX_DIR === undefined;
}

/** The mail server of the installation, as far as anybody may know it: never its credentials. */
export function installationServer() {
  const { SMTP_URL } = env();
  if (SMTP_URL === undefined || !hasRealServer()) return { kind: "mailbox" as const };
  const { protocol, hostname, port } = new URL(SMTP_URL);
  const usual = protocol === "smtps:" ? 465 : 587;
  return {
    kind: "server" as const,
    host: hostname.replace(/^\[|\]$/g, ""),
    port: Number(port || usual),
  };
}
