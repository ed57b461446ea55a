import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { type Fault, startFaultServer } from "@/tests/support/smtp-faults";
import {
  clientOver,
  DELIVERED,
  letter,
  localTarget,
  type Peer,
  serve,
  UNTOUCHED,
} from "@/tests/support/smtp-script";
import type { Submission } from "./smtp-types";

describe("on the wire", () => {
  test("the dot and all commands of the next message go in one piece", async () => {
    let peer: Peer | undefined;
    const port = await serve(async (one) => {
      peer = one;
      await one.greet("PIPELINING", "SIZE 100000");
      for (;;) await one.take();
    });
    // Time enough for the server to have read what went before the dot.
    const intent = () => sleep(15).then(() => true);
    const letters = ["a", "b", "c"].map((name) => letter(`${name}@web.example`, { intent }));
    await clientOver(localTarget(port), [...letters]);
    for (const one of letters) expect(await one.settled).toEqual(DELIVERED);
    const [a, b] = letters;
    const [greeting, first, ...rest] = peer?.chunks ?? [];
    expect(greeting).toMatch(/^EHLO [^\r\n]+\r\n$/);
    const commands = (to: string, raw?: Buffer) =>
      `MAIL FROM:<bounce@nord.example> SIZE=${raw?.length}\r\nRCPT TO:<${to}>\r\nDATA\r\n`;
    expect(first).toBe(commands("a@web.example", a?.raw));
    const joint = rest.filter((chunk) => chunk.includes("\r\n.\r\n"));
    expect(joint).toHaveLength(3);
    const tail = a?.raw.subarray(-512).toString();
    expect(joint[0]).toBe(`${tail}.\r\n${commands("b@web.example", b?.raw)}`);
    expect(joint[2]).toMatch(/end of c@web\.example\r\n\.\r\n$/);
  });

  test("a server without PIPELINING gets one command at a time", async () => {
    const heard: string[] = [];
    const port = await serve(async (peer) => {
      await peer.greet("8BITMIME");
      for (;;) {
        for (const reply of ["250 Ok", "250 Ok", "354 Go"]) {
          heard.push(await peer.line());
          await sleep(5);
          // Nothing more may have come before the answer.
          expect(peer.chunks.at(-1)).toBe(`${heard.at(-1)}\r\n`);
          peer.say(`${reply}\r\n`);
        }
        await peer.message();
        await sleep(5);
        expect(peer.chunks.at(-1)?.endsWith("\r\n.\r\n")).toBe(true);
        peer.say("250 2.0.0 Ok\r\n");
      }
    });
    const letters = [letter("a@web.example"), letter("b@web.example")];
    await clientOver(localTarget(port), [...letters]);
    for (const one of letters) expect(await one.settled).toEqual(DELIVERED);
    expect(heard.filter((line) => line === "DATA")).toHaveLength(2);
    expect(heard).not.toContain("RSET");
  });

  test("the bytes arrive as they are, with dots doubled on the way", async () => {
    const bodies = [
      "",
      "x",
      ".",
      ".\r\n",
      "A: b\r\n\r\n.\r\n..\r\n.x\r\n",
      "no line end",
      "smuggled\n.\nMAIL\r.\r\nx\r\n",
      `${"long ".repeat(300)}\r\n.`,
    ];
    const arrived: string[] = [];
    const port = await serve(async (peer) => {
      await peer.greet("PIPELINING");
      for (;;) arrived.push(await peer.take());
    });
    const letters = bodies.map((body) => letter("a@web.example", { raw: Buffer.from(body) }));
    await clientOver(localTarget(port), [...letters]);
    await Promise.all(letters.map((one) => one.settled));
    const whole = (body: string) => (body.endsWith("\r\n") ? body.slice(0, -2) : body);
    expect(arrived).toEqual(
      bodies.map((body) => whole(body).replace(/(^|[\r\n])\./g, (_, before) => `${before}..`)),
    );
  });

  test("an idle client takes what comes later, when it is told", async () => {
    const port = await serve(async (peer) => {
      await peer.greet("PIPELINING");
      for (;;) await peer.take();
    });
    const letters = [letter("a@web.example")];
    const [a] = letters;
    const client = await clientOver(localTarget(port), letters);
    await a?.settled;
    const b = letter("b@web.example");
    letters.push(b);
    // Longer than a reply may take: an idle client has no deadline.
    await sleep(400);
    expect(b.calls).toEqual([]);
    client.pull();
    expect(await b.settled).toEqual(DELIVERED);
    expect(client).toMatchObject({ isOpen: true, uses: 2 });
  });

  test("the next intent is asked after the earlier dot is answered and its own 354", async () => {
    const log: string[] = [];
    const port = await serve(async (peer) => {
      await peer.greet("PIPELINING");
      await peer.envelope();
      await peer.message();
      await sleep(60);
      log.push("250 of a");
      peer.say("250 2.0.0 Ok\r\n");
      peer.say("250 Ok\r\n250 Ok\r\n");
      await sleep(60);
      log.push("354 of b");
      peer.say("354 Go\r\n");
      await peer.message();
      peer.say("250 2.0.0 Ok\r\n");
    });
    const a = letter("a@web.example", { done: () => log.push("done a") });
    const b = letter("b@web.example", {
      intent: async () => {
        log.push("intent b");
        return true;
      },
    });
    await clientOver(localTarget(port), [a, b]);
    expect(await b.settled).toEqual(DELIVERED);
    expect(log).toEqual(["250 of a", "done a", "354 of b", "intent b"]);
    expect(a.calls).toEqual(["intent", "dot", "done"]);
  });

  test("replies of several lines count as one, wherever they are cut", async () => {
    const replies = "250-2.1.0 a\r\n250 2.1.0 b\r\n250-Ok\r\n250\r\n354-Go\r\n354 ahead\r\n";
    const last = "250-2.0.0 Queued\r\n250-2.0.0 as 1\r\n250 2.0.0 thanks\r\n";
    const texts: (string | undefined)[] = [];
    let cut = 0;
    const port = await serve(async (peer) => {
      await peer.greet("PIPELINING");
      for (;;) {
        await peer.line();
        await peer.line();
        await peer.line();
        peer.say(replies.slice(0, cut));
        await sleep(1);
        peer.say(replies.slice(cut));
        await peer.message();
        peer.say(last.slice(0, cut));
        await sleep(1);
        peer.say(last.slice(cut));
      }
    });
    const letters: Submission[] = [];
    const client = await clientOver(localTarget(port), letters);
    for (cut = 0; cut <= Math.max(replies.length, last.length); cut += 1) {
      const one = letter("a@web.example");
      letters.push(one);
      client.pull();
      texts.push((await one.settled).reply?.text);
    }
    expect(new Set(texts)).toEqual(new Set(["Queued as 1 thanks"]));
  });
});

