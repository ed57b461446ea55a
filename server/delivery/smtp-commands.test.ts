import fc from "fast-check";
import { expect, test } from "vitest";
import { letter } from "@/tests/support/smtp-script";
import { commandsFor, dataOf, dotAfter, offersOf } from "./smtp-commands";

const NOTHING = offersOf([]);
const ALL = offersOf(["PIPELINING", "8BITMIME", "SIZE 1000"]);

function commands(to: string, given: { from?: string; raw?: string; offers?: typeof ALL } = {}) {
  const { from = "b@nord.example", raw = "x", offers = NOTHING } = given;
  return commandsFor(letter(to, { envelope: { from, to }, raw: Buffer.from(raw) }), offers);
}

test("offers are words of their own, in any case", () => {
  expect(ALL).toEqual({ pipelining: true, eightBit: true, size: true, largest: 1000 });
  expect(offersOf(["pipelining", "size"])).toEqual({ ...NOTHING, pipelining: true, size: true });
  expect(offersOf(["NOPIPELINING", "X-SIZE 5", "SIZE=7", "AUTH PIPELINING"])).toEqual({
    ...NOTHING,
    size: true,
  });
});

test("MAIL has the parameters that the server takes", () => {
  expect(commands("a@web.example")).toEqual({
    mail: "MAIL FROM:<b@nord.example>\r\n",
    rcpt: "RCPT TO:<a@web.example>\r\n",
  });
  expect(commands("a@web.example", { from: "", raw: "ä", offers: ALL })).toEqual({
    mail: "MAIL FROM:<> SIZE=2 BODY=8BITMIME\r\n",
    rcpt: "RCPT TO:<a@web.example>\r\n",
  });
});

test("what the server said it would refuse is refused here", () => {
  const code = (raw: string, offers: typeof ALL) => commands("a@web.example", { raw, offers });
  expect(code("x".repeat(1000), ALL)).toHaveProperty("mail");
  expect(code("x".repeat(1001), ALL)).toMatchObject({ refusal: { code: 552, enhanced: "5.3.4" } });
  expect(code("x".repeat(1001), { ...ALL, largest: 0 })).toHaveProperty("mail");
  expect(code("ä", NOTHING)).toMatchObject({ refusal: { code: 554, enhanced: "5.6.3" } });
});

test("domains go in A-labels", () => {
  expect(commands("a@bücher.example")).toMatchObject({
    rcpt: "RCPT TO:<a@xn--bcher-kva.example>\r\n",
  });
});

const BAD = [
  "",
  "a b@web.example",
  "a@web.example>\r\nRCPT TO:<c@web.example",
  "a@web.example\r\n",
  "<a@web.example>",
  "ä@web.example",
  "ä@bücher.example",
  "a@bü\r\ncher.example",
  "a@bü cher.example",
  "a@bü%41.example",
  "a@bü/x.example",
  "ä",
  "a@\u0000b.example",
  `${"a".repeat(250)}@web.example`,
];

test.each(BAD)("%j is never written", (address) => {
  const refusal = { step: "rcpt", refusal: { code: 553, enhanced: "5.1.3" } };
  expect(commands(address)).toMatchObject(refusal);
  if (address === "") return;
  // Our own address is nobody's fault but ours.
  const own = { step: "mail", refusal: { code: 553, enhanced: "5.1.7" } };
  expect(commands("a@web.example", { from: address })).toMatchObject(own);
});

test("no address makes more than its own line", () => {
  const text = fc.string({ unit: fc.constantFrom(..."a@.\r\n <>ü\u0000%-"), maxLength: 12 });
  fc.assert(
    fc.property(text, text, (from, to) => {
      const made = commands(to, { from });
      if (!("mail" in made)) return;
      expect(made.mail).toMatch(/^MAIL FROM:<[\x21-\x7e]*>\r\n$/);
      expect(made.rcpt).toMatch(/^RCPT TO:<[\x21-\x7e]+>\r\n$/);
      expect(made.rcpt.match(/[<>]/g)).toHaveLength(2);
    }),
  );
});

test("no message ends before its end, and a server gets it back as it was", () => {
  const body = fc.string({ unit: fc.constantFrom(".", "\r\n", "a"), maxLength: 20 });
  fc.assert(
    fc.property(body, (text) => {
      const raw = Buffer.from(text);
      const data = dataOf({ raw });
      const wire = `DATA\r\n${data}${dotAfter(data.subarray(-3))}`;
      expect(wire.indexOf("\r\n.\r\n")).toBe(wire.length - 5);
      const back = wire.slice(6, -3).replace(/^\.\./gm, ".");
      expect(back).toBe(text.endsWith("\r\n") ? text : `${text}\r\n`);
    }),
  );
});
