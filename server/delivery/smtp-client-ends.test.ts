import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import {
  clientOver,
  DELIVERED,
  letter,
  localTarget,
  type Peer,
  serve,
  UNKNOWN,
  UNTOUCHED,
} from "@/tests/support/smtp-script";

/** As long as a slow reader needs. */
const SLOW = { timeouts: { connect: 2_000, socket: 10_000 } };

describe("a connection that ends", () => {
  /** What becomes of a message and the one behind it when `at` runs after the dot of the first. */
  async function atDot(at: (peer: Peer) => unknown, given = {}) {
    const port = await serve(async (peer) => {
      await peer.greet("PIPELINING");
      await peer.envelope();
      await peer.message();
      await at(peer);
    });
    const letters = [letter("a@web.example"), letter("b@web.example")];
    const client = await clientOver(localTarget(port, given), [...letters]);
    await client.ended;
    // The one behind is not to blame, and this says so.
    expect(client.uses).toBe(1);
    return letters.map((one) => one.sent);
  }

  test("with 421 after the dot leaves the one behind it untouched", async () => {
    const [a, b] = await atDot((peer) => {
      peer.say("421 4.3.2 Shutting down\r\n");
      peer.socket.end();
    });
    expect(a).toMatchObject([
      { phase: "after", data: true, reply: { code: 421, enhanced: "4.3.2" } },
    ]);
    expect(b).toEqual([UNTOUCHED]);
  });

  const unclear: [string, (peer: Peer) => unknown][] = [
    ["a reset", (peer) => peer.reset()],
    ["an end", (peer) => peer.socket.end()],
    ["half a reply", (peer) => peer.socket.end("250 2.0.0 O")],
    ["a reply without its last line", (peer) => peer.socket.end("250-2.0.0 Ok\r\n")],
    ["a reply that ends in a lone LF", (peer) => peer.say("250 2.0.0 Ok\n")],
    ["two codes in one reply", (peer) => peer.say("250-Ok\r\n550 No\r\n")],
    ["garbage", (peer) => peer.say("Ok, thanks!\r\n")],
    ["a code of no meaning", (peer) => peer.say("354 Go on\r\n")],
    ["a code out of range", (peer) => peer.say("650 What\r\n")],
    ["a reply that never ends", (peer) => peer.say(`250-${"x".repeat(100_000)}`)],
    [
      "garbage, and then a yes",
      async (peer) => {
        peer.say("Ok, thanks!\r\n");
        await sleep(30);
        peer.say("250 2.0.0 Ok\r\n");
      },
    ],
    ["silence", () => undefined],
    [
      "one byte from time to time",
      async (peer) => {
        for (const byte of "250 Ok but very slow indeed\r\n") {
          await sleep(30);
          peer.say(byte);
        }
      },
    ],
  ];
  test.each(unclear)("with %s after the dot: unknown, and the next untouched", async (_, at) => {
    const [a, b] = await atDot(at);
    expect(a).toEqual([UNKNOWN]);
    expect(b).toEqual([UNTOUCHED]);
  });

  test("between the two keeps what was answered", async () => {
    const [a, b] = await atDot((peer) => peer.socket.end("250 2.0.0 Ok\r\n250 2.1."));
    expect(a).toEqual([DELIVERED]);
    expect(b).toEqual([UNTOUCHED]);
  });

  test("with 421 at RSET, MAIL, RCPT or DATA gives the message that reply", async () => {
    for (const given of ["", "250 Ok\r\n", "250 Ok\r\n250 Ok\r\n"]) {
      const port = await serve(async (peer) => {
        await peer.greet("PIPELINING");
        await peer.line();
        peer.socket.end(`${given}421 4.3.2 Bye\r\n`);
      });
      const a = letter("a@web.example");
      const client = await clientOver(localTarget(port), [a]);
      await client.ended;
      expect(a.sent).toMatchObject([{ phase: "before", data: false, reply: { code: 421 } }]);
    }
  });

  test("while it is idle is no message's fault, and shows", async () => {
    for (const parting of ["421 4.4.2 Idle\r\n", "250 What?\r\n", ""]) {
      const port = await serve(async (peer) => {
        await peer.greet("PIPELINING");
        await peer.take();
        await sleep(10);
        peer.socket.end(parting);
      });
      const a = letter("a@web.example");
      const client = await clientOver(localTarget(port), [a]);
      await client.ended;
      expect(a.sent).toEqual([DELIVERED]);
      expect(client).toMatchObject({ isOpen: false, uses: 1 });
    }
  });

  test("just as an idle client takes a message leaves it untouched", async () => {
    const letters = [letter("a@web.example")];
    const [a] = letters;
    let peer: Peer | undefined;
    const port = await serve(async (one) => {
      peer = one;
      await one.greet("PIPELINING");
      await one.take();
    });
    const client = await clientOver(localTarget(port), letters);
    await a?.settled;
    peer?.reset();
    const b = letter("b@web.example");
    letters.push(b);
    client.pull();
    expect(await b.settled).toEqual(UNTOUCHED);
    expect(client.uses).toBe(1);
  });

  test("while a message is uploaded leaves it unwritten, and no intent is asked", async () => {
    const port = await serve(async (peer) => {
      await peer.greet("PIPELINING");
      await peer.envelope();
      peer.socket.pause();
      await sleep(50);
      peer.reset();
    });
    const a = letter("a@web.example", { raw: Buffer.alloc(16_000_000, "x") });
    const client = await clientOver(localTarget(port, SLOW), [a]);
    await client.ended;
    expect(a.sent).toEqual([{ ...UNTOUCHED, data: true }]);
    expect(a.calls).toEqual(["done"]);
  });

  test("with a no in the middle of a message gives it that reply", async () => {
    const port = await serve(async (peer) => {
      await peer.greet("PIPELINING");
      await peer.envelope();
      await sleep(20);
      peer.say("552 5.3.4 Too much\r\n");
    });
    const a = letter("a@web.example", { intent: () => sleep(50).then(() => true) });
    const client = await clientOver(localTarget(port), [a]);
    await client.ended;
    expect(a.sent).toMatchObject([{ phase: "before", data: true, reply: { code: 552 } }]);
    expect(a.calls).toEqual(["intent", "done"]);
  });
});