interface Expected {
  phase: "before" | "after";
  code: number | null;
  copies: number;
  isOpen: boolean;
}

const before = (code: number | null, isOpen: boolean): Expected => ({
  phase: "before",
  code,
  copies: 0,
  isOpen,
});
const after = (code: number | null, copies: number, isOpen = false): Expected => ({
  phase: "after",
  code,
  copies,
  isOpen,
});

const FAULTS: Record<Fault, Expected> = {
  none: after(250, 1, true),
  "rcpt-550": before(550, true),
  "rcpt-451": before(451, true),
  "rcpt-421": before(421, false),
  "rcpt-503": before(503, true),
  "rcpt-grey": before(451, true),
  "rcpt-reset": before(null, false),
  "data-554": before(554, true),
  // Depends on when the reset is noticed; the dot may have been written by then.
  "reset-at-354": before(null, false),
  "dot-550": after(550, 0, true),
  "dot-451": after(451, 0, true),
  "dot-421": after(421, 0),
  "dot-slow-down": after(450, 0, true),
  "dot-reset-kept": after(null, 1),
  "dot-reset-lost": after(null, 0),
  "dot-hang": after(null, 1),
  "dot-half-250": after(null, 1),
  "dot-half-550": after(null, 1),
  "dot-garbage": after(null, 1),
  "dot-two-garbage": after(null, 1),
};
const EACH = (Object.keys(FAULTS) as Fault[]).flatMap((fault) => [
  [fault, "with", ["PIPELINING"]] as const,
  [fault, "without", []] as const,
]);

