import type { AnsweredStep, Phase, Reply } from "./outcome.core";

/** Where mail goes and as whom; connections with the same `key` are interchangeable. */
export interface SmtpTarget {
  key: string;
  host: string;
  port: number;
  /** TLS from the first byte; otherwise STARTTLS whenever the server offers it. */
  secure: boolean;
  auth: { user: string; pass: string } | null;
  /**
   * `socket` is how long the answer to a dot is waited for; `command`, by default as long, any other reply
   * and the draining of one write.
   */
  timeouts: { connect: number; command?: number; socket: number };
  /** The name said in EHLO; by default the machine's. */
  name?: string;
  /** Not even STARTTLS: whoever says so may have a certificate that nobody vouches for. */
  ignoreTls?: boolean;
  /** Without TLS no connection at all. */
  requireTls?: boolean;
  /** By default a certificate has to be valid for the host. */
  tlsOptions?: { rejectUnauthorized?: boolean; servername?: string };
}

/** The server cannot be used at all: not reachable, no TLS, credentials refused. */
export class SmtpUnavailable extends Error {
  override readonly name = "SmtpUnavailable";
}

export interface Envelope {
  from: string;
  to: string;
}

/** What came of one attempt. `data` says whether the server asked for the message (354). */
export interface Sent {
  phase: Phase;
  reply: Reply | null;
  /** What the reply answers; without it the message as a whole, which is all that a service can say. */
  step?: AnsweredStep;
  data: boolean;
  /** The intent was refused: the socket was closed without the dot. */
  refused: boolean;
  /** Why the intent rejected, or what `dot` threw: the dot was not written. */
  failed?: unknown;
  /**
   * The receiver took nothing and asks us to slow down for so long. Nothing is wrong with this message, so
   * that the attempt does not count.
   */
  retryAfterMs?: number;
  /** What a service calls the message that it took. */
  providerMessageId?: string;
}

/** One message for the wire. */
export interface Submission {
  /** The same for every attempt of a message: for receivers that drop what they have by it. */
  idempotencyKey: string;
  envelope: Envelope;
  /** Lines end in CRLF. */
  raw: Buffer;
  /** None of its lines begins with a dot: then they are not looked through for one. */
  isDotFree?: boolean;
  /**
   * Asked when the server said 354 and the kernel has all but the last chunk. False or a
   * rejection: the socket is closed without the dot.
   */
  intent(): Promise<boolean>;
  /**
   * Called right before the last chunk and the dot are written, in the same tick. If it throws,
   * they are not written and the socket is closed.
   */
  dot(): void;
  /**
   * Exactly once, with what happened. Never throws. An intent under way when the connection ends
   * is waited for first, because it decides what state the message is in.
   */
  done(sent: Sent): void;
}

/** One kept-open connection, which takes its messages itself. */
export interface SmtpClient {
  readonly isOpen: boolean;
  /**
   * How many messages the server got whole or refused. When a later one ends unanswered and
   * before DATA, it is not to blame: the server had closed an idle connection, or failed at the
   * message before. Take another connection.
   */
  readonly uses: number;
  /** Tells an idle client that its source may have something now. */
  pull(): void;
  /** Ends the connection at once: what is under way is settled by its phase. */
  close(): void;
  /** When the connection is over, whoever ended it, and all that it had taken is settled. */
  readonly ended: Promise<void>;
}
