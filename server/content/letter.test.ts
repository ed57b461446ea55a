import { describe, expect, it, vi } from "vitest";
import { ANA, KIT, LINKS, letterWith, sampleLetter } from "@/tests/support/letters";
import { AppError } from "../kernel";
import { readLetter } from "./check";
import { contrast, letterColours } from "./colour.core";
import { compileDraft, compileLetter } from "./compile";
import { NOBODY, renderEncoded, renderLetter } from "./render";
import { letterDocumentSchema } from "./schemas";

const input = { kit: KIT, topicName: "Newsletter" };
const asAna = { person: ANA, brandKit: KIT, links: LINKS };

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "OK",
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );
}

const codeOfText = (text: string) => codeOf(compileLetter(letterWith(text), input));

describe("compileLetter", () => {
  it("gives the mail that is kept as golden file", async () => {
    const letter = renderLetter(await compileLetter(sampleLetter(), input), asAna);
    await expect(letter.html).toMatchFileSnapshot("letter.html.golden");
    await expect(letter.text).toMatchFileSnapshot("letter.txt.golden");
    expect(letter.subject).toBe("Hello Ana");
  });

  it("puts fallbacks where somebody has no data", async () => {
    const compiled = await compileLetter(sampleLetter(), input);
    const letter = renderLetter(compiled, { ...asAna, person: NOBODY });
    expect(letter.subject).toBe("Hello there");
    expect(letter.html).toContain("A warm cup, friend?");
    expect(letter.text).toContain("A warm cup, friend?");
  });

  it("escapes people's data in HTML and nowhere else", async () => {
    const person = { ...ANA, firstName: `<img src=x onerror=alert(1)> & "Ana"` };
    const letter = renderLetter(await compileLetter(sampleLetter(), input), { ...asAna, person });
    expect(letter.html).not.toContain("<img src=x");
    expect(letter.html).toContain("&lt;img src=x onerror=alert(1)&gt; &amp; &#34;Ana&#34;");
    expect(letter.text).toContain(person.firstName);
    expect(letter.subject).toBe(`Hello ${person.firstName}`);
  });

  it("is written also by a machine that halts for a second in the middle of it", async () => {
    const compiled = await compileLetter(sampleLetter(), input);
    const clock = vi.spyOn(performance, "now").mockReturnValueOnce(0).mockReturnValue(1_000);
    try {
      expect(renderLetter(compiled, asAna).subject).toBe("Hello Ana");
    } finally {
      clock.mockRestore();
    }
  });

  it("keeps a subject on one line whatever a person is called", async () => {
    const person = { ...ANA, firstName: "Ana\r\nBcc: all@evil.example\u2028x" };
    const letter = renderLetter(await compileLetter(sampleLetter(), input), { ...asAna, person });
    expect(letter.subject).toBe("Hello Ana Bcc: all@evil.example x");
  });

  it("speaks the workspace's language in its footer", async () => {
    const kit = { ...KIT, workspace: { ...KIT.workspace, locale: "de" } };
    const letter = renderLetter(await compileLetter(sampleLetter(), { ...input, kit }), asAna);
    expect(letter.html).toContain('<html dir="ltr" lang="de">');
    expect(letter.html).toContain("Abmelden</a>");
    expect(letter.text).toContain(
      "Impressum:\nNord Kaffee GmbH\nHafenstraße 12, 20457 Hamburg, Deutschland",
    );
  });

  it("takes what looks like Liquid in the imprint for text", async () => {
    const directors = "{{ contact.email }} {% include 'x' %} ZQX0Q0QZX {{";
    const kit = { ...KIT, entity: { ...KIT.entity, directors } };
    const letter = renderLetter(await compileLetter(sampleLetter(), { ...input, kit }), asAna);
    expect(letter.text).toContain(directors);
    expect(letter.html).toContain("{{ contact.email }}");
  });

  it("refuses a letter without its imprint, and says what is missing", async () => {
    const kit = { ...KIT, imprintMissing: ["street", "directors"] };
    const refused = await compileLetter(sampleLetter(), { ...input, kit }).catch((e: unknown) => e);
    expect(refused).toMatchObject({
      code: "IMPRINT_INCOMPLETE",
      detail: { field: "footer", params: { missing: "street, directors" } },
    });
    const blank = { ...KIT, entity: { ...KIT.entity, name: "", form: "" } };
    expect(await codeOf(compileLetter(sampleLetter(), { ...input, kit: blank }))).toBe(
      "TEMPLATE_COMPLIANCE",
    );
  });

  it("prints imprint, reason and unsubscribe link in both parts", async () => {
    const letter = renderLetter(await compileLetter(letterWith("Hi"), input), asAna);
    for (const part of [letter.html, letter.text]) {
      expect(part).toContain(LINKS.pageUrl);
      expect(part).toContain("HRB 12345");
      expect(part).toContain("“Newsletter”");
    }
  });

  it("never lets another kind of link through", async () => {
    expect(await codeOfText("[a](javascript:alert(1))")).toBe("LINK_FORBIDDEN");
    expect(await codeOfText("[a](data:text/html,x)")).toBe("LINK_FORBIDDEN");
    const links = { ...LINKS, pageUrl: "javascript:alert(1)" };
    const compiled = await compileLetter(sampleLetter(), input);
    expect(() => renderLetter(compiled, { ...asAna, links })).toThrow("LINK_FORBIDDEN");
    const letter = renderLetter(
      await compileLetter(letterWith("<script>alert(1)</script>"), input),
      asAna,
    );
    expect(letter.html).not.toContain("<script");
  });

  it("refuses what would be larger than 1 MB", async () => {
    const blocks = Array.from({ length: 60 }, (_, n) => ({
      id: `t${n}`,
      type: "text" as const,
      text: "&".repeat(19_000),
    }));
    expect(await codeOf(compileLetter(sampleLetter({ blocks }), input))).toBe("MESSAGE_TOO_LARGE");
    const compiled = await compileLetter(letterWith("{{ contact.attributes.city }}"), input);
    const person = { ...ANA, attributes: { city: "x".repeat(1_100_000) } };
    expect(() => renderLetter(compiled, { ...asAna, person })).toThrow("MESSAGE_TOO_LARGE");
  });

  it("shows a draft with faults as it was typed", async () => {
    const draft = await compileDraft(letterWith("Hi {{ contact.firstname }} {% for %}"), {
      ...input,
      kit: { ...KIT, imprintMissing: ["street"] },
    });
    expect(renderLetter(draft, asAna).text).toContain("Hi {{ contact.firstname }} {% for %}");
  });
});

