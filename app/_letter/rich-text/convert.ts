import { Fragment, type Mark, type Node, type Schema } from "prosemirror-model";
import type { EditorView } from "prosemirror-view";
import { type Inline, LISTS, type Line, type Paragraph } from "@/server/content/schemas";

function marksOf(schema: Schema, inline: Exclude<Inline, { type: "break" }>): Mark[] {
  const { link, bold, italic } = schema.marks;
  return [
    ...(inline.link !== undefined && link ? [link.create({ href: inline.link })] : []),
    ...(inline.bold && bold ? [bold.create()] : []),
    ...(inline.italic && italic ? [italic.create()] : []),
  ];
}

function nodeOf(schema: Schema, inline: Inline): Node[] {
  if (inline.type === "break") return schema.nodes.break ? [schema.nodes.break.create()] : [];
  const marks = marksOf(schema, inline);
  if (inline.type === "text") return [schema.text(inline.text, marks)];
  if (inline.type === "liquid") {
    return [schema.node("liquid", { source: inline.source }, undefined, marks)];
  }
  const { variable, fallback } = inline;
  return [schema.node("tag", { variable, fallback }, undefined, marks)];
}

const EMPTY: Paragraph = { inlines: [] };

/** Our paragraphs as a document of the text editor. */
export function toDoc(schema: Schema, paragraphs: readonly Paragraph[]): Node {
  const made = (paragraphs.length > 0 ? paragraphs : [EMPTY]).map(({ list = null, inlines }) =>
    schema.node(
      "paragraph",
      schema.nodes.break ? { list } : null,
      inlines.flatMap((inline) => nodeOf(schema, inline)),
    ),
  );
  return schema.node("doc", null, Fragment.from(made));
}

function inlineOf(node: Node): Inline | null {
  const found = (name: string) => node.marks.find((mark) => mark.type.name === name);
  const href: unknown = found("link")?.attrs.href;
  const marks = {
    ...(found("bold") ? { bold: true as const } : {}),
    ...(found("italic") ? { italic: true as const } : {}),
    ...(typeof href === "string" ? { link: href } : {}),
  };
  switch (node.type.name) {
    case "text":
      return { type: "text", text: node.text ?? "", ...marks };
    case "tag": {
      const { variable, fallback } = node.attrs;
      return { type: "tag", variable: String(variable), fallback: String(fallback), ...marks };
    }
    case "liquid":
      return { type: "liquid", source: String(node.attrs.source), ...marks };
    case "break":
      return { type: "break" };
    default:
      return null;
  }
}

/** What was written, in our own form. */
export function fromDoc(doc: Node): Paragraph[] {
  return doc.children.map((paragraph) => {
    const inlines = paragraph.children.flatMap((node) => inlineOf(node) ?? []);
    const list = LISTS.find((one) => one === paragraph.attrs.list);
    return list ? { list, inlines } : { inlines };
  });
}

/** The one paragraph of a field of one line. */
export const asLine = (paragraphs: readonly Paragraph[]): Line =>
  (paragraphs[0]?.inlines ?? []).filter((one) => one.type !== "break");

/** Set on a change that came from outside (undo, another tab): it must not be reported back. */
export const EXTERNAL = "external";

/**
 * Shows other paragraphs by replacing only what differs, so that the cursor stays where it was in
 * the rest of the text.
 */
export function showParagraphs(view: EditorView, paragraphs: readonly Paragraph[]): void {
  const { doc, schema } = view.state;
  const next = toDoc(schema, paragraphs);
  const start = doc.content.findDiffStart(next.content);
  const end = doc.content.findDiffEnd(next.content);
  if (start === null || end === null) return;
  // Repeated letters can make both ends overlap ("aa" to "aaa").
  const overlap = Math.max(0, start - Math.min(end.a, end.b));
  const slice = next.slice(start, end.b + overlap);
  view.dispatch(view.state.tr.replace(start, end.a + overlap, slice).setMeta(EXTERNAL, true));
}
