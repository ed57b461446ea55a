import { beforeEach, expect, test, vi } from "vitest";

beforeEach(() => {
  vi.resetModules();
  vi.unstubAllEnvs();
});

/** What the check of one variable says: null when it is accepted. */
async function fault(name: string, value: string): Promise<string | null> {
  vi.stubEnv(name, value);
  const { env } = await import("./env");
  try {
    env();
    return null;
  } catch (error) {
    return String(error);
  }
}

const MAIL_RULE = "must be smtp://host:port or smtps://host:port, with ?requireTLS= at most";

test.each([
  ["LOG_LEVEL", "foo", "must be debug, info, warn, error or silent"],
  ["SMTP_URL", "http://foo", MAIL_RULE],
  ["SMTP_URL", "smtp://", MAIL_RULE],
  ["SMTP_URL", "mail.example.com", MAIL_RULE],
  ["SMTP_URL", "smtp://mail.example.com?requireTLS=maybe", MAIL_RULE],
  ["SMTP_URL", "smtp://mail.example.com?ignoreTLS=true", MAIL_RULE],
  ["SMTP_PER_SECOND", "0", "must be a number from 1 to 10000"],
  ["MAIL_FROM", "nonsense", "must be an e-mail address or Name <address>"],
  ["MAIL_FROM", "Kairos, Ltd <a@b.example>", "must be an e-mail address or Name <address>"],
  ["MAIL_FROM", "Kairos <a@b.example> x", "must be an e-mail address or Name <address>"],
  ["RESEND_UNKNOWN", "opt_in,marketing", "may name opt_in and transactional, nothing else"],
  ["PORT", "70000", "must be a number from 1 to 65535"],
  ["BASE_URL", "ftp://kairos.example", "must be an http or https address"],
  ["DATABASE_URL", "mysql://x", "must be an address such as postgres://"],
  ["APP_SECRET", "hunter2", "must have at least 32 characters"],
])("%s=%s is refused in a sentence that tells the rule and no value", async (name, value, rule) => {
  const said = await fault(name, value);
  expect(said).toContain(`${name} ${rule}`);
  expect(said?.replaceAll(rule, "")).not.toContain(value);
});

test.each([
  ["LOG_LEVEL", ""],
  ["SMTP_URL", "smtp://127.0.0.1:2525"],
  ["SMTP_URL", "smtps://user:p%40ss@smtp.example.com:465"],
  ["SMTP_URL", "smtp://user:pass@smtp.example.com?requireTLS=false"],
  ["SMTP_PER_SECOND", "50"],
  ["MAIL_FROM", "no-reply@kairos.example"],
  ["MAIL_FROM", "Kairos <no-reply@kairos.localhost>"],
  ["MAIL_FROM", '"Kairos, Ltd" <no-reply@kairos.example>'],
])("%s=%s is accepted", async (name, value) => {
  expect(await fault(name, value)).toBeNull();
});
