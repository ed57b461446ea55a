import { createHash } from "node:crypto";

/** What the server does to one message. `…-kept`: it has the message all the same; `…-lost`: it has not. */
export type Fault =
  | "none"
  | "rcpt-451"
  | "rcpt-550"
  | "rcpt-550-then-354"
  | "rcpt-reset"
  | "data-451"
  | "data-554"
  | "data-421"
  | "data-reset"
  | "upload-reset"
  | "dot-451"
  | "dot-550"
  | "dot-421"
  | "dot-reset-kept"
  | "dot-reset-lost"
  | "dot-half-kept"
  | "dot-half-lost"
  | "dot-garbage-kept"
  | "dot-hang-kept"
  | "dot-hang-lost"
  | "dot-crawl-kept"
  | "dot-drip";

const FAULTS: readonly Fault[] = [
  "rcpt-451",
  "rcpt-550",
  "rcpt-550-then-354",
  "rcpt-reset",
  "data-451",
  "data-554",
  "data-421",
  "data-reset",
  "upload-reset",
  "dot-451",
  "dot-550",
  "dot-421",
  "dot-reset-kept",
  "dot-reset-lost",
  "dot-half-kept",
  "dot-half-lost",
  "dot-garbage-kept",
  "dot-hang-kept",
  "dot-hang-lost",
  "dot-crawl-kept",
  "dot-drip",
];

/** What the server does to a connection before it knows a recipient. */
export type EnvelopeFault = "none" | "mail-451" | "mail-550" | "mail-421" | "mail-reset";
const ENVELOPE_FAULTS: readonly EnvelopeFault[] = [
  "mail-451",
  "mail-550",
  "mail-421",
  "mail-reset",
];

/** A number from 0 to 1 that follows from the words alone. */
export function chance(...words: readonly (string | number)[]): number {
  return createHash("sha1").update(words.join("\n")).digest().readUInt32BE(0) / 2 ** 32;
}

function pick<T>(from: readonly T[], at: number): T {
  return from[Math.floor(at * from.length)] as T;
}

/** The fault of one recipient's n-th attempt: the same in each run with this seed. */
export function faultOf(seed: number, address: string, attempt: number): Fault {
  const [isFault, which] = [
    chance(seed, address, attempt),
    chance(seed, address, attempt, "which"),
  ];
  return isFault < 0.045 ? pick(FAULTS, which) : "none";
}

/** The same for the n-th envelope of a connection. */
export function envelopeFaultOf(seed: number, connection: number, nth: number): EnvelopeFault {
  const which = chance(seed, "mail", connection, nth, "which");
  return chance(seed, "mail", connection, nth) < 0.004 ? pick(ENVELOPE_FAULTS, which) : "none";
}

interface DotAnswer {
  reply: string;
  /** The server has the message, whatever it says. */
  isKept: boolean;
  /** `reset`: after the reply, if any, the connection breaks. */
  after?: "reset" | "end" | "hang";
  /** Milliseconds from one byte of the reply to the next. */
  byteMs?: number;
}

const OK = "250 2.0.0 taken\r\n";
const ANSWERS: Partial<Record<Fault, DotAnswer>> = {
  "rcpt-550-then-354": { reply: "554 5.5.1 no valid recipients\r\n", isKept: false },
  "dot-451": { reply: "451 4.3.0 later\r\n", isKept: false },
  "dot-550": { reply: "550 5.7.1 not wanted\r\n", isKept: false },
  "dot-421": { reply: "421 4.3.2 closing\r\n", isKept: false, after: "end" },
  "dot-reset-kept": { reply: "", isKept: true, after: "reset" },
  "dot-reset-lost": { reply: "", isKept: false, after: "reset" },
  "dot-half-kept": { reply: "250 2.0", isKept: true, after: "end" },
  "dot-half-lost": { reply: "550 5.7.1 not wan", isKept: false, after: "end" },
  "dot-garbage-kept": { reply: "2x maybe\r\n", isKept: true, after: "end" },
  "dot-hang-kept": { reply: "", isKept: true, after: "hang" },
  "dot-hang-lost": { reply: "", isKept: false, after: "hang" },
  "dot-crawl-kept": { reply: OK, isKept: true, byteMs: 1_000 },
  "dot-drip": { reply: OK, isKept: true, byteMs: 30 },
};

export function answerAtDot(fault: Fault): DotAnswer {
  return ANSWERS[fault] ?? { reply: OK, isKept: true };
}

/** The refusal before any byte of the message, or null to go on. An empty one breaks the connection. */
export function refusalAt(step: "rcpt" | "data", fault: Fault): string | null {
  if (!fault.startsWith(`${step}-`)) return null;
  const said: Partial<Record<Fault, string>> = {
    "rcpt-451": "451 4.2.1 try later\r\n",
    "rcpt-550": "550 5.1.1 no such user\r\n",
    "rcpt-550-then-354": "550 5.1.1 no such user\r\n",
    "data-451": "451 4.3.0 busy\r\n",
    "data-554": "554 5.6.0 no\r\n",
    "data-421": "421 4.3.2 closing\r\n",
  };
  return said[fault] ?? "";
}