test.each(EACH)(
  "%s, %s pipelining, harms one message and nobody else",
  async (fault, _, offers) => {
    const expected = FAULTS[fault];
    const server = await startFaultServer((to) => (to.startsWith("bad") ? fault : "none"), {
      offers,
    });
    const letters = ["a", "bad", "c"].map((name) =>
      letter(`${name}@web.example`, { intent: () => sleep(20).then(() => true) }),
    );
    const [a, bad, c] = letters;
    const client = await clientOver(localTarget(server.port), [...letters]);
    expect(await a?.settled).toEqual(DELIVERED);
    const sent = await bad?.settled;
    expect(sent).toMatchObject({ phase: expected.phase, refused: false });
    expect(sent?.reply?.code ?? null).toBe(expected.code);
    expect(server.copies.filter((to) => to.startsWith("bad"))).toHaveLength(expected.copies);
    if (expected.isOpen) {
      expect(await c?.settled).toEqual(DELIVERED);
      expect(client.isOpen).toBe(true);
      expect(client.uses).toBe(3);
      return;
    }
    await client.ended;
    expect(client.isOpen).toBe(false);
    // Behind the dot it had been pipelined; else it was not even taken.
    const isTaken = expected.phase === "after" && offers.length > 0;
    expect(c?.sent).toEqual(isTaken ? [UNTOUCHED] : []);
    expect(letters.every((one) => one.sent.length <= 1)).toBe(true);
  },
);

describe("a refused envelope", () => {
  const refusals: [string, string[], { code: number; lone?: string }][] = [
    ["MAIL", ["550 5.1.8 No", "503 Mail first", "503 Rcpt first"], { code: 550 }],
    ["RCPT", ["250 Ok", "450 4.2.1 Busy", "554 No recipients"], { code: 450 }],
    [
      "RCPT, and DATA is let through",
      ["250 Ok", "550 No", "354 Go"],
      { code: 550, lone: "554 None" },
    ],
    [
      "RCPT, DATA and even the lone dot",
      ["250 Ok", "550 No", "354 Go"],
      { code: 550, lone: "250 Ok" },
    ],
    ["DATA", ["250 Ok", "250 Ok", "451 4.3.0 Later"], { code: 451 }],
  ];

  test.each(refusals)(
    "at %s is told, and the next begins with RSET",
    async (at, replies, { code, lone }) => {
      const heard: string[] = [];
      const port = await serve(async (peer) => {
        await peer.greet("PIPELINING");
        for (const reply of replies) {
          heard.push(await peer.line());
          peer.say(`${reply}\r\n`);
        }
        if (lone) {
          expect(await peer.line()).toBe(".");
          peer.say(`${lone}\r\n`);
        }
        heard.push(await peer.line());
        peer.say("250 Reset\r\n");
        await peer.take();
      });
      const [a, b] = [letter("a@web.example"), letter("b@web.example")];
      await clientOver(localTarget(port), [a, b]);
      const step = at.slice(0, 4).toLowerCase();
      const told = { phase: "before", data: false, reply: { code }, step };
      expect(await a.settled).toMatchObject(told);
      expect(a.calls).toEqual(["done"]);
      expect(await b.settled).toEqual(DELIVERED);
      expect(heard.map((line) => line.slice(0, 4))).toEqual(["MAIL", "RCPT", "DATA", "RSET"]);
    },
  );

  test("that the server half accepts ends the connection, and no lone dot is sent", async () => {
    let peer: Peer | undefined;
    const port = await serve(async (one) => {
      peer = one;
      await one.greet("PIPELINING");
      for (const reply of ["550 No", "250 Ok", "354 Go"]) {
        await one.line();
        one.say(`${reply}\r\n`);
      }
    });
    const a = letter("a@web.example");
    const client = await clientOver(localTarget(port), [a]);
    await client.ended;
    await sleep(20);
    expect(a.sent).toMatchObject([{ phase: "before", reply: { code: 550 } }]);
    expect(peer?.chunks.join("")).not.toContain("\r\n.\r\n");
  });
});
