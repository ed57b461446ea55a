import fc from "fast-check";
import { EditorState, TextSelection } from "prosemirror-state";
import { describe, expect, it } from "vitest";
import type { Inline, Paragraph } from "@/server/content/schemas";
import { asLine, fromDoc, toDoc } from "./convert";
import { backspaceInList, enterInList, listAt, listBegun, setList } from "./lists";
import { lineSchema, richSchema } from "./schema";

const marks = {
  bold: fc.constantFrom(undefined, true as const),
  italic: fc.constantFrom(undefined, true as const),
  link: fc.constantFrom(undefined, "https://a.example/"),
};
const inline: fc.Arbitrary<Inline> = fc
  .oneof(
    fc.record({ type: fc.constant("text"), text: fc.string({ minLength: 1 }), ...marks }),
    fc.record({
      type: fc.constant("tag"),
      variable: fc.constant("contact.first_name"),
      fallback: fc.string(),
      ...marks,
    }),
    fc.record({ type: fc.constant("liquid"), source: fc.constant("{% if x %}"), ...marks }),
    fc.constant({ type: "break" }),
  )
  // Marks that are off are left out, as in a stored letter.
  .map((one) => JSON.parse(JSON.stringify(one)));
const paragraph: fc.Arbitrary<Paragraph> = fc
  .record({
    list: fc.constantFrom(undefined, "bullet" as const, "number" as const),
    inlines: fc.array(inline, { maxLength: 8 }),
  })
  .map((one) => JSON.parse(JSON.stringify(one)));

const wordsOf = (paragraphs: readonly Paragraph[]) =>
  paragraphs.map(({ list, inlines }) => {
    const words = inlines.map((one) => {
      if (one.type === "text") return one.text;
      if (one.type === "tag") return `<${one.fallback}>`;
      return one.type === "liquid" ? one.source : "\n";
    });
    return `${list}: ${words.join("")}`;
  });

it("gives a text back as it was taken into the text editor", () => {
  fc.assert(
    fc.property(fc.array(paragraph, { minLength: 1, maxLength: 4 }), (paragraphs) => {
      const once = fromDoc(toDoc(richSchema, paragraphs));
      // Neighbours with equal marks have become one run; from then on nothing changes.
      expect(fromDoc(toDoc(richSchema, once))).toEqual(once);
      expect(wordsOf(once)).toEqual(wordsOf(paragraphs));
    }),
    { numRuns: 300 },
  );
});

it("keeps a field of one line free of formatting", () => {
  const line = [{ inlines: [{ type: "text" as const, text: "Hello", bold: true as const }] }];
  expect(asLine(fromDoc(toDoc(lineSchema, line)))).toEqual([{ type: "text", text: "Hello" }]);
});

describe("lists", () => {
  const text = (words: string): Inline[] => (words ? [{ type: "text", text: words }] : []);
  const stateOf = (paragraphs: Paragraph[], at: number) => {
    const state = EditorState.create({ doc: toDoc(richSchema, paragraphs) });
    return state.apply(state.tr.setSelection(TextSelection.create(state.doc, at)));
  };
  const run = (state: EditorState, command: typeof enterInList) => {
    let next = state;
    const isDone = command(state, (tr) => {
      next = state.apply(tr);
    });
    return isDone ? fromDoc(next.doc) : null;
  };

  it("go on with Enter and end in an empty item", () => {
    const item: Paragraph = { list: "bullet", inlines: text("one") };
    const [first, second] = run(stateOf([item], 4), enterInList) ?? [];
    expect([first, second]).toEqual([item, { list: "bullet", inlines: [] }]);
    const empty: Paragraph = { list: "bullet", inlines: [] };
    expect(run(stateOf([empty], 1), enterInList)).toEqual([{ inlines: [] }]);
    expect(run(stateOf([{ inlines: text("one") }], 4), enterInList)).toBeNull();
  });

  it("end with Backspace at an item's beginning only", () => {
    const item: Paragraph = { list: "number", inlines: text("one") };
    expect(run(stateOf([item], 1), backspaceInList)).toEqual([{ inlines: text("one") }]);
    expect(run(stateOf([item], 2), backspaceInList)).toBeNull();
  });

  it("are switched for all chosen paragraphs", () => {
    const state = stateOf([{ inlines: text("one") }, { inlines: text("two") }], 1);
    const all = state.apply(state.tr.setSelection(TextSelection.create(state.doc, 1, 8)));
    expect(listAt(all)).toBeNull();
    const listed = run(all, setList("number"));
    expect(listed?.map((one) => one.list)).toEqual(["number", "number"]);
  });

  it("begin with a hyphen or a one", () => {
    expect(["-", "*", "1.", "2.", "a"].map((before) => listBegun(before, " "))).toEqual([
      "bullet",
      "bullet",
      "number",
      null,
      null,
    ]);
    expect(listBegun("-", "x")).toBeNull();
  });
});
