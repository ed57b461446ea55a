import type { Socket } from "node:net";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import { type Offers, offersOf } from "./smtp-commands";
import { type SmtpTarget, SmtpUnavailable } from "./smtp-types";

/**
 * What is private in nodemailer's connection and used here all the same. Setting up (addresses of
 * both families, TLS, five kinds of AUTH) is done well there and rarely; sending is ours. A test
 * of smtp-connect fails when an upgrade renames any of these.
 */
interface Insides {
  _socket: Socket | false | null;
  /** The answer to the last EHLO without codes and greeting; missing after HELO. */
  _ehloLines?: string[];
  /** Received and not yet looked at. */
  _remainder: string;
  _responseQueue: string[];
  _onSocketData: (chunk: Buffer) => void;
  _onSocketError: (error: Error) => void;
  _onSocketClose: () => void;
  _onSocketEnd: () => void;
  _onSocketTimeout: () => void;
  _onConnectionSocketError: (error: Error) => void;
}

/** A connection that is greeted, secured and signed in; paused, with no listener but for errors. */
export interface Ready {
  socket: Socket;
  offers: Offers;
}

/** A server may think for a while about credentials, but not for as long as about a message. */
const LONGEST_SILENCE = 30_000;
const KEEP_ALIVE = 30_000;

/** Takes the socket away from nodemailer, which hears nothing of it any more. */
function takeOver(connection: SMTPConnection): Ready {
  const insides = connection as unknown as Insides;
  const { _socket: socket } = insides;
  if (!socket) throw new Error("closed");
  // Whoever speaks unasked would be one reply ahead of us for ever after.
  if (insides._remainder !== "" || insides._responseQueue.length > 0) {
    throw Object.assign(new Error("unasked"), { code: "EPROTOCOL" });
  }
  socket.pause();
  // Stays for good: a connection that breaks must never take the process with it.
  socket.on("error", () => undefined);
  socket.off("data", insides._onSocketData);
  socket.off("error", insides._onSocketError);
  socket.off("error", insides._onConnectionSocketError);
  socket.off("close", insides._onSocketClose);
  socket.off("end", insides._onSocketEnd);
  socket.off("timeout", insides._onSocketTimeout);
  socket.setTimeout(0);
  // Or each dot would wait 40 ms for the acknowledgement of what went before it.
  socket.setNoDelay(true);
  socket.setKeepAlive(true, KEEP_ALIVE);
  return { socket, offers: offersOf(insides._ehloLines ?? []) };
}

/** Opens, greets, secures and signs in. Rejects with SmtpUnavailable. */
export function connectTo(target: SmtpTarget): Promise<Ready> {
  const { timeouts } = target;
  const connection = new SMTPConnection({
    host: target.host,
    port: target.port,
    secure: target.secure,
    name: target.name,
    requireTLS: target.requireTls,
    ignoreTLS: target.ignoreTls,
    tls: target.tlsOptions,
    connectionTimeout: timeouts.connect,
    greetingTimeout: timeouts.connect,
    socketTimeout: Math.min(timeouts.socket, Math.max(timeouts.connect, LONGEST_SILENCE)),
    socketCloseTimeout: 1_000,
  });
  return new Promise((resolve, reject) => {
    const fail = (error: Error & { code?: string }): void => {
      // First: closing emits "end", which knows nothing of the reason.
      reject(new SmtpUnavailable(error.code ?? "ECONNECTION", { cause: error }));
      connection.close();
    };
    connection.on("error", fail);
    connection.once("end", () => fail(new Error("closed")));
    const ready = (): void => {
      try {
        resolve(takeOver(connection));
      } catch (error) {
        fail(error instanceof Error ? error : new Error("unknown"));
      }
    };
    connection.connect((error) => {
      if (error) return fail(error);
      if (!target.auth) return ready();
      connection.login({ ...target.auth }, (refused) => (refused ? fail(refused) : ready()));
    });
  });
}
