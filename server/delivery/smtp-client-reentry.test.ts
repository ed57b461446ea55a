import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { selfSigned } from "@/tests/support/certificate";
import {
  clientOver,
  letter,
  localTarget,
  type Peer,
  startScript,
} from "@/tests/support/smtp-script";
import { openClient } from "./smtp-client";
import type { SmtpClient, Submission } from "./smtp-types";

/** A server that takes everything; `peers` are its connections. */
async function accepting(): Promise<{ port: number; peers: Peer[] }> {
  const peers: Peer[] = [];
  const { port, stop } = await startScript(async (peer) => {
    peers.push(peer);
    await peer.greet("PIPELINING", "SIZE 5000");
    for (;;) await peer.take();
  });
  onTestFinished(stop);
  return { port, peers };
}

const heardBy = (peers: Peer[]) => peers.flatMap((peer) => peer.chunks).join("");

test("done may pull, and what it brings goes next", async () => {
  const { port } = await accepting();
  const queue: Submission[] = [];
  let client: SmtpClient | undefined;
  const b = letter("b@web.example");
  const a = letter("a@web.example", {
    done: () => {
      queue.push(b);
      client?.pull();
      client?.pull();
    },
  });
  queue.push(a);
  client = await clientOver(localTarget(port), queue);
  expect(await b.settled).toMatchObject({ phase: "after", reply: { code: 250 } });
  expect(client.uses).toBe(2);
});

test("done may pull in the middle of what arrived: all of it is understood first", async () => {
  const { port, stop } = await startScript(async (peer) => {
    await peer.greet("PIPELINING");
    await peer.envelope();
    await peer.message();
    peer.say("250 Ok\r\n250 And one too many\r\n");
  });
  onTestFinished(stop);
  const queue: Submission[] = [];
  let client: SmtpClient | undefined;
  const b = letter("b@web.example");
  const a = letter("a@web.example", {
    done: () => {
      queue.push(b);
      client?.pull();
    },
  });
  queue.push(a);
  client = await clientOver(localTarget(port), queue);
  await client.ended;
  expect(a.sent).toMatchObject([{ phase: "after", reply: { code: 250 } }]);
  // Not taken into a connection that is a reply ahead.
  expect(b.calls).toEqual([]);
});

test("what is refused here costs no connection and stops nobody", async () => {
  const { port, peers } = await accepting();
  const bad = [
    letter("a b@web.example"),
    letter("large@web.example", { raw: Buffer.alloc(6_000, "x") }),
    letter("eight@web.example", { raw: Buffer.from("ä\r\n") }),
  ];
  const good = [letter("a@web.example"), letter("b@web.example")];
  const [a, b] = good;
  const client = await clientOver(localTarget(port), [
    ...bad,
    ...good.slice(0, 1),
    ...bad.slice(1),
    ...good.slice(1),
  ]);
  expect(await a?.settled).toMatchObject({ reply: { code: 250 } });
  expect(await b?.settled).toMatchObject({ reply: { code: 250 } });
  const codes = bad.map(({ sent }) => sent.map(({ phase, reply }) => [phase, reply?.code]));
  expect(codes).toEqual([
    [["before", 553]],
    [
      ["before", 552],
      ["before", 552],
    ],
    [
      ["before", 554],
      ["before", 554],
    ],
  ]);
  expect(bad.flatMap(({ calls }) => calls).every((call) => call === "done")).toBe(true);
  expect(client.uses).toBe(2);
  expect(heardBy(peers).match(/MAIL FROM/g)).toHaveLength(2);
});

test.each(["dot", "next"])("%s may close the client: nothing more is written", async (where) => {
  const { port, peers } = await accepting();
  let client: SmtpClient | undefined;
  const close = () => client?.close();
  const a = letter("a@web.example", where === "dot" ? { dot: close } : {});
  const b = letter("b@web.example");
  const queue = [a, b];
  const opened = await openClient(localTarget(port), () => {
    const one = queue.shift() ?? null;
    if (one === b && where === "next") close();
    return one;
  });
  client = opened;
  await opened.ended;
  expect(a.calls).toEqual(["intent", "dot", "done"]);
  expect(a.sent).toMatchObject([{ phase: "before", reply: null, data: true }]);
  const unwritten = { phase: "before", reply: null, data: false, refused: false };
  expect(b.sent).toEqual(where === "next" ? [unwritten] : []);
  await vi.waitFor(() => expect(peers[0]?.socket.destroyed).toBe(true));
  expect(heardBy(peers)).not.toContain("end of");
});

test("a client that is closed before it began takes nothing", async () => {
  const { port } = await accepting();
  const a = letter("a@web.example");
  const client = await clientOver(localTarget(port), [a]);
  client.close();
  await client.ended;
  await sleep(20);
  expect(a.calls).toEqual([]);
});

test("under TLS too the intent waits until the kernel has the body", async () => {
  const steps: string[] = [];
  const { key, cert } = selfSigned("mail.nord.example");
  const { port, stop } = await startScript(
    async (peer) => {
      await peer.greet("PIPELINING");
      await peer.envelope();
      peer.socket.pause();
      await sleep(200);
      steps.push("reads on");
      peer.socket.resume();
      await peer.dot();
      peer.say("250 2.0.0 Ok\r\n");
    },
    { key, cert },
  );
  onTestFinished(stop);
  const a = letter("a@web.example", {
    raw: Buffer.alloc(16_000_000, "x"),
    intent: async () => {
      steps.push("intent");
      return true;
    },
  });
  const target = localTarget(port, {
    secure: true,
    tlsOptions: { rejectUnauthorized: false },
    timeouts: { connect: 2_000, socket: 10_000 },
  });
  await clientOver(target, [a]);
  expect(await a.settled).toMatchObject({ phase: "after", reply: { code: 250 } });
  expect(steps).toEqual(["reads on", "intent"]);
});
