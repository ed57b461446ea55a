import { once } from "node:events";
import net from "node:net";
import tls from "node:tls";
import { onTestFinished } from "vitest";
import { openClient } from "@/server/delivery/smtp-client";
import type { Sent, SmtpClient, SmtpTarget, Submission } from "@/server/delivery/smtp-types";

/** The server's side of one connection; a script reads and speaks line by line. */
export interface Peer {
  socket: net.Socket;
  /** What came, as it came: one entry a `data` event. */
  chunks: string[];
  /** The next line, without its line break. Never settles when the client has gone. */
  line(): Promise<string>;
  /** The message up to its dot, still with doubled dots. */
  message(): Promise<string>;
  /** When the end of a large message has come; it is not kept. */
  dot(): Promise<void>;
  say(text: string): void;
  /** 220 and the answer to EHLO. */
  greet(...offers: string[]): Promise<void>;
  /** Reads MAIL, RCPT and DATA and says yes to each; returns the lines. */
  envelope(): Promise<string[]>;
  /** A whole transaction with a yes to the dot; returns the message. */
  take(): Promise<string>;
  reset(): void;
}

function peerOf(socket: net.Socket): Peer {
  let buffer = "";
  let wake: () => void = () => undefined;
  const chunks: string[] = [];
  socket.setNoDelay(true);
  socket.on("error", () => undefined);
  socket.on("data", (chunk) => {
    const text = chunk.toString("latin1");
    chunks.push(text);
    buffer += text;
    wake();
  });
  async function until(mark: string): Promise<string> {
    for (;;) {
      const at = buffer.indexOf(mark);
      if (at >= 0) {
        const piece = buffer.slice(0, at);
        buffer = buffer.slice(at + mark.length);
        return piece;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
  async function dot(): Promise<void> {
    while (!buffer.endsWith("\r\n.\r\n")) {
      buffer = buffer.slice(-5);
      chunks.length = 0;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    buffer = "";
  }
  const peer: Peer = {
    socket,
    chunks,
    dot,
    line: () => until("\r\n"),
    message: () => until("\r\n.\r\n"),
    say: (text) => void socket.write(text),
    reset: () => socket.resetAndDestroy(),
    async greet(...offers) {
      peer.say("220 script.example ESMTP\r\n");
      await peer.line();
      const lines = ["script.example", ...offers];
      const last = lines.pop();
      peer.say(`${lines.map((line) => `250-${line}\r\n`).join("")}250 ${last}\r\n`);
    },
    async envelope() {
      const lines: string[] = [];
      for (const reply of ["250 2.1.0 Ok\r\n", "250 2.1.5 Ok\r\n", "354 Go ahead\r\n"]) {
        lines.push(await peer.line());
        peer.say(reply);
      }
      return lines;
    },
    async take() {
      await peer.envelope();
      const message = await peer.message();
      peer.say("250 2.0.0 Ok\r\n");
      return message;
    },
  };
  return peer;
}

/** A server that follows a script, once a connection; with a certificate, by TLS. */
export async function startScript(
  script: (peer: Peer) => Promise<unknown>,
  certificate?: { key: string; cert: string },
) {
  const sockets = new Set<net.Socket>();
  const begin = (socket: net.Socket): void => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    script(peerOf(socket)).catch((error: unknown) => server.emit("error", error));
  };
  const server: net.Server = certificate
    ? tls.createServer(certificate, begin)
    : net.createServer(begin);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const stop = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    if (!server.listening) return;
    server.close();
    await once(server, "close");
  };
  const bound = server.address();
  return { port: typeof bound === "object" && bound ? bound.port : 0, stop };
}

/** The port of a server that follows a script until the test ends. */
export async function serve(script: (peer: Peer) => Promise<unknown>): Promise<number> {
  const { port, stop } = await startScript(script);
  onTestFinished(stop);
  return port;
}

const OK = { code: 250, enhanced: "2.0.0", text: "Ok" };
/** What becomes of a message: taken, not even begun, or nobody knows. */
export const DELIVERED = { phase: "after", data: true, refused: false, reply: OK, step: "dot" };
export const UNTOUCHED = { phase: "before", data: false, refused: false, reply: null };
export const UNKNOWN = { phase: "after", data: true, refused: false, reply: null };

/** A target on this machine; what hangs is given up after 300 ms. */
export function localTarget(port: number, given: Partial<SmtpTarget> = {}): SmtpTarget {
  return {
    key: "",
    host: "127.0.0.1",
    port,
    secure: false,
    auth: null,
    timeouts: { connect: 2_000, socket: 300 },
    ...given,
  };
}

/** A message to `to`, long enough to be more than its last chunk; what happens to it is kept. */
export interface TestLetter extends Submission {
  sent: Sent[];
  /** What was called, in order. */
  calls: string[];
  /** The first `done`. */
  settled: Promise<Sent>;
}

export function letter(to: string, given: Partial<Submission> = {}): TestLetter {
  const sent: Sent[] = [];
  const calls: string[] = [];
  let settle: (sent: Sent) => void = () => undefined;
  const settled = new Promise<Sent>((resolve) => {
    settle = resolve;
  });
  return {
    idempotencyKey: given.idempotencyKey ?? `<${to}>`,
    envelope: given.envelope ?? { from: "bounce@nord.example", to },
    raw: given.raw ?? Buffer.from(`To: ${to}\r\n\r\n${"0123456789 ".repeat(90)}end of ${to}\r\n`),
    intent() {
      calls.push("intent");
      return given.intent ? given.intent() : Promise.resolve(true);
    },
    dot() {
      calls.push("dot");
      given.dot?.();
    },
    done(result) {
      calls.push("done");
      sent.push(result);
      given.done?.(result);
      settle(result);
    },
    sent,
    calls,
    settled,
  };
}

/** Opens a client over letters, and closes it when the test ends. */
export async function clientOver(target: SmtpTarget, letters: Submission[]): Promise<SmtpClient> {
  const client = await openClient(target, () => letters.shift() ?? null);
  onTestFinished(() => client.close());
  return client;
}
