import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allBlocks, type LetterDocument, letterDocumentSchema } from "@/server/content/schemas";
import { EVERY_PART } from "@/tests/support/every-part";
import { BLOCK_TYPES, copyOf, newBlock, withRatio } from "./new-block";
import { ancestors, find, insert, listsOf, move, remove, step } from "./tree";

const idsOf = (document: LetterDocument) =>
  allBlocks(document.blocks)
    .map((block) => block.id)
    .sort();

const places = listsOf(EVERY_PART).flatMap((list) =>
  Array.from({ length: list.blocks.length + 1 }, (_, index) => ({ parent: list.id, index })),
);

function blockOf<Type extends "columns" | "section">(type: Type) {
  const found = allBlocks(EVERY_PART.blocks).find((block) => block.type === type);
  if (found?.type !== type) throw new Error(`The sample has no ${type}.`);
  return found as Extract<typeof found, { type: Type }>;
}

describe("moving parts", () => {
  it("loses and doubles nothing, and stays within the schema", () => {
    const moves = fc.array(
      fc.record({
        id: fc.constantFrom(...idsOf(EVERY_PART)),
        to: fc.constantFrom(...places),
        by: fc.constantFrom(-1 as const, 1 as const),
        isDrag: fc.boolean(),
      }),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(moves, (made) => {
        let document = EVERY_PART;
        for (const { id, to, by, isDrag } of made) {
          document = isDrag ? move(document, id, to) : (step(document, id, by) ?? document);
        }
        expect(idsOf(document)).toEqual(idsOf(EVERY_PART));
        letterDocumentSchema.parse(document);
      }),
      { numRuns: 300 },
    );
  });

  it("reaches by steps of the keyboard every place that a drag reaches", () => {
    for (const id of idsOf(EVERY_PART)) {
      let document = EVERY_PART;
      const seen = new Set<string>();
      for (let up = step(document, id, -1); up; up = step(document, id, -1)) document = up;
      for (let next: LetterDocument | null = document; next; next = step(document, id, 1)) {
        document = next;
        seen.add(JSON.stringify(find(document, id)?.place));
      }
      const type = find(EVERY_PART, id)?.block.type;
      const allowed = listsOf(remove(EVERY_PART, id)).filter(({ kind }) => {
        if (type === "section") return kind === "letter";
        return type !== "columns" || kind !== "column";
      });
      expect(seen.size).toBe(allowed.reduce((sum, list) => sum + list.blocks.length + 1, 0));
    }
  });

  it("never puts a part into itself", () => {
    const { id } = blockOf("section");
    expect(move(EVERY_PART, id, { parent: id, index: 0 })).toBe(EVERY_PART);
  });
});

describe("making parts", () => {
  it("gives valid ones, with ids of their own", () => {
    for (const type of BLOCK_TYPES) {
      letterDocumentSchema.parse(insert(EVERY_PART, { parent: null, index: 0 }, newBlock(type)));
    }
    const section = blockOf("section");
    const twice = insert(EVERY_PART, { parent: null, index: 0 }, copyOf(section));
    letterDocumentSchema.parse(twice);
    expect(idsOf(twice)).toHaveLength(idsOf(EVERY_PART).length + allBlocks([section]).length);
  });

  it("keeps what stood in a column that goes", () => {
    const columns = blockOf("columns");
    const other = withRatio(withRatio(columns, "1-1-1"), "2-1");
    expect(allBlocks([other])).toHaveLength(allBlocks([columns]).length);
  });

  it("names the parts around one, outer before inner", () => {
    expect(ancestors(EVERY_PART, "b2").map((block) => block.id)).toEqual(["s1", "c1"]);
    expect(ancestors(EVERY_PART, "h1")).toEqual([]);
  });
});
