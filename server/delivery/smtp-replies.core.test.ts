import fc from "fast-check";
import { expect, test } from "vitest";
import {
  meaningOf,
  NOTHING_UNREAD,
  type RawReply,
  readReplies,
  replyOf,
} from "./smtp-replies.core";

/** Reads pieces one after another, as they would come from a socket. */
function readAll(pieces: string[]) {
  let unread = NOTHING_UNREAD;
  const replies: RawReply[] = [];
  for (const piece of pieces) {
    const read = readReplies(unread, piece);
    replies.push(...read.replies);
    if (read.isBroken) return { replies, unread, isBroken: true };
    unread = read.unread;
  }
  return { replies, unread, isBroken: false };
}

const codes = (pieces: string[]) => readAll(pieces).replies.map((reply) => reply.code);

test("complete replies are read, also the barest", () => {
  expect(codes(["250 Ok\r\n354\r\n"])).toEqual([250, 354]);
  expect(codes(["250-a\r\n250-b\r\n250 c\r\n550 No\r\n"])).toEqual([250, 550]);
});

test.each(["250 Ok", "250", "250 Ok\r", "250-Ok\r\n", "250-Ok\r\n250 Ok", ""])(
  "%j is a fragment and no reply",
  (text) => {
    expect(readAll([text])).toMatchObject({ replies: [], isBroken: false });
  },
);

test.each([
  "Ok\r\n",
  "2x0 Ok\r\n",
  "25 Ok\r\n",
  "2500 Ok\r\n",
  "150 Ok\r\n",
  "650 Ok\r\n",
  "250_Ok\r\n",
  " 250 Ok\r\n",
  "250 Ok\n",
  "\r\n",
  "250-Ok\r\n251 Ok\r\n",
  "250-Ok\r\nOk\r\n",
  `250 ${"x".repeat(70_000)}`,
  `250-${"x".repeat(60_000)}\r\n`.repeat(2),
])("%j is no SMTP", (text) => {
  expect(readAll([text])).toMatchObject({ replies: [], isBroken: true });
});

test("replies before the garbage count", () => {
  expect(readAll(["250 Ok\r\nhello\r\n250 Ok\r\n"])).toMatchObject({
    replies: [{ code: 250 }],
    isBroken: true,
  });
});

const line = fc.string({ maxLength: 12, unit: fc.constantFrom(..."ab 250-.\ré") });
const reply = fc.record({
  code: fc.constantFrom("250", "354", "421", "451", "550"),
  texts: fc.array(line, { minLength: 1, maxLength: 4 }),
});

test("wherever the bytes are cut, the replies are the same", () => {
  fc.assert(
    fc.property(fc.array(reply), fc.array(fc.nat(300)), fc.boolean(), (replies, cuts, isCut) => {
      const whole = replies
        .map(({ code, texts }) =>
          texts
            .map((text, at) => `${code}${at + 1 < texts.length ? "-" : " "}${text}\r\n`)
            .join(""),
        )
        .join("");
      const text = isCut ? whole.slice(0, -1) : whole;
      const ends = [...cuts.filter((cut) => cut < text.length).sort((a, b) => a - b), text.length];
      const pieces = ends.map((end, at) => text.slice(ends[at - 1] ?? 0, end));
      const { replies: read, unread, isBroken } = readAll(pieces);
      expect(isBroken).toBe(false);
      const complete = isCut ? replies.slice(0, -1) : replies;
      expect(read.map((one) => one.lines)).toEqual(
        complete.map(({ code, texts }) =>
          texts.map((one, at) => `${code}${at + 1 < texts.length ? "-" : " "}${one}`),
        ),
      );
      if (!isCut) expect(unread).toEqual(NOTHING_UNREAD);
    }),
  );
});

test("the texts of all lines are one, the codes said once", () => {
  const [reply] = readAll(["550-5.7.1 Not wanted\r\n550-5.7.1 here:\r\n550 see 5.7.1\r\n"]).replies;
  expect(reply && replyOf(reply)).toEqual({
    code: 550,
    enhanced: "5.7.1",
    text: "Not wanted here: see 5.7.1",
  });
});

test("texts are UTF-8, or what they are", () => {
  const of = (bytes: Buffer) => {
    const [reply] = readAll([bytes.toString("latin1")]).replies;
    return reply && replyOf(reply)?.text;
  };
  expect(of(Buffer.from("550 5.1.1 Empfänger unbekannt\r\n"))).toBe("Empfänger unbekannt");
  expect(of(Buffer.from("550 5.1.1 Empf\xe4nger\r\n", "latin1"))).toBe("Empfänger");
});

test("354 answers DATA and nothing else does", () => {
  const steps = ["rset", "mail", "rcpt", "data", "dot", "void"] as const;
  const table = (code: number) => steps.map((step) => meaningOf(step, code));
  expect(table(250)).toEqual(["yes", "yes", "yes", "broken", "yes", "yes"]);
  expect(table(354)).toEqual(["broken", "broken", "broken", "yes", "broken", "yes"]);
  expect(table(334)).toEqual(["broken", "broken", "broken", "broken", "broken", "yes"]);
  expect(table(451)).toEqual(["broken", "no", "no", "no", "no", "yes"]);
  expect(table(550)).toEqual(["broken", "no", "no", "no", "no", "yes"]);
});
