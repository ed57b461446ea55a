import fc from "fast-check";
import PostalMime from "postal-mime";
import { describe, expect, test } from "vitest";
import { encodePiece } from "../content";
import { relaxedBody } from "./dkim";
import { base32, domainOf, listHeaders, messageIdOf, oneLine } from "./headers.core";
import { bodyOf, composeMime, type Letter, mimeBytes } from "./mime";
import { dataOf } from "./smtp-commands";

/** A letter with its texts as they are written. */
type Plain = Omit<Letter, "html" | "text"> & { html: string; text: string };

const LETTER: Plain = {
  from: { name: "Nørd", address: "shop@nord.example" },
  to: "ana@web.example",
  replyTo: "help@nord.example",
  subject: "Grüße 🌱",
  html: "<p>Hällo</p>\n<p>.dot line</p>",
  text: "Hällo\n.\n-- \nNord",
  messageId: "<abc@nord.example>",
  date: new Date("2026-03-01T12:00:00Z"),
  headers: { "List-Unsubscribe": `<https://nord.example/u/${"x".repeat(200)}>` },
};

const bytesOf = ({ html, text, ...letter }: Plain) =>
  mimeBytes(composeMime({ ...letter, html: encodePiece(html), text: encodePiece(text) }));

/** Names of the header block, in order, as any receiver sees them. */
function headerNames(raw: Buffer): string[] {
  const [head = ""] = raw.toString("latin1").split("\r\n\r\n");
  return head.split("\r\n").flatMap((line) => (/^\s/.test(line) ? [] : [line.split(":")[0] ?? ""]));
}

describe("a composed mail", () => {
  test("reads back as it was written", async () => {
    const parsed = await PostalMime.parse(bytesOf(LETTER));
    expect(parsed.subject).toBe(LETTER.subject);
    expect(parsed.from).toEqual({ name: "Nørd", address: "shop@nord.example" });
    expect(parsed.replyTo?.[0]?.address).toBe("help@nord.example");
    expect(parsed.messageId).toBe("<abc@nord.example>");
    expect(parsed.date).toBe("2026-03-01T12:00:00.000Z");
    expect(parsed.html?.replaceAll("\r\n", "\n").trimEnd()).toBe(LETTER.html);
    expect(parsed.text?.replaceAll("\r\n", "\n").trimEnd()).toBe(LETTER.text);
  });

  test("is the same bytes every time", async () => {
    expect(bytesOf(LETTER)).toEqual(bytesOf(LETTER));
  });

  test("has a body that a signature covers as it stands, whatever it is made of", () => {
    const piece = fc.oneof(fc.string(), fc.constantFrom(" ", "  ", "\t", "\r\n", "\n", ".", "="));
    const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 4 }), text, (html, plain) => {
        const mime = composeMime({
          ...LETTER,
          html: html.map(encodePiece).join(""),
          text: encodePiece(plain),
        });
        expect(mime.isRelaxed).toBe(true);
        expect(relaxedBody(bodyOf(mime))).toEqual(bodyOf(mime));
      }),
    );
  });

  test("has no line that begins with a dot, whatever was typed: none is looked for when it is sent", () => {
    const text = fc.string({
      unit: fc.constantFrom(".", "..", "\r\n", "\n", " ", "ü", "a".repeat(60)),
    });
    fc.assert(
      fc.property(text, text, text, (subject, name, body) => {
        const from = { name, address: "shop@nord.example" };
        const raw = bytesOf({ ...LETTER, subject, from, html: body, text: body });
        expect(dataOf({ raw })).toBe(raw);
      }),
    );
  });

  test("has room for more headers than there is room for", () => {
    const headers = { "X-Long": "x".repeat(5_000) };
    const raw = bytesOf({ ...LETTER, headers }).toString("latin1");
    expect(raw).toContain(`\r\nX-Long: ${"x".repeat(5_000)}\r\n`);
    expect(raw.split("\r\n\r\n")[1]).toBe(bytesOf(LETTER).toString("latin1").split("\r\n\r\n")[1]);
  });

  test("keeps a long address of a link in one piece", async () => {
    const raw = bytesOf(LETTER).toString("latin1");
    expect(raw).toContain(`List-Unsubscribe: ${LETTER.headers["List-Unsubscribe"]}\r\n`);
  });

  test("nothing a person typed starts a header or ends the headers", async () => {
    const expected = headerNames(bytesOf(LETTER));
    const nasty = fc.array(
      fc.oneof(
        fc.string(),
        fc.constantFrom(
          "\r\n",
          "\n",
          "\r",
          "\u2028",
          "Bcc: x@evil.example",
          "\r\n\r\n",
          "=?utf-8?q?=0D=0A?=",
        ),
      ),
      { maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(nasty, nasty, async (subject, name) => {
        const raw = bytesOf({
          ...LETTER,
          subject: `a${subject.join("")}`,
          from: { name: name.join(""), address: LETTER.from.address },
          headers: {
            ...LETTER.headers,
            "List-Unsubscribe": `<https://n.example/${subject.join("")}>`,
          },
        });
        expect(headerNames(raw)).toEqual(expected);
        const parsed = await PostalMime.parse(raw);
        expect(parsed.bcc ?? []).toEqual([]);
        expect(parsed.from?.address).toBe(LETTER.from.address);
      }),
      { numRuns: 200 },
    );
  });
});

describe("headers", () => {
  test("base32 is RFC 4648's", () => {
    expect(base32(Buffer.from("foobar"))).toBe("mzxw6ytboi");
    expect(base32(Buffer.from("f"))).toBe("my");
  });

  test("a text becomes one line", () => {
    expect(oneLine(" a\r\nBcc: b\u2028c\u0000 ")).toBe("a Bcc: b c");
  });

  const ids = {
    workspaceId: "019a0000-0000-7000-8000-000000000001",
    contactId: "019a0000-0000-7000-8000-000000000002",
    dedupeKey: "campaign:1",
    senderEmail: "shop@Nord.example",
  };

  test("the Message-ID repeats for the same message and no other", () => {
    const id = messageIdOf(ids);
    expect(id).toMatch(/^<[a-z2-7]{32}@nord\.example>$/);
    expect(messageIdOf(ids)).toBe(id);
    expect(messageIdOf({ ...ids, dedupeKey: "campaign:2" })).not.toBe(id);
    expect(messageIdOf({ ...ids, contactId: ids.workspaceId })).not.toBe(id);
    expect(messageIdOf({ ...ids, workspaceId: ids.contactId })).not.toBe(id);
  });

  test("a list's name is plain ASCII without quotes", () => {
    const headers = listHeaders({
      ...ids,
      brandId: ids.contactId,
      brandName: 'Nørd "Shop" <x>\r\nBcc: y',
      topicId: ids.contactId,
      campaignId: ids.contactId,
      oneClickUrl: "https://nord.example/u",
    });
    expect(headers["List-Id"]).toBe(
      '"Nrd Shop x Bcc: y" <019a0000000070008000000000000002.list.nord.example>',
    );
    expect(domainOf("a@b@c.example")).toBe("c.example");
  });
});
