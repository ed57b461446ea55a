import { Readable } from "node:stream";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import { type Phase, parseReply, type Reply } from "./outcome.core";

/** Where mail goes and as whom; links with the same `key` are interchangeable. */
export interface SmtpTarget {
  key: string;
  host: string;
  port: number;
  /** TLS from the first byte; otherwise STARTTLS whenever the server offers it. */
  secure: boolean;
  auth: { user: string; pass: string } | null;
  timeouts: { connect: number; socket: number };
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
  data: boolean;
  /** The intent was refused: the socket was closed before the message's last byte. */
  refused: boolean;
}

/** One kept-open connection. */
export interface SmtpLink {
  readonly isOpen: boolean;
  /** How many messages it took before: a used link may have been closed by the server meanwhile. */
  readonly uses: number;
  /**
   * MAIL, one RCPT, DATA. After 354 `intent` runs; only when it says true do the message and the
   * dot follow. Never rejects because of the server: what happened is in the answer.
   */
  send(envelope: Envelope, raw: Buffer, intent: () => Promise<boolean>): Promise<Sent>;
  close(): void;
}

interface SmtpError extends Error {
  code?: string;
  response?: string;
}

/** Only an answer to one of our commands is a reply; what a broken connection left behind is not. */
function replyOf(error: SmtpError): Reply | null {
  if (error.code !== "EENVELOPE" && error.code !== "EMESSAGE") return null;
  if (error.code === "EMESSAGE" && !error.response) {
    return { code: 552, enhanced: "5.3.4", text: "Larger than the server accepts." };
  }
  return parseReply(error.response);
}

function connect(connection: SMTPConnection, target: SmtpTarget): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: SmtpError): void => {
      connection.close();
      reject(new SmtpUnavailable(error.code ?? "ECONNECTION", { cause: error }));
    };
    connection.once("error", fail);
    connection.once("end", () => fail(new Error("closed")));
    connection.connect((error) => {
      if (error) return fail(error);
      if (!target.auth) return resolve();
      connection.login({ ...target.auth }, (refused) => (refused ? fail(refused) : resolve()));
    });
  });
}

/** Opens, greets, secures and signs in. Rejects with SmtpUnavailable. */
export async function openLink(target: SmtpTarget): Promise<SmtpLink> {
  const connection = new SMTPConnection({
    host: target.host,
    port: target.port,
    secure: target.secure,
    connectionTimeout: target.timeouts.connect,
    greetingTimeout: target.timeouts.connect,
    socketTimeout: target.timeouts.socket,
    socketCloseTimeout: 1_000,
  });
  let isOpen = true;
  let uses = 0;
  // Stays for good: an idle connection that breaks must not take the process with it.
  connection.on("error", () => undefined);
  connection.on("end", () => {
    isOpen = false;
  });
  await connect(connection, target);
  const close = (): void => {
    isOpen = false;
    connection.close();
  };

  function send(envelope: Envelope, raw: Buffer, intent: () => Promise<boolean>): Promise<Sent> {
    uses += 1;
    return new Promise((resolve, reject) => {
      let phase: Phase = "before";
      let data = false;
      let asking: Promise<boolean> = Promise.resolve(false);
      let isSettled = false;
      const settle = (reply: Reply | null, refused = false): void => {
        if (isSettled) return;
        isSettled = true;
        connection.off("end", onEnd);
        const sent: Sent = { phase, reply, data, refused };
        // In the middle of DATA a connection is good for nothing else; and nothing more may follow.
        if (data && (phase === "before" || reply === null)) close();
        // A commit under way decides what state the row is in, so its end is awaited.
        asking.then(() => resolve(sent), reject);
      };
      // Our own close() drops the callback of a send under way; this is what tells us then. The
      // callback of an error comes right after the event, and knows more: let it go first.
      const onEnd = (): void => void setImmediate(() => settle(null));
      connection.once("end", onEnd);

      const stream = new Readable({
        // The last byte is asked for only when those before it have moved on.
        highWaterMark: 1,
        read() {
          if (data) {
            phase = "after";
            this.push(raw.subarray(-1));
            this.push(null);
            return;
          }
          // The first read happens when the server has said 354.
          data = true;
          asking = intent();
          asking.then(
            (isGranted) => {
              if (!isGranted) settle(null, true);
              else if (!this.destroyed) this.push(raw.subarray(0, -1));
            },
            () => settle(null),
          );
        },
      });
      connection.send({ ...envelope, to: [envelope.to], size: raw.length }, stream, (error, info) =>
        settle(error ? replyOf(error) : parseReply(info?.response)),
      );
    });
  }

  /** After a refused envelope the transaction is still open; RSET ends it or the link ends. */
  async function clean(sent: Sent): Promise<Sent> {
    if (!isOpen || sent.data) return sent;
    await new Promise<void>((resolve) => {
      connection.once("end", resolve);
      connection.reset((error) => {
        connection.off("end", resolve);
        if (error) close();
        resolve();
      });
    });
    return sent;
  }

  return {
    get isOpen() {
      return isOpen;
    },
    get uses() {
      return uses;
    },
    send: async (envelope, raw, intent) => clean(await send(envelope, raw, intent)),
    close,
  };
}
