import type { LetterDocument } from "@/server/content";
import type { LetterBlock } from "@/server/content/schemas";

const text = (id: string, words: string): LetterBlock => ({
  id,
  type: "text",
  align: "left",
  paragraphs: [{ inlines: [{ type: "text", text: words }] }],
});

const button = (id: string, label: string, href: string): LetterBlock => ({
  id,
  type: "button",
  label: [{ type: "text", text: label }],
  href,
  align: "left",
  isFullWidth: false,
});

/** Columns take leaves only; these are. */
const leaves = (...blocks: LetterBlock[]) =>
  blocks.flatMap((one) => (one.type === "section" || one.type === "columns" ? [] : [one]));

const FAVOURITES = "https://nord.example/a?b=1&c=2";

/** A letter that uses every part there is, and every way to write in one. */
export const EVERY_PART: LetterDocument = {
  version: 2,
  subject: [
    { type: "text", text: "Something warm, " },
    { type: "tag", variable: "contact.first_name", fallback: "you" },
  ],
  preheader: [{ type: "text", text: "Three coffees for short days" }],
  footer: { align: "center" },
  blocks: [
    {
      id: "h1",
      type: "heading",
      level: 1,
      align: "left",
      text: [
        { type: "text", text: "A warm cup, " },
        { type: "tag", variable: "contact.first_name", fallback: "friend" },
        { type: "text", text: "?" },
      ],
    },
    {
      id: "t1",
      type: "text",
      align: "left",
      paragraphs: [
        {
          inlines: [
            { type: "text", text: "The days get " },
            { type: "text", text: "shorter & darker", bold: true },
            { type: "text", text: ". See " },
            { type: "text", text: "our ", link: FAVOURITES },
            { type: "text", text: "favourites", italic: true, link: FAVOURITES },
            { type: "text", text: " in " },
            { type: "tag", variable: "contact.attributes.city", fallback: "", bold: true },
            { type: "text", text: "." },
          ],
        },
        {
          inlines: [
            { type: "liquid", source: "{% if contact.last_name %}" },
            { type: "text", text: "We know your name.", bold: true },
            { type: "liquid", source: "{% endif %}" },
            { type: "text", text: " Literal {{ braces }} stay text." },
          ],
        },
        { list: "bullet", inlines: [{ type: "text", text: "Light" }] },
        { list: "bullet", inlines: [{ type: "text", text: "Dark" }] },
        { list: "number", inlines: [{ type: "text", text: "Grind" }] },
        { list: "number", inlines: [{ type: "text", text: "Pour" }] },
      ],
    },
    {
      id: "img1",
      type: "image",
      image: { src: "https://nord.example/media/cup.png", width: 1200, height: 500 },
      alt: "A cup of coffee on a wooden table",
      isDecorative: false,
      href: "https://nord.example/beans",
      width: 100,
      align: "center",
    },
    {
      id: "s1",
      type: "section",
      background: "#0f3d39",
      padding: 32,
      blocks: [
        {
          id: "h2",
          type: "heading",
          level: 2,
          align: "center",
          text: [{ type: "text", text: "Two for the week" }],
        },
        {
          id: "c1",
          type: "columns",
          ratio: "1-1",
          isStacked: true,
          columns: [
            {
              id: "c1a",
              blocks: leaves(
                text("t2", "Left: light roast."),
                button("b2", "Light", "https://nord.example/light"),
              ),
            },
            {
              id: "c1b",
              blocks: leaves(
                text("t3", "Right: dark roast."),
                button("b3", "Dark", "https://nord.example/dark"),
              ),
            },
          ],
        },
      ],
    },
    { id: "d1", type: "divider" },
    {
      id: "p1",
      type: "product",
      source: { kind: "bestsellers", days: 90 },
      count: 2,
      perRow: 2,
      hasImage: true,
      hasPrice: true,
      buttonLabel: "Buy",
    },
    { id: "sp1", type: "spacer", height: 24 },
    button("b1", "See the beans", "https://nord.example/beans"),
  ],
};
