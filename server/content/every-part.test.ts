import { expect, it, test } from "vitest";
import { EVERY_PART } from "@/tests/support/every-part";
import { ANA, KIT, LINKS, letterWith, sampleLetter } from "@/tests/support/letters";
import { decodePieces } from "@/tests/support/quoted-printable";
import { readLetter } from "./check";
import { compileDraft, compileLetter } from "./compile";
import { outlineOf } from "./outline.core";
import { NOBODY, renderEncoded, renderLetter } from "./render";
import { type LetterDocument, letterDocumentSchema } from "./schemas";
import { emptyLetter, upgradeLetter } from "./upgrade.core";

const input = { kit: KIT, topicName: "Newsletter" };
const product = (n: number) => ({
  name: `Bean <${n}>`,
  url: `https://nord.example/p/${n}`,
  image: `https://nord.example/p/${n}.png`,
  price: "€9.90",
  linkId: `id-${n}`,
});
const asAna = {
  person: ANA,
  brandKit: KIT,
  links: LINKS,
  products: { p0: [product(0), product(1)] },
};

it("draws every part, and is kept as golden file", async () => {
  expect(letterDocumentSchema.parse(EVERY_PART)).toEqual(EVERY_PART);
  const compiled = await compileLetter(EVERY_PART, input);
  const letter = renderLetter(compiled, asAna);
  await expect(letter.html).toMatchFileSnapshot("every-part.html.golden");
  await expect(letter.text).toMatchFileSnapshot("every-part.txt.golden");
  expect(letter.html).toContain("Literal {{ braces }} stay text.");
  expect(letter.html).toContain("Bean &lt;1&gt;");
  expect(compiled.products).toEqual([
    { key: "p0", source: { kind: "bestsellers", days: 90 }, count: 2, hasImage: true },
  ]);
});

it("is encoded for the mail as it is shown", async () => {
  const compiled = await compileLetter(EVERY_PART, input);
  const tracking = {
    linkTo: (id: string) => `https://k.example/t/c/${id}?a=1&b=2`,
    pixelUrl: "https://k.example/t/o/x",
  };
  const ümlaut = { ...ANA, firstName: "Änne = <Ünal> 🌱", lastName: null };
  for (const person of [ANA, ümlaut, NOBODY]) {
    const seen = { ...asAna, person, tracking };
    const mail = renderEncoded(compiled, seen);
    const { html, text, subject } = renderLetter(compiled, seen);
    expect(decodePieces(mail.html)).toBe(html.replace(/\r?\n/g, "\r\n"));
    expect(decodePieces(mail.text)).toBe(text.replace(/\r?\n/g, "\r\n"));
    expect(mail.subject).toBe(subject);
    expect(html).toContain("https://k.example/t/o/x");
  }
});

it("takes out the links of texts, pictures and buttons, wherever they stand", async () => {
  const { links } = await compileLetter(EVERY_PART, input);
  expect(links.map(({ url, label }) => `${label} → ${url}`)).toEqual([
    "our favourites → https://nord.example/a?b=1&c=2",
    "A cup of coffee on a wooden table → https://nord.example/beans",
    "Light → https://nord.example/light",
    "Dark → https://nord.example/dark",
    "See the beans → https://nord.example/beans",
  ]);
});

it("leads a mailed product through us and a shown one to its page", async () => {
  const compiled = await compileLetter(EVERY_PART, input);
  const tracking = { linkTo: (id: string) => `https://k.example/t/c/${id}`, pixelUrl: null };
  const mailed = renderLetter(compiled, { ...asAna, tracking });
  expect(mailed.html).toContain('href="https://k.example/t/c/id-1"');
  expect(mailed.text).toContain("https://k.example/t/c/id-0");
  expect(mailed.html).not.toContain("https://nord.example/p/0&quot;");
  expect(renderLetter(compiled, asAna).html).toContain('href="https://nord.example/p/1"');
});

it("leaves out the places of products that are missing", async () => {
  const compiled = await compileLetter(EVERY_PART, input);
  const one = renderLetter(compiled, { ...asAna, products: { p0: [product(0)] } });
  expect(one.html).not.toContain("p/1.png");
  const none = renderLetter(compiled, { ...asAna, products: {} });
  expect(none.html).not.toContain("Buy");
  expect(none.text).not.toMatch(/\n{4}/);
});

it("draws a product without picture or page as far as it goes", async () => {
  const plain = EVERY_PART.blocks.map((block) =>
    block.type === "product" ? { ...block, hasImage: false } : block,
  );
  const bare = { ...product(0), url: null, image: null, linkId: null };
  const products = { p0: [bare, { ...product(1), image: null }] };
  const tracking = { linkTo: (id: string) => `https://k.example/t/c/${id}`, pixelUrl: null };
  const compiled = await compileLetter({ ...EVERY_PART, blocks: plain }, input);
  const letter = renderLetter(compiled, { ...asAna, products, tracking });
  expect(letter.html).not.toContain('alt="Bean');
  expect(letter.html.match(/>Buy</g)).toHaveLength(1);
  expect(letter.html).toMatch(/<p[^>]*>Bean &lt;0&gt;<\/p>/);
  expect(letter.html).toMatch(/href="https:\/\/k\.example\/t\/c\/id-1"[^>]*>Bean &lt;1&gt;<\/a>/);
  expect(letter.text).toContain(
    "* Bean <0> – €9.90\n* Bean <1> – €9.90\n  https://k.example/t/c/id-1",
  );
  const pictured = renderLetter(await compileLetter(EVERY_PART, input), {
    ...asAna,
    products: { p0: [{ ...product(0), url: null, price: null }] },
  });
  expect(pictured.html).toContain('src="https://nord.example/p/0.png"');
  expect(pictured.html).not.toMatch(/href=""|>Buy</);
  expect(pictured.text).toContain("* Bean <0>\n\n");
});

