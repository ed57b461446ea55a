import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import type net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { describe, expect, onTestFinished, test } from "vitest";
import { selfSigned } from "@/tests/support/certificate";
import { clientOver, letter, localTarget, startScript } from "@/tests/support/smtp-script";
import { clock, newId } from "../kernel";
import { startSink } from "../mailbox/sink";
import { listMails } from "../mailbox/store";
import { connectTo } from "./smtp-connect";
import { type SmtpTarget, SmtpUnavailable } from "./smtp-types";

const CERTIFICATE = selfSigned("mail.nord.example");
const TRUSTING = { tlsOptions: { rejectUnauthorized: false } };

/** A real server; `arrived` are the messages, with who sent them and whether it was encrypted. */
async function realServer(options: SMTPServerOptions = {}) {
  const arrived: { text: string; user: unknown; isSecure: boolean }[] = [];
  const server = new SMTPServer({
    ...CERTIFICATE,
    authOptional: true,
    disableReverseLookup: true,
    onAuth: ({ username, password, method }, _, done) => {
      if (password === "secret") done(null, { user: `${username} ${method}` });
      else done(new Error("no"));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        arrived.push({ text, user: session.user, isSecure: session.secure });
        done(null, "2.0.0 Kept");
      });
    },
    ...options,
  });
  server.on("error", () => undefined);
  const listening = server.listen(0, "127.0.0.1");
  await once(listening, "listening");
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const bound = listening.address();
  return { arrived, port: typeof bound === "object" && bound ? bound.port : 0 };
}

/** Sends three and returns what arrived. */
async function sendThree(server: Awaited<ReturnType<typeof realServer>>, target: SmtpTarget) {
  const letters = ["a", "b", "c"].map((name) => letter(`${name}@web.example`));
  await clientOver(target, [...letters]);
  for (const one of letters) {
    expect(await one.settled).toMatchObject({ phase: "after", reply: { code: 250 } });
  }
  expect(server.arrived.map(({ text }) => text)).toEqual(letters.map(({ raw }) => raw.toString()));
  return server.arrived[0];
}

describe("a real server", () => {
  test("in the clear", async () => {
    const server = await realServer({ disabledCommands: ["STARTTLS"] });
    expect(await sendThree(server, localTarget(server.port))).toMatchObject({ isSecure: false });
  });

  test("by STARTTLS, whenever it is offered", async () => {
    const server = await realServer();
    expect(await sendThree(server, localTarget(server.port, TRUSTING))).toMatchObject({
      isSecure: true,
    });
  });

  test("without TLS where it is told so, though STARTTLS is offered with a certificate of its own", async () => {
    const server = await realServer();
    const target = localTarget(server.port, { ignoreTls: true });
    expect(await sendThree(server, target)).toMatchObject({ isSecure: false });
  });

  test("by TLS from the first byte", async () => {
    const server = await realServer({ secure: true });
    const target = localTarget(server.port, { ...TRUSTING, secure: true });
    expect(await sendThree(server, target)).toMatchObject({ isSecure: true });
  });

  test.each(["PLAIN", "LOGIN"])("with AUTH %s", async (method) => {
    const server = await realServer({ authMethods: [method] });
    const auth = { user: "nord", pass: "secret" };
    const target = localTarget(server.port, { ...TRUSTING, auth });
    expect(await sendThree(server, target)).toMatchObject({ user: `nord ${method}` });
  });

  test("that takes only so much, and no eight bits", async () => {
    const server = await realServer({ size: 2_000, disabledCommands: ["STARTTLS"] });
    const large = letter("a@web.example", { raw: Buffer.alloc(2_001, "x") });
    const fine = letter("b@web.example", { raw: Buffer.from("Grüße\r\n") });
    await clientOver(localTarget(server.port), [large, fine]);
    expect(await large.settled).toMatchObject({ phase: "before", reply: { code: 552 } });
    expect(await fine.settled).toMatchObject({ phase: "after", reply: { code: 250 } });
    expect(server.arrived.map(({ text }) => text)).toEqual(["Grüße\r\n"]);
  });
});