describe("merge tags", () => {
  it.each([
    ["{% for i in (1..1e8) %}x{% endfor %}", "TEMPLATE_LIMIT"],
    ["{% tablerow i in (1..9) %}x{% endtablerow %}", "TEMPLATE_LIMIT"],
    ["{{ brand.name }}".repeat(201), "TEMPLATE_LIMIT"],
    ["{{ (1..900000000) }}", "TEMPLATE_LIMIT"],
    ["{% include 'x' %}", "TEMPLATE_TAG"],
    ["{% render 'x' %}", "TEMPLATE_TAG"],
    ["{% layout 'x' %}", "TEMPLATE_TAG"],
    ["{% raw %}{{ x }}{% endraw %}", "TEMPLATE_TAG"],
    ["{% assign x = 1 %}", "TEMPLATE_TAG"],
    ["{%- liquid echo x -%}", "TEMPLATE_TAG"],
    ["{{ contact.firstname }}", "TEMPLATE_UNKNOWN"],
    ["{{ contact.__proto__ }}", "TEMPLATE_UNKNOWN"],
    ["{{ contact.attributes.__proto__.x }}", "TEMPLATE_UNKNOWN"],
    ["{{ contact.constructor }}", "TEMPLATE_UNKNOWN"],
    ["{{ contact[brand.name] }}", "TEMPLATE_UNKNOWN"],
    ["{{ links.page }}", "TEMPLATE_UNKNOWN"],
    ["{{ process.env }}", "TEMPLATE_UNKNOWN"],
    ["{{ contact.first_name | raw }}", "TEMPLATE_UNKNOWN"],
    ["{{ contact.first_name | where_exp: 'a' }}", "TEMPLATE_UNKNOWN"],
    // What never closes is text.
    ["{{ contact.first_name", "OK"],
    ["{% if contact.first_name %}x", "TEMPLATE_SYNTAX"],
    // Formatting is a mark of each run: a condition cuts through none.
    ["**{% if contact.first_name %}x**{% endif %}", "OK"],
    ["{% if contact.first_name %}x\n\ny{% endif %}", "TEMPLATE_SYNTAX"],
    ["{{ }}", "TEMPLATE_SYNTAX"],
    ["{% if contact.first_name == 'Ana' %}a{% else %}b{% endif %}", "OK"],
    ["{{ contact.attributes.city | upcase | default: 'x' }}", "OK"],
    ["100 % { } }} %}", "OK"],
  ])("%.60s → %s", async (text, expected) => {
    expect(await codeOfText(text)).toBe(expected);
  });

  it("names field, place and what is unknown", () => {
    const text = "Dear\n{{ contact.firstname }} {{ contact.attributes.town }}";
    expect(readLetter(letterWith(text), ["city"]).problems).toEqual([
      {
        code: "TEMPLATE_UNKNOWN",
        field: "blocks.t.text",
        name: "contact.firstname",
        line: 2,
        column: 4,
      },
      {
        code: "TEMPLATE_UNKNOWN",
        field: "blocks.t.text",
        name: "contact.attributes.town",
        line: 2,
        column: 28,
      },
    ]);
    expect(readLetter(letterWith("x {{ contact.email | shout }}"), null).problems).toMatchObject([
      { code: "TEMPLATE_UNKNOWN", name: "shout", line: 1 },
    ]);
  });

  it("knows which data is printed without a fallback", () => {
    const text =
      "{{ contact.last_name }} {{ contact.first_name | default: 'x' }} {{ contact.attributes.city | upcase }}";
    expect(readLetter(letterWith(text), ["city"]).withoutFallback).toEqual([
      "contact.last_name",
      "contact.attributes.city",
    ]);
    expect(readLetter(letterWith("{{ contact.unknown }}"), []).withoutFallback).toEqual([]);
  });

  it("reaches own data only", async () => {
    const compiled = await compileLetter(letterWith("[{{ contact.attributes.city }}]"), input);
    const inherited = Object.create({ city: "leaked" });
    const person = { ...ANA, attributes: inherited };
    expect(renderLetter(compiled, { ...asAna, person }).text).toContain("[]");
  });

  it.each([
    ["M", { size: "M", city: "Kiel" }],
    ["one size", { city: "Kiel", tier: "gold" }],
  ])("an attribute called size is printed, or its fallback: %s", async (printed, attributes) => {
    const tag = "{{ contact.attributes.size | default: 'one size' }}";
    const document = {
      ...letterWith(`In ${tag} today`),
      subject: sampleLetter({ subject: tag }).subject,
    };
    const compiled = await compileLetter(document, input);
    const seen = { ...asAna, person: { ...ANA, attributes } };
    const shown = renderLetter(compiled, seen);
    expect(shown.subject).toBe(printed);
    expect(shown.text).toContain(`In ${printed} today`);
    const mail = renderEncoded(compiled, seen);
    expect(mail.subject).toBe(printed);
    expect(mail.text.replaceAll("=\r\n", "")).toContain(`In ${printed} today`);
  });
});

