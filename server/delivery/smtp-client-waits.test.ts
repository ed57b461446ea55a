import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import {
  clientOver,
  DELIVERED,
  letter,
  localTarget,
  serve,
  UNKNOWN,
  UNTOUCHED,
} from "@/tests/support/smtp-script";

test("a server that takes no more of a body is given up, and the intent never asked", async () => {
  const port = await serve(async (peer) => {
    await peer.greet("PIPELINING");
    await peer.envelope();
    peer.socket.pause();
  });
  const a = letter("a@web.example", { raw: Buffer.alloc(16_000_000, "x") });
  await clientOver(localTarget(port), [a]);
  expect(await a.settled).toEqual({ ...UNTOUCHED, data: true });
  expect(a.calls).toEqual(["done"]);
});

test("each reply has its own time", async () => {
  const port = await serve(async (peer) => {
    await peer.greet("PIPELINING");
    for (const reply of ["250 Ok", "250 Ok", "354 Go"]) {
      await peer.line();
      await sleep(400);
      peer.say(`${reply}\r\n`);
    }
    await peer.message();
    await sleep(400);
    peer.say("250 2.0.0 Ok\r\n");
  });
  const a = letter("a@web.example");
  await clientOver(localTarget(port, { timeouts: { connect: 2_000, socket: 1_000 } }), [a]);
  expect(await a.settled).toEqual(DELIVERED);
});

test("our own intent may take longer than a reply", async () => {
  const port = await serve(async (peer) => {
    await peer.greet("PIPELINING");
    await peer.take();
  });
  const a = letter("a@web.example", { intent: () => sleep(500).then(() => true) });
  await clientOver(localTarget(port), [a]);
  expect(await a.settled).toEqual(DELIVERED);
});

/** Five minutes and ten, in small; the first long enough for a machine with other work. */
const TWO = { timeouts: { connect: 2_000, command: 1_000, socket: 4_000 } };

/** Opens, and has both letters answered up to `at`; from then on nothing is said. */
async function silentFrom(at: "MAIL" | "the dot" | "the next MAIL") {
  const port = await serve(async (peer) => {
    await peer.greet("PIPELINING");
    if (at === "the dot") {
      await peer.envelope();
      await peer.message();
    } else if (at === "the next MAIL") await peer.take();
  });
  const letters = [letter("a@web.example"), letter("b@web.example")];
  const from = performance.now();
  const client = await clientOver(localTarget(port, TWO), [...letters]);
  await client.ended;
  return { sent: letters.map((one) => one.sent[0]), ms: performance.now() - from };
}

test("the answer to a dot is waited for longer than any other", async () => {
  const before = await silentFrom("MAIL");
  expect(before.sent).toEqual([UNTOUCHED, undefined]);
  expect(before.ms).toBeLessThan(3_500);
  const dot = await silentFrom("the dot");
  expect(dot.sent).toEqual([UNKNOWN, UNTOUCHED]);
  expect(dot.ms).toBeGreaterThan(3_500);
});

test("once a dot is answered, what follows is waited for as long as a command", async () => {
  const { sent, ms } = await silentFrom("the next MAIL");
  expect(sent).toEqual([DELIVERED, UNTOUCHED]);
  expect(ms).toBeLessThan(3_500);
});
