import { TLSSocket } from "node:tls";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import { toAppError } from "../kernel";
import {
  type ConnectionFault,
  type ConnectionResult,
  replyOf,
  STEP_BY_ERROR,
  stepOf,
  type TestStep,
} from "./connection.core";
import { resolvePublic, type Target } from "./resolve";
import type { Security } from "./schemas";

const TIMEOUT_MS = 10_000;

/** A server with its password in the clear: never stored, logged or answered. */
export interface OpenServer {
  host: string;
  port: number;
  security: Security;
  username: string;
  password: string;
  ehloName: string;
}

/** Options of a connection to a judged address, for nodemailer's SMTPConnection. */
function connectionOptions(server: OpenServer, target: Target): SMTPConnection.Options {
  return {
    host: target.address,
    port: server.port,
    secure: server.security === "tls",
    requireTLS: server.security === "starttls",
    ignoreTLS: server.security === "none",
    ...(server.ehloName ? { name: server.ehloName } : {}),
    tls: {
      minVersion: "TLSv1.2",
      ...(target.servername ? { servername: target.servername } : {}),
    },
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  };
}

const failed = (step: TestStep, reply = ""): ConnectionResult => ({ ok: false, step, reply });

/** The library keeps the socket, which it replaces for STARTTLS, to itself. */
function tlsVersion(connection: SMTPConnection): string | null {
  const socket: unknown = Reflect.get(connection, "_socket");
  return socket instanceof TLSSocket ? socket.getProtocol() : null;
}

/** Connects, greets and signs in; says where it ended. Sends nothing. */
function converse(server: OpenServer, target: Target): Promise<ConnectionResult> {
  const connection = new SMTPConnection(connectionOptions(server, target));
  return new Promise((resolve) => {
    let tls: string | null = null;
    const end = (result: ConnectionResult) => {
      // Closing is reported as an end as well: the first answer is the one that counts.
      resolve(result);
      connection.close();
    };
    const fail = (fault: ConnectionFault) => end(failed(stepOf(fault), replyOf(fault)));
    connection.on("error", fail);
    connection.on("end", () => end(failed("protocol")));
    connection.connect(() => {
      tls = tlsVersion(connection);
      if (server.username === "") {
        connection.quit();
        return end({ ok: true, tls, isAuthenticated: false });
      }
      const credentials = { user: server.username, pass: server.password };
      connection.login({ credentials }, (error) => {
        if (error) return fail({ ...error, message: error.message, code: "EAUTH" });
        connection.quit();
        end({ ok: true, tls, isAuthenticated: true });
      });
    });
  });
}

/** Tries a mail server without sending anything. Never throws: what went wrong is the answer. */
export async function tryConnection(server: OpenServer): Promise<ConnectionResult> {
  try {
    const target = await resolvePublic(server.host);
    // A password would be readable on its way through networks of others.
    if (server.security === "none" && target.isPublic) return failed("insecure");
    return await converse(server, target);
  } catch (error) {
    const step = STEP_BY_ERROR[toAppError(error).code];
    if (step) return failed(step);
    throw error;
  }
}