describe("letterDocumentSchema", () => {
  it("refuses line breaks in what becomes a header", () => {
    const subject = [{ type: "text", text: "a\r\nBcc: b@c" }];
    const parsed = letterDocumentSchema.safeParse({ ...sampleLetter(), subject });
    expect(parsed.error?.issues[0]).toMatchObject({ message: "HEADER_CRLF", path: ["subject"] });
    const tagged = [{ type: "tag", variable: "contact.email", fallback: "a\nb" }];
    expect(letterDocumentSchema.safeParse({ ...sampleLetter(), subject: tagged }).success).toBe(
      false,
    );
  });

  it("refuses unknown versions, unknown parts and twins", () => {
    expect(letterDocumentSchema.safeParse({ ...sampleLetter(), version: 3 }).success).toBe(false);
    const [block] = sampleLetter().blocks;
    expect(
      letterDocumentSchema.safeParse({ ...sampleLetter(), blocks: [block, block] }).success,
    ).toBe(false);
    const evil = { id: "x", type: "html", text: "<b>" };
    expect(letterDocumentSchema.safeParse({ ...sampleLetter(), blocks: [evil] }).success).toBe(
      false,
    );
  });
});

describe("letterColours", () => {
  it.each(["#0f766e", "#ffdd00", "#000000", "#ffffff", "#777777"])(
    "keeps %s readable",
    (colour) => {
      const { brand, onBrand, link } = letterColours(colour);
      expect(contrast(brand, onBrand)).toBeGreaterThanOrEqual(4.5);
      expect(contrast("#ffffff", link)).toBeGreaterThanOrEqual(4.5);
    },
  );
});
