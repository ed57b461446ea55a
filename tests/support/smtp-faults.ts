import { once } from "node:events";
import net from "node:net";
import { onTestFinished } from "vitest";

/** What the server does with one recipient's message. `…-kept` counts as arrived, `…-lost` not. */
export type Fault =
  | "none"
  | "rcpt-550"
  | "rcpt-451"
  | "rcpt-421"
  | "rcpt-503"
  | "rcpt-grey"
  | "rcpt-reset"
  | "data-554"
  | "reset-at-354"
  | "dot-550"
  | "dot-451"
  | "dot-421"
  | "dot-slow-down"
  | "dot-reset-kept"
  | "dot-reset-lost"
  | "dot-hang"
  | "dot-half-250"
  | "dot-half-550"
  | "dot-garbage"
  | "dot-two-garbage";

interface Answer {
  reply: string;
  /** The message counts as arrived. */
  isKept?: boolean;
  /** Closes after the reply; without a reply, resets. */
  ends?: boolean;
  /** Says nothing any more, whatever comes. */
  hangs?: boolean;
}

const AT_RCPT: Partial<Record<Fault, Answer>> = {
  "rcpt-550": { reply: "550 5.1.1 No such user\r\n" },
  "rcpt-451": { reply: "451 4.2.1 Try later\r\n" },
  "rcpt-421": { reply: "421 4.7.0 Too much from you\r\n", ends: true },
  "rcpt-503": { reply: "503 5.5.1 Not like this\r\n" },
  "rcpt-grey": { reply: "451 4.7.1 Greylisted\r\n" },
  "rcpt-reset": { reply: "", ends: true },
};

const AT_DOT: Partial<Record<Fault, Answer>> = {
  "dot-550": { reply: "550 5.7.1 Not wanted\r\n" },
  "dot-451": { reply: "451 4.3.0 Later\r\n" },
  "dot-421": { reply: "421 4.3.2 Closing\r\n", ends: true },
  "dot-slow-down": { reply: "450 4.7.0 Slow down\r\n" },
  "dot-reset-kept": { reply: "", isKept: true, ends: true },
  "dot-reset-lost": { reply: "", ends: true },
  "dot-hang": { reply: "", isKept: true, hangs: true },
  "dot-half-250": { reply: "250 2.0", isKept: true, ends: true },
  "dot-half-550": { reply: "550 5.7.1 Not wan", isKept: true, ends: true },
  "dot-garbage": { reply: "hello there\r\n", isKept: true, ends: true },
  "dot-two-garbage": { reply: "2x maybe\r\n", isKept: true, ends: true },
};

const OK: Answer = { reply: "250 2.0.0 Ok\r\n" };
const KEPT: Answer = { ...OK, isKept: true };

export interface FaultServer {
  port: number;
  /** Addresses whose message arrived whole, one entry a copy. */
  copies: string[];
  /** Addresses of which any part of a message came, whole or not. */
  begun: Set<string>;
}

type Choose = (address: string, attempt: number) => Fault | Promise<Fault>;

/** How the server is to everybody. */
interface Conduct {
  /** Lines of its answer to EHLO. */
  offers?: readonly string[];
  /** What it says to MAIL instead of yes. */
  mail?: string;
}

function say(socket: net.Socket, { reply, ends }: Answer): void {
  if (!ends) {
    if (reply) socket.write(reply);
  } else if (reply) socket.end(reply);
  else socket.resetAndDestroy();
}

/** One connection: commands until DATA, then a message until its dot. */
function serve(
  socket: net.Socket,
  to: { log: FaultServer; choose: (a: string) => Promise<Fault> } & Required<Conduct>,
) {
  let buffer = "";
  let address = "";
  let fault: Fault = "none";
  let isData = false;
  let isHung = false;
  let queue = Promise.resolve();

  const verbs: Record<string, (line: string) => Promise<Answer>> = {
    MAIL: async () => (to.mail ? { reply: `${to.mail}\r\n` } : OK),
    RCPT: async (line) => {
      address = /<([^>]*)>/.exec(line)?.[1] ?? "";
      fault = await to.choose(address);
      return AT_RCPT[fault] ?? OK;
    },
    DATA: async () => {
      if (AT_RCPT[fault]) return { reply: "503 5.5.1 No recipient\r\n" };
      if (fault === "data-554") return { reply: "554 5.6.0 No\r\n" };
      isData = true;
      socket.write("354 Go ahead\r\n");
      return { reply: "", ends: fault === "reset-at-354" };
    },
    EHLO: async () => ({
      reply: ["faults.example", ...to.offers]
        .map((line, at) => `250${at < to.offers.length ? "-" : " "}${line}\r\n`)
        .join(""),
    }),
    QUIT: async () => ({ reply: "221 Bye\r\n", ends: true }),
  };

  function atDot(): Answer {
    isData = false;
    const answer = AT_DOT[fault] ?? KEPT;
    if (answer.isKept) to.log.copies.push(address);
    isHung = answer.hangs === true;
    return answer;
  }

  /** Cuts the next command, or the whole message, off what was received. */
  function next(): string | null {
    const mark = isData ? "\r\n.\r\n" : "\r\n";
    if (isData && buffer.length > 0) to.log.begun.add(address);
    const at = buffer.indexOf(mark);
    if (at < 0 || isHung) return null;
    const piece = buffer.slice(0, at);
    buffer = buffer.slice(at + mark.length);
    return piece;
  }

  async function answerTo(line: string): Promise<Answer> {
    const verb = verbs[line.slice(0, 4).toUpperCase()];
    return verb ? verb(line) : OK;
  }

  async function advance(): Promise<void> {
    for (let piece = next(); piece !== null; piece = next()) {
      say(socket, isData ? atDot() : await answerTo(piece));
    }
  }

  socket.setNoDelay(true);
  socket.write("220 faults.example ESMTP\r\n");
  socket.on("data", (chunk) => {
    buffer += chunk.toString("latin1");
    queue = queue.then(advance);
  });
}

/**
 * A small SMTP server that misbehaves on purpose. `choose` says how, per recipient and attempt
 * (1, 2, …); it may be asynchronous, and then something can happen between RCPT and its answer.
 */
export async function startFaultServer(
  choose: Choose,
  { offers = [], mail = "" }: Conduct = {},
): Promise<FaultServer> {
  const attempts = new Map<string, number>();
  const sockets = new Set<net.Socket>();
  const log: FaultServer = { port: 0, copies: [], begun: new Set() };
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => undefined);
    serve(socket, {
      log,
      offers,
      mail,
      choose: async (address) => {
        const attempt = (attempts.get(address) ?? 0) + 1;
        attempts.set(address, attempt);
        return choose(address, attempt);
      },
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, "close");
  });
  const bound = server.address();
  log.port = typeof bound === "object" && bound ? bound.port : 0;
  return log;
}