test("the intent is asked when the kernel has the body, and not before", async () => {
  const steps: string[] = [];
  const port = await serve(async (peer) => {
    await peer.greet("PIPELINING");
    await peer.envelope();
    peer.socket.pause();
    await sleep(200);
    steps.push("reads on");
    peer.socket.resume();
    await peer.dot();
    peer.say("250 2.0.0 Ok\r\n");
  });
  const a = letter("a@web.example", {
    raw: Buffer.alloc(16_000_000, "x"),
    intent: async () => {
      steps.push("intent");
      return true;
    },
  });
  await clientOver(localTarget(port, SLOW), [a]);
  expect(await a.settled).toEqual(DELIVERED);
  expect(steps).toEqual(["reads on", "intent"]);
});

describe("without the intent no dot", () => {
  const boom = new Error("boom");
  const cases: [string, Parameters<typeof letter>[1], object][] = [
    ["false", { intent: async () => false }, { refused: true }],
    ["a rejection", { intent: () => Promise.reject(boom) }, { refused: false, failed: boom }],
    [
      "a throw",
      {
        intent: () => {
          throw boom;
        },
      },
      { refused: false, failed: boom },
    ],
    [
      "a dot that throws",
      {
        dot: () => {
          throw boom;
        },
      },
      { refused: false, failed: boom },
    ],
  ];

  test.each(cases)("%s closes the connection in the message", async (_, given, expected) => {
    let peer: Peer | undefined;
    const port = await serve(async (one) => {
      peer = one;
      await one.greet("PIPELINING");
      for (;;) await one.take();
    });
    const [a, b] = [letter("a@web.example", given), letter("b@web.example")];
    const client = await clientOver(localTarget(port), [a, b]);
    await client.ended;
    expect(a.sent).toEqual([{ phase: "before", data: true, reply: null, ...expected }]);
    expect(b.calls).toEqual([]);
    await vi.waitFor(() => expect(peer?.socket.destroyed).toBe(true));
    const heard = peer?.chunks.join("") ?? "";
    expect(heard).toContain("To: a@web.example");
    expect(heard).not.toContain("\r\n.\r\n");
    expect(heard).not.toContain("end of");
  });

  test("an intent under way when the connection ends is waited for", async () => {
    for (const isGranted of [true, false]) {
      const port = await serve(async (peer) => {
        await peer.greet("PIPELINING");
        await peer.envelope();
        await sleep(30);
        peer.reset();
      });
      let answer: (isGranted: boolean) => void = () => undefined;
      const a = letter("a@web.example", {
        intent: () =>
          new Promise((resolve) => {
            answer = resolve;
          }),
      });
      const client = await clientOver(localTarget(port), [a]);
      await vi.waitFor(() => expect(client.isOpen).toBe(false));
      expect(a.sent).toEqual([]);
      answer(isGranted);
      await client.ended;
      expect(a.calls).toEqual(["intent", "done"]);
      expect(a.sent).toEqual([{ ...UNTOUCHED, data: true, refused: !isGranted }]);
    }
  });
});

describe("close", () => {
  test.each(["MAIL", "354", "intent", "dot", "idle"])("at %s settles by the phase", async (at) => {
    let close: () => void = () => undefined;
    const port = await serve(async (peer) => {
      await peer.greet("PIPELINING");
      await peer.line();
      if (at === "MAIL") close();
      peer.say("250 Ok\r\n250 Ok\r\n");
      if (at === "354") close();
      peer.say("354 Go\r\n");
      await peer.message();
      if (at === "dot") close();
      peer.say("250 2.0.0 Ok\r\n");
    });
    const a = letter("a@web.example", {
      intent: async () => {
        if (at === "intent") close();
        return true;
      },
    });
    const b = letter("b@web.example");
    const letters = at === "idle" ? [a] : [a, b];
    const client = await clientOver(localTarget(port), letters);
    close = client.close;
    if (at === "idle") {
      await a.settled;
      client.close();
    }
    await client.ended;
    client.close();
    client.pull();
    const expected = {
      MAIL: UNTOUCHED,
      "354": UNTOUCHED,
      intent: { ...UNTOUCHED, data: true },
      dot: UNKNOWN,
      idle: DELIVERED,
    };
    expect(a.sent).toEqual([expected[at as keyof typeof expected]]);
    expect(b.sent).toEqual(at === "dot" ? [UNTOUCHED] : []);
    expect(client.isOpen).toBe(false);
  });

  test("of an idle client says QUIT", async () => {
    let peer: Peer | undefined;
    const port = await serve(async (one) => {
      peer = one;
      await one.greet("PIPELINING");
      expect(await one.line()).toBe("QUIT");
      one.socket.end("221 Bye\r\n");
    });
    const client = await clientOver(localTarget(port), []);
    await sleep(10);
    client.close();
    await client.ended;
    await vi.waitFor(() => expect(peer?.socket.destroyed).toBe(true));
    expect(peer?.chunks.at(-1)).toBe("QUIT\r\n");
  });
});
