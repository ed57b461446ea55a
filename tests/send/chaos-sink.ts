/**
 * A mail server that misbehaves by plan and is never killed: it keeps what it was given, and says so in
 * its own order of time. Environment: SINK (JSON, see SinkOrders).
 */
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import {
  answerAtDot,
  chance,
  type EnvelopeFault,
  envelopeFaultOf,
  type Fault,
  faultOf,
  refusalAt,
} from "./chaos-faults";

export interface SinkOrders {
  seed: number;
  /** It takes up to so long to answer DATA and the dot. */
  slownessMs: number;
}

/** A message that came whole, once for each time it came. */
export interface Arrival {
  messageId: string;
  to: string;
  /** On this process's monotonic clock, in milliseconds. */
  atMs: number;
  fault: Fault;
  /** It was taken, or may have been as far as anybody can tell from outside. */
  isKept: boolean;
}

/** A 5xx that was said whole. */
export interface SaidNo {
  /** Empty: said to MAIL, before anybody was named. */
  to: string;
  code: number;
  enhanced: string;
  /** Microseconds of this machine's clock, which is the database's, too. */
  at: number;
}

export interface SinkLog {
  arrivals: Arrival[];
  refusals: SaidNo[];
  /** To whom a message was cut off while it came; its dot may have been on its way. */
  cutOff: string[];
  /** How often each fault was played. */
  faults: Record<string, number>;
}

const { seed, slownessMs } = JSON.parse(process.env.SINK ?? "{}") as SinkOrders;
const END_OF_MESSAGE = "\r\n.\r\n";
const REFUSAL = /^(5\d\d) (\d\.\d\.\d) .*\r\n$/;
const log: SinkLog = { arrivals: [], refusals: [], cutOff: [], faults: {} };
const attempts = new Map<string, number>();
let connections = 0;

function played(fault: Fault | EnvelopeFault): void {
  if (fault !== "none") log.faults[fault] = (log.faults[fault] ?? 0) + 1;
}

function serve(socket: net.Socket): void {
  connections += 1;
  const connection = connections;
  const isPipelining = chance(seed, "pipelining", connection) < 0.8;
  // A server may close whenever it likes; often behind the back of an envelope that is on its way.
  const lastMessage = 5 + Math.floor(chance(seed, "ends", connection) * 120);
  let buffer = "";
  let to = "";
  let fault: Fault = "none";
  let isData = false;
  let isDeaf = false;
  let envelopes = 0;
  let messages = 0;
  let queue: Promise<void> = Promise.resolve();

  const say = (text: string): void => {
    if (socket.destroyed || text === "") return;
    const [, code, enhanced = ""] = REFUSAL.exec(text) ?? [];
    // Before it is said: what follows from it is later.
    if (code) log.refusals.push({ to, code: Number(code), enhanced, at: Date.now() * 1_000 });
    socket.write(text, "latin1");
  };
  const reset = (): void => {
    isDeaf = true;
    socket.resetAndDestroy();
  };
  const thinking = (what: string): Promise<void> =>
    sleep(slownessMs * chance(seed, what, connection, envelopes));

  /** Refuses with these words; 421 and silence end the connection. */
  function refuse(words: string): void {
    say(words);
    if (words === "") reset();
    else if (words.startsWith("421")) close();
  }

  function close(): void {
    isDeaf = true;
    socket.end();
  }

  function onMail(): void {
    envelopes += 1;
    to = "";
    const envelopeFault = envelopeFaultOf(seed, connection, envelopes);
    played(envelopeFault);
    if (envelopeFault === "none") say("250 2.1.0 ok\r\n");
    else if (envelopeFault === "mail-reset") reset();
    else refuse(`${envelopeFault.slice(5)} 4.3.0 not now\r\n`);
  }

  function onRecipient(line: string): void {
    to = /<([^>]*)>/.exec(line)?.[1] ?? "";
    const attempt = (attempts.get(to) ?? 0) + 1;
    attempts.set(to, attempt);
    fault = faultOf(seed, to, attempt);
    played(fault);
    const refusal = refusalAt("rcpt", fault);
    if (refusal === null) say("250 2.1.5 ok\r\n");
    else refuse(refusal);
  }

  async function onData(): Promise<void> {
    await thinking("data");
    const refusal = refusalAt("data", fault);
    if (refusal !== null) return refuse(refusal);
    if (refusalAt("rcpt", fault) !== null && fault !== "rcpt-550-then-354") {
      return say("503 5.5.1 no recipient\r\n");
    }
    isData = true;
    say("354 go on\r\n");
  }

  async function onCommand(line: string): Promise<void> {
    switch (line.slice(0, 4).toUpperCase()) {
      case "EHLO":
        return say(`250-chaos\r\n${isPipelining ? "250-PIPELINING\r\n" : ""}250 8BITMIME\r\n`);
      case "MAIL":
        return onMail();
      case "RCPT":
        return onRecipient(line);
      case "DATA":
        return onData();
      case "QUIT":
        say("221 2.0.0 bye\r\n");
        return close();
      default:
        return say("250 2.0.0 ok\r\n");
    }
  }

  async function onMessage(text: string): Promise<void> {
    isData = false;
    messages += 1;
    const { reply, isKept, after, byteMs } = answerAtDot(fault);
    const messageId = /^Message-ID:\s*(<[^>]*>)/im.exec(text.slice(0, 8_192))?.[1] ?? "";
    // What goes to nobody is not a message.
    if (fault !== "rcpt-550-then-354") {
      log.arrivals.push({ messageId, to, atMs: performance.now(), fault, isKept });
    }
    await thinking("dot");
    if (byteMs) await crawl(reply, byteMs);
    else say(reply);
    if (after === "reset") reset();
    else if (after === "end") close();
    else if (after === "hang") isDeaf = true;
    else if (messages >= lastMessage) close();
  }

  async function crawl(reply: string, byteMs: number): Promise<void> {
    for (const byte of reply) {
      if (socket.destroyed) return;
      say(byte);
      await sleep(byteMs);
    }
  }

  /** The next command or message, when all of it is there. */
  function next(): string | null {
    // A message without a byte is its dot alone.
    const mark = isData && !buffer.startsWith(".\r\n") ? END_OF_MESSAGE : "\r\n";
    const at = buffer.indexOf(mark);
    if (at < 0) return null;
    const piece = buffer.slice(0, at);
    buffer = buffer.slice(at + mark.length);
    return piece;
  }

  async function advance(): Promise<void> {
    while (!isDeaf) {
      if (isData && fault === "upload-reset" && buffer.length > 0) {
        log.cutOff.push(to);
        return reset();
      }
      const piece = next();
      if (piece === null) return;
      await (isData ? onMessage(piece) : onCommand(piece));
    }
  }

  socket.setNoDelay(true);
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => {
    buffer += chunk.toString("latin1");
    queue = queue.then(advance);
  });
  say("220 chaos ESMTP\r\n");
}

const server = net.createServer(serve);
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.({ port: typeof address === "object" && address ? address.port : 0 });
});
process.on("message", () => process.send?.(log));
process.on("disconnect", () => process.exit(0));
