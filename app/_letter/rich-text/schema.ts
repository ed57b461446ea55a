import { type NodeSpec, Schema } from "prosemirror-model";
import { inlineOfLiquid, LISTS, type ListKind, MAX_FALLBACK } from "@/server/content/schemas";

/** What may be pasted as a link; the server asks again, with its own parser. */
function linkAttrs(href: string | null): { href: string } | false {
  return href && href.length <= 2000 && /^(https?:\/\/|mailto:)/i.test(href) ? { href } : false;
}

/** A chip from the clipboard, when it is one of ours: any page can write such a span. */
function tagAttrs(variable: string | null, fallback: string | null) {
  const known = inlineOfLiquid(`{{ ${variable} }}`);
  const text = (fallback ?? "").replace(/[\r\n\u2028\u2029]/g, " ").slice(0, MAX_FALLBACK);
  return known.type === "tag" && { variable: known.variable, fallback: text };
}

const inline = {
  text: { group: "inline" },
  /** A person's data; atomic: the cursor passes it as one sign. */
  tag: {
    group: "inline",
    inline: true,
    atom: true,
    attrs: { variable: { validate: "string" }, fallback: { default: "", validate: "string" } },
    toDOM: (node) => [
      "span",
      { "data-tag": String(node.attrs.variable), "data-fallback": String(node.attrs.fallback) },
    ],
    parseDOM: [
      {
        tag: "span[data-tag]",
        getAttrs: (element) =>
          tagAttrs(element.getAttribute("data-tag"), element.getAttribute("data-fallback")),
      },
    ],
  },
  liquid: {
    group: "inline",
    inline: true,
    atom: true,
    attrs: { source: { validate: "string" } },
    toDOM: (node) => ["span", { "data-liquid": String(node.attrs.source) }],
    parseDOM: [
      {
        tag: "span[data-liquid]",
        getAttrs: (element) => ({ source: element.getAttribute("data-liquid") ?? "" }),
      },
    ],
  },
} satisfies ConstructorParameters<typeof Schema>[0]["nodes"];

const paragraph = {
  content: "inline*",
  toDOM: () => ["p", 0] as const,
  parseDOM: [{ tag: "p" }, { tag: "h1" }, { tag: "h2" }, { tag: "h3" }, { tag: "li" }],
};

/** An item of a list is a paragraph that says so: lists of a letter have one level. */
const listed = {
  content: "inline*",
  attrs: { list: { default: null } },
  toDOM: (node) => ["p", { "data-list": node.attrs.list }, 0],
  parseDOM: [
    { tag: "p", getAttrs: (element) => ({ list: listNamed(element.getAttribute("data-list")) }) },
    { tag: "li", getAttrs: (element) => ({ list: element.closest("ol") ? "number" : "bullet" }) },
    { tag: "h1" },
    { tag: "h2" },
    { tag: "h3" },
  ],
} satisfies NodeSpec;

function listNamed(name: string | null): ListKind | null {
  return LISTS.find((one) => one === name) ?? null;
}

/** Paragraphs and lists with bold, italic, links and breaks: text blocks. */
export const richSchema = new Schema({
  nodes: {
    doc: { content: "paragraph+" },
    paragraph: listed,
    ...inline,
    break: {
      group: "inline",
      inline: true,
      selectable: false,
      toDOM: () => ["br"],
      parseDOM: [{ tag: "br" }],
    },
  },
  marks: {
    // Not an <a>: nothing in the canvas leads away, and no address is ever live in the console.
    link: {
      attrs: { href: { validate: "string" } },
      inclusive: false,
      toDOM: (mark) => ["span", { "data-link": String(mark.attrs.href) }, 0],
      parseDOM: [
        {
          tag: "a[href]",
          getAttrs: (element) => linkAttrs(element.getAttribute("href")),
        },
        {
          tag: "span[data-link]",
          getAttrs: (element) => linkAttrs(element.getAttribute("data-link")),
        },
      ],
    },
    bold: {
      toDOM: () => ["strong", 0],
      parseDOM: [{ tag: "strong" }, { tag: "b" }, { style: "font-weight=bold" }],
    },
    italic: {
      toDOM: () => ["em", 0],
      parseDOM: [{ tag: "em" }, { tag: "i" }, { style: "font-style=italic" }],
    },
  },
});

/** One line with merge tags: headings, labels, the subject. */
export const lineSchema = new Schema({
  nodes: { doc: { content: "paragraph" }, paragraph, ...inline },
});