it("reads product blocks from before pictures could be left out as it did", () => {
  const blocks = EVERY_PART.blocks.map(({ ...block }) => {
    if ("hasImage" in block) Reflect.deleteProperty(block, "hasImage");
    return block;
  });
  const stored = { ...EVERY_PART, blocks };
  expect(upgradeLetter(stored)).toEqual(EVERY_PART);
  expect(outlineOf(stored)).toEqual(outlineOf(EVERY_PART));
});

it("refuses a product whose address is none of the web", async () => {
  const compiled = await compileLetter(EVERY_PART, input);
  const products = { p0: [{ ...product(0), url: "javascript:alert(1)" }] };
  expect(() => renderLetter(compiled, { ...asAna, products })).toThrow("LINK_FORBIDDEN");
});

it("shows nobody a condition's half", async () => {
  const letter = renderLetter(await compileLetter(EVERY_PART, input), {
    ...asAna,
    person: NOBODY,
  });
  expect(letter.html).not.toContain("We know your name.");
  expect(letter.html.match(/<strong>/g)?.length).toBe(letter.html.match(/<\/strong>/g)?.length);
});

test("text that ends in a brace opens no template with what stands behind it", async () => {
  const paragraphs = [
    {
      inlines: [
        { type: "text" as const, text: "{" },
        { type: "text" as const, text: "{ links.page }}", bold: true as const },
        { type: "text" as const, text: " {" },
        { type: "tag" as const, variable: "contact.first_name", fallback: "" },
      ],
    },
  ];
  const document: LetterDocument = {
    ...letterWith(""),
    blocks: [{ id: "t", type: "text", align: "left", paragraphs }],
  };
  const letter = renderLetter(await compileLetter(document, input), asAna);
  expect(letter.text).toContain("{{ links.page }} {Ana");
  expect(letter.html).toContain("{<strong>{ links.page }}</strong> {Ana");
});

test("a fallback cannot open a template, whatever it holds", async () => {
  const fallback = `{{ contact.email }} "x" 'y' | upcase`;
  const subject = [{ type: "tag" as const, variable: "contact.phone_x", fallback }];
  expect(letterDocumentSchema.safeParse({ ...EVERY_PART, subject }).success).toBe(false);
  const known = [{ type: "tag" as const, variable: "contact.last_name", fallback }];
  const compiled = await compileLetter({ ...EVERY_PART, subject: known }, input);
  const { subject: printed } = renderLetter(compiled, { ...asAna, person: NOBODY });
  expect(printed).toBe(`contact.email "x" ’y’ | upcase`);
});

test("advice names what should be better and keeps nothing back", async () => {
  const picture = { src: "https://nord.example/a.png", width: 10, height: 10 };
  const image = {
    id: "i",
    type: "image" as const,
    image: picture,
    alt: "",
    isDecorative: false,
    href: "https://",
    width: 100,
    align: "left" as const,
  };
  const document: LetterDocument = {
    ...letterWith("Hi"),
    blocks: [
      image,
      { ...image, id: "j", image: null },
      {
        id: "p",
        type: "product",
        source: { kind: "picked", productIds: [] },
        count: 1,
        perRow: 1,
        hasImage: true,
        hasPrice: true,
        buttonLabel: "",
      },
      {
        id: "t",
        type: "text",
        align: "left",
        paragraphs: [
          { inlines: [{ type: "text", text: "Hi {{ first_name }}", link: "https://" }] },
        ],
      },
    ],
  };
  const { problems, advice } = readLetter(document, []);
  expect(problems.filter(({ field }) => field !== "preheader")).toEqual([]);
  expect(advice.map(({ code, field }) => `${field} ${code}`)).toEqual([
    "blocks.i.alt image_alt_missing",
    "blocks.i.href link_empty",
    "blocks.j image_missing",
    "blocks.p products_none",
    "blocks.t.text link_empty",
    "blocks.t.text braces_typed",
  ]);
  const letter = renderLetter(await compileLetter(document, input), asAna);
  expect(letter.html).toContain("Hi {{ first_name }}");
  expect(letter.html).not.toContain('href="https://"');
});

test("a draft is drawn with what it has so far", async () => {
  const empty = renderLetter(await compileDraft(emptyLetter(), input), asAna);
  expect(empty.html).toContain("Unsubscribe");
  const block = EVERY_PART.blocks.find((one) => one.type === "button");
  if (!block) throw new Error("The sample has no button.");
  const open = { ...EVERY_PART, blocks: [{ ...block, href: "nord.example" }] };
  expect(readLetter(open, null).problems).toMatchObject([{ code: "LINK_FORBIDDEN" }]);
  expect(renderLetter(await compileDraft(open, input), asAna).html).not.toContain("See the beans");
});

test("letters of the first editor are read for ever, even the longest", () => {
  const letter = sampleLetter();
  expect(letter.subject).toEqual([
    { type: "text", text: "Hello " },
    { type: "tag", variable: "contact.first_name", fallback: "there" },
  ]);
  expect(upgradeLetter(letter)).toEqual(letter);
  const longest = ["a\n\n".repeat(6_666), "a\n".repeat(9_999), "{{ x }}".repeat(2_857)];
  for (const text of longest) {
    const old = { version: 1, subject: "s".repeat(250), preheader: "{".repeat(250) };
    const blocks = [{ id: "t", type: "text", text }];
    expect(upgradeLetter({ ...old, blocks }).blocks).toHaveLength(1);
  }
  expect(() => upgradeLetter({ ...letter, version: 3 })).toThrow();
});