describe("a server that cannot be used", () => {
  const unavailable = async (given: SmtpTarget) => {
    const error: unknown = await connectTo(given).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(SmtpUnavailable);
    return (error as Error).message;
  };

  test("with a certificate that nobody vouches for", async () => {
    const server = await realServer();
    expect(await unavailable(localTarget(server.port))).toBe("ESOCKET");
    const implicit = await realServer({ secure: true });
    expect(await unavailable(localTarget(implicit.port, { secure: true }))).toBe("ESOCKET");
  });

  test("without TLS, where it is required", async () => {
    const server = await realServer({ disabledCommands: ["STARTTLS"] });
    expect(await unavailable(localTarget(server.port, { requireTls: true }))).toBe("ETLS");
  });

  test("that refuses the credentials", async () => {
    const server = await realServer();
    const auth = { user: "nord", pass: "wrong" };
    expect(await unavailable(localTarget(server.port, { ...TRUSTING, auth }))).toBe("EAUTH");
  });

  test("that is not there", async () => {
    expect(await unavailable(localTarget(9))).toBe("ESOCKET");
  });

  const rude: [string, string, string][] = [
    ["says nothing", "", "ETIMEDOUT"],
    ["greets with a no", "554 No\r\n", "EPROTOCOL"],
    ["talks unasked", "220 Hi\r\n250 PIPELINING\r\n250 Ok\r\n", "EPROTOCOL"],
  ];
  test.each(rude)("that %s", async (_, said, code) => {
    const { port, stop } = await startScript(async (peer) => peer.say(said));
    onTestFinished(stop);
    const timeouts = { connect: 200, socket: 200 };
    expect(await unavailable(localTarget(port, { timeouts }))).toBe(code);
  });

  test("that says more than the answer to EHLO", async () => {
    for (const more of ["421 Bye\r\n", "25"]) {
      const { port, stop } = await startScript(async (peer) => {
        peer.say("220 Hi\r\n");
        await peer.line();
        peer.say(`250 PIPELINING\r\n${more}`);
      });
      onTestFinished(stop);
      expect(await unavailable(localTarget(port))).toBe("EPROTOCOL");
    }
  });
});

test("the name in EHLO is the target's", async () => {
  let said = "";
  const { port, stop } = await startScript(async (peer) => {
    peer.say("220 Hi\r\n");
    said = await peer.line();
    peer.say("250 Ok\r\n");
  });
  onTestFinished(stop);
  const { socket } = await connectTo(localTarget(port, { name: "mta.nord.example" }));
  socket.destroy();
  expect(said).toBe("EHLO mta.nord.example");
});

test("nodemailer has the inside that is used here", async () => {
  const connection: object = new SMTPConnection({});
  const fields = ["_remainder", "_responseQueue", "_socket"];
  const listeners = ["Data", "Error", "Close", "End", "Timeout"].map((one) => `_onSocket${one}`);
  for (const field of [...fields, ...listeners, "_onConnectionSocketError"]) {
    expect(connection, field).toHaveProperty(field);
  }
});

test.each([false, true])("the socket is ours alone, secured: %s", async (isSecured) => {
  const server = await realServer({
    size: 1_234,
    disabledCommands: isSecured ? [] : ["STARTTLS"],
  });
  const { socket, offers } = await connectTo(localTarget(server.port, TRUSTING));
  onTestFinished(() => void socket.destroy());
  expect(offers).toEqual({ pipelining: true, eightBit: true, size: true, largest: 1_234 });
  expect(socket.isPaused()).toBe(true);
  expect(socket.listenerCount("data")).toBe(0);
  expect(socket.listenerCount("timeout")).toBe(0);
  expect(socket.timeout ?? 0).toBe(0);
  const foreign = ["error", "close", "end"].flatMap((event) =>
    socket.listeners(event).filter((listener) => String(listener).includes("_on")),
  );
  expect(foreign).toEqual([]);
  // Nobody has to be quick to listen.
  expect(() => socket.emit("error", new Error("late"))).not.toThrow();
});

test("the real sink takes hundreds, each once, over few connections that do not grow", async () => {
  const sockets: net.Socket[] = [];
  const watch = (message: unknown) => sockets.push((message as { socket: net.Socket }).socket);
  subscribe("net.client.socket", watch);
  onTestFinished(() => void unsubscribe("net.client.socket", watch));
  const folder = await mkdtemp(path.join(tmpdir(), "kairos-smtp-"));
  const sink = await startSink({ folder, port: 0, clock });
  onTestFinished(async () => {
    await sink.close();
    await rm(folder, { recursive: true, force: true });
  });
  const label = `ws-${newId()}`;
  const target = localTarget(sink.port, {
    auth: { user: label, pass: "local" },
    timeouts: { connect: 5_000, socket: 10_000 },
  });
  const letters = Array.from({ length: 600 }, (_, n) => letter(`p${n}@web.example`));
  const queue = [...letters];
  const clients = await Promise.all([1, 2, 3].map(() => clientOver(target, queue)));
  const ours = sockets.filter((socket) => socket.remotePort === sink.port);
  const listeners = () =>
    ours.map((socket) => socket.eventNames().map((name) => socket.listenerCount(name)));
  await Promise.all(letters.slice(0, 30).map((one) => one.settled));
  const early = listeners();
  await Promise.all(letters.map((one) => one.settled));
  for (const one of letters) {
    expect(one.calls).toEqual(["intent", "dot", "done"]);
    expect(one.sent).toMatchObject([{ phase: "after", reply: { code: 250 } }]);
  }
  const kept = listMails(folder, label).flatMap((mail) => mail.to);
  expect(kept.sort()).toEqual(letters.map((one) => one.envelope.to).sort());
  expect(clients.every((client) => client.uses > 100)).toBe(true);
  expect(ours).toHaveLength(3);
  const sum = (counts: number[][]) => counts.flat().reduce((all, one) => all + one, 0);
  // One more at times: `drain` of a write under way.
  expect(sum(listeners())).toBeLessThanOrEqual(sum(early) + ours.length);
});
