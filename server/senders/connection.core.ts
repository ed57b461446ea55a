/** Where a try to connect ended; each has its sentence in `senders.servers.tests`. */
export const TEST_STEPS = [
  "forbidden",
  "unknown_host",
  "insecure",
  "refused",
  "unreachable",
  "timeout",
  "greeting",
  "tls_mismatch",
  "starttls",
  "certificate",
  "auth",
  "busy",
  "refuses",
  "protocol",
] as const;
export type TestStep = (typeof TEST_STEPS)[number];

/**
 * What keeps the sender from using a server, worded as the steps of a test are: besides those its settings
 * cannot be read, it says nothing, or the sender's own disk is full.
 */
export const TROUBLE_STEPS = [...TEST_STEPS, "unreadable", "silent", "disk_full"] as const;
export type TroubleStep = (typeof TROUBLE_STEPS)[number];

/** What keeps us from connecting at all, by the error's code. */
export const STEP_BY_ERROR: Readonly<Record<string, TestStep>> = {
  SMTP_HOST_FORBIDDEN: "forbidden",
  SMTP_HOST_UNKNOWN: "unknown_host",
  SMTP_TLS_REQUIRED: "insecure",
};

/** A stored step; one that this version does not know went wrong in some other way. */
export function troubleStep(code: string): TroubleStep {
  return TROUBLE_STEPS.find((one) => one === code) ?? "protocol";
}

/** What a try said: the version of TLS (null: none), or where it ended and what the server replied. */
export type ConnectionResult =
  | { ok: true; tls: string | null; isAuthenticated: boolean }
  | { ok: false; step: TestStep; reply: string };

/** A failure as nodemailer's SMTPConnection reports it. */
export interface ConnectionFault {
  code?: string | undefined;
  message: string;
  command?: string | undefined;
  response?: string | undefined;
  /** Of the response. */
  responseCode?: number | undefined;
}

const WANTS_SIGN_IN = new Set([530, 534, 535, 538]);

/** What a server's no means, whatever it answers: to sign in, to come again later, or not to come. */
export function stepOfReply(code: number): TestStep {
  if (WANTS_SIGN_IN.has(code)) return "auth";
  return code < 500 ? "busy" : "refuses";
}

/** Read in this order: a message about TLS also mentions the socket. */
const SIGNS: [RegExp, TestStep][] = [
  [/wrong version number|packet length too long|unknown protocol|record overflow/i, "tls_mismatch"],
  [/certificate|altnames|self.signed|CERT_/i, "certificate"],
  [/ECONNREFUSED/, "refused"],
  [/EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL/, "unreachable"],
  [/Greeting never received|Invalid greeting/i, "greeting"],
  [/timeout|ETIMEDOUT/i, "timeout"],
  [/STARTTLS/i, "starttls"],
];

const BY_CODE: Record<string, TestStep> = {
  EAUTH: "auth",
  ENOAUTH: "auth",
  ETIMEDOUT: "timeout",
  ETLS: "starttls",
  EDNS: "unknown_host",
};

/** Where a connection failed, from what the client library says of it. */
export function stepOf(fault: ConnectionFault): TestStep {
  const { code = "", message, command = "", responseCode = 0 } = fault;
  const isNo = responseCode >= 400 && responseCode < 600;
  if (isNo && (responseCode < 500 || command === "CONN")) return stepOfReply(responseCode);
  if (code === "EAUTH" || command.startsWith("AUTH")) return "auth";
  return SIGNS.find(([sign]) => sign.test(message))?.[1] ?? BY_CODE[code] ?? "protocol";
}

const SHOWN = 160;

/** What a server replied, in one short line: whatever answers at that port is not shown in full. */
export function replyOf({ response = "" }: ConnectionFault): string {
  return response
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .slice(0, SHOWN);
}
