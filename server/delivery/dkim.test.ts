import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { dkimVerify } from "mailauth/lib/dkim/verify";
import { describe, expect, it } from "vitest";
import { encodePiece } from "../content";
import { dkimKey, signed } from "./dkim";
import { composeMime, type Mime, mimeBytes } from "./mime";

const pair = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "der" },
});
const KEY = dkimKey({ domain: "nord.example", selector: "k1", pem: pair.privateKey });
const AT = new Date("2026-03-01T12:00:00Z");

/** DNS as nord.example would publish it. */
async function resolver(name: string, type: string): Promise<string[][]> {
  if (name === "k1._domainkey.nord.example" && type === "TXT") {
    return [[`v=DKIM1; k=rsa; p=${pair.publicKey.toString("base64")}`]];
  }
  throw Object.assign(new Error(`No ${type} for ${name}`), { code: "ENOTFOUND" });
}

function mail(html = "<p>Hällo  \tWelt </p>\n\n\n<p>.Ende</p>\n\n") {
  return composeMime({
    from: { name: "Nørd", address: "shop@nord.example" },
    to: "ana@web.example",
    replyTo: null,
    subject: `Grüße ${"an alle ".repeat(12)}🌱`,
    html: encodePiece(html),
    text: encodePiece("Hällo"),
    messageId: "<abc@nord.example>",
    date: AT,
    headers: {
      "List-Unsubscribe": `<https://nord.example/u/${"x".repeat(200)}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      "List-Id": "<news.nord.example>",
      "Feedback-ID": "a:b:c:kairos",
    },
  });
}

/** What nobody may change or add to a mail of ours. */
const COVERED = [
  ...["from", "to", "subject", "message-id", "date", "mime-version", "content-type"],
  ...["list-unsubscribe", "list-unsubscribe-post", "list-id", "feedback-id"],
];

async function verdict(bytes: Buffer | string) {
  const { results } = await dkimVerify(bytes, { resolver });
  return results[0]?.status.result;
}

/** The tags of the signature as they stand, folds included. */
const tagsOf = (mime: Mime) =>
  new Map(
    (mime.headers[0]?.[1] ?? "").split(";").map((tag) => {
      const [name = "", ...value] = tag.trim().split("=");
      return [name, value.join("=")];
    }),
  );

describe("a signature", () => {
  it("holds for another verifier", async () => {
    const raw = mimeBytes(await signed(mail(), KEY, { at: AT }));
    const { results } = await dkimVerify(raw, { resolver });
    expect(results).toHaveLength(1);
    expect(results[0]?.status.result).toBe("pass");
    expect(results[0]?.signingDomain).toBe("nord.example");
  });

  it("covers each header once more than it stands, the list headers too", async () => {
    const names = tagsOf(await signed(mail(), KEY, { at: AT }))
      .get("h")
      ?.split(/\s*:\s*/);
    for (const name of COVERED) {
      expect(names?.filter((own) => own === name)).toHaveLength(2);
    }
    expect(names?.filter((own) => own === "reply-to")).toHaveLength(1);
  });

  it("is folded only where blanks may stand, in lines of a mail", async () => {
    const [[name, value] = ["", ""]] = (await signed(mail(), KEY, { at: AT })).headers;
    for (const line of `${name}: ${value}`.split("\r\n")) expect(line.length).toBeLessThan(79);
    expect(value).toMatch(/;\r\n h=[a-z-]+(?::(?:\r\n )?[a-z-]+)*;/);
  });

  it("is the same for the same mail, and claims the given moment", async () => {
    const once = await signed(mail(), KEY, { at: AT });
    const again = await signed(mail(), KEY, { at: AT });
    expect(again.headers).toEqual(once.headers);
    expect(mimeBytes(again)).toEqual(mimeBytes(once));
    expect(tagsOf(once).get("t")).toBe(String(AT.getTime() / 1000));
  });

  const changes: [string, (raw: string) => string][] = [
    ["a word of the body", (raw) => raw.replace("Welt", "Wurm")],
    ["a line more in the body", (raw) => `${raw}Win!\r\n`],
    ["the way to leave", (raw) => raw.replace("nord.example/u/", "evil.example/u/")],
    ["another subject", (raw) => raw.replace("Subject: ", "Subject: Win ")],
    ["one more From", (raw) => `From: x@evil.example\r\n${raw}`],
    ["one more Subject", (raw) => `Subject: Win\r\n${raw}`],
    ["one more way to leave", (raw) => `List-Unsubscribe: <https://evil.example>\r\n${raw}`],
    ["one more post header", (raw) => `List-Unsubscribe-Post: no\r\n${raw}`],
    ["another list", (raw) => raw.replace("<news.", "<win.")],
    ["one more list", (raw) => `List-Id: <win.nord.example>\r\n${raw}`],
    ["another Feedback-ID", (raw) => raw.replace("a:b:c:kairos", "a:b:x:kairos")],
    ["one more Feedback-ID", (raw) => `Feedback-ID: a:b:x:kairos\r\n${raw}`],
    ["a Reply-To that was not there", (raw) => `Reply-To: x@evil.example\r\n${raw}`],
    ["no way to leave", (raw) => raw.replace("List-Unsubscribe-Post:", "X-Post:")],
  ];

  it.each(changes)("does not hold with %s", async (_, change) => {
    const raw = mimeBytes(await signed(mail(), KEY, { at: AT })).toString("utf8");
    expect(change(raw)).not.toBe(raw);
    expect(await verdict(Buffer.from(raw))).toBe("pass");
    // What no longer fits is "fail", or "neutral" for a body that is not the signed one.
    expect(await verdict(Buffer.from(change(raw)))).not.toBe("pass");
  });

  const harmless: [string, (raw: string) => string][] = [
    ["empty lines at the end", (raw) => `${raw}\r\n\r\n`],
    ["blanks at the end of lines", (raw) => raw.replace("--\r\n", "-- \t\r\n")],
    ["another fold of the subject", (raw) => raw.replace("?=\r\n =?", "?=\r\n\t =?")],
    ["names in capitals", (raw) => raw.replace("\r\nFrom:", "\r\nFROM:")],
    ["a trace in front", (raw) => `Received: from a by b; now\r\n${raw}`],
  ];

  it.each(harmless)("survives a server that makes %s", async (_, change) => {
    const raw = mimeBytes(await signed(mail(), KEY, { at: AT })).toString("utf8");
    expect(change(raw)).not.toBe(raw);
    expect(await verdict(Buffer.from(change(raw)))).toBe("pass");
  });

  it("holds for several headers of one name, and for none of its own", async () => {
    const twice: Mime = {
      headers: [
        ["From", "a@nord.example"],
        ["List-Id", "<one.nord.example>"],
        ["LIST-ID", "<two.nord.example>"],
      ],
      frame: Buffer.from("Hello\r\n"),
      room: 0,
    };
    expect(await verdict(mimeBytes(await signed(twice, KEY, { at: AT })))).toBe("pass");
  });

  it("holds whatever blanks and lines a body has", async () => {
    const piece = fc.constantFrom(" ", "\t", "\r\n", "a", "ä", ".", "=\r\n");
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
        const headers = [["From", "a@nord.example"]] as const;
        // SMTP ends every mail with a line break.
        const body = Buffer.from(`${pieces.join("")}\r\n`, "utf8");
        const raw = mimeBytes(await signed({ headers, frame: body, room: 0 }, KEY, { at: AT }));
        expect(await verdict(raw)).toBe("pass");
      }),
      { numRuns: 150 },
    );
  });

  it("does not hold against another key", async () => {
    const other = dkimKey({
      ...KEY,
      pem: generateKeyPairSync("rsa", {
        modulusLength: 2048,
        privateKeyEncoding: { type: "pkcs8", format: "pem" },
        publicKeyEncoding: { type: "spki", format: "pem" },
      }).privateKey,
    });
    expect(await verdict(mimeBytes(await signed(mail(), other, { at: AT })))).toBe("fail");
  });
});
