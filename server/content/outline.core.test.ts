import { describe, expect, it } from "vitest";
import { EVERY_PART } from "@/tests/support/every-part";
import { changesBetween, isUnchanged, type LetterChanges, outlineOf } from "./outline.core";
import type { LeafBlock, LetterBlock, LetterDocument } from "./schemas";

const spacer = (id: string, height = 8): LeafBlock => ({ id, type: "spacer", height });
const divider = (id: string): LeafBlock => ({ id, type: "divider" });
const section = (id: string, ...blocks: LeafBlock[]): LetterBlock => ({
  id,
  type: "section",
  background: "#ffffff",
  padding: 8,
  blocks,
});
const columns = (id: string, left: LeafBlock[], right: LeafBlock[]): LetterBlock => ({
  id,
  type: "columns",
  ratio: "1-1",
  isStacked: true,
  columns: [
    { id: `${id}-l`, blocks: left },
    { id: `${id}-r`, blocks: right },
  ],
});

const letter = (...blocks: LetterBlock[]): LetterDocument => ({ ...EVERY_PART, blocks });
const between = (before: LetterDocument, after: LetterDocument) =>
  changesBetween(outlineOf(before), outlineOf(after));

const NOTHING: LetterChanges = {
  isSubject: false,
  isPreheader: false,
  isFooter: false,
  added: [],
  removed: [],
  changed: [],
  moved: [],
};

describe("the outline of a letter", () => {
  it("is the same whatever order the keys of the stored document stand in", () => {
    const turned: unknown = JSON.parse(JSON.stringify(EVERY_PART), (_, value: unknown) =>
      value !== null && typeof value === "object" && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value,
    );
    expect(outlineOf(turned as LetterDocument)).toEqual(outlineOf(EVERY_PART));
  });

  it("names the subject in plain words, a merge tag by what stands in for it", () => {
    expect(outlineOf(EVERY_PART).title).toBe("Something warm, you");
    const bare = { type: "tag", variable: "contact.first_name", fallback: "" } as const;
    const subject = [{ type: "text" as const, text: "Dear " }, bare];
    expect(outlineOf({ ...EVERY_PART, subject }).title).toBe("Dear …");
  });
});

describe("what changed between two letters", () => {
  it("is nothing between a letter and itself", () => {
    const changes = between(EVERY_PART, structuredClone(EVERY_PART));
    expect(changes).toEqual(NOTHING);
    expect(isUnchanged(changes)).toBe(true);
  });

  it.each<[string, Partial<LetterDocument>, Partial<LetterChanges>]>([
    ["the subject", { subject: [] }, { isSubject: true }],
    ["the preheader", { preheader: [] }, { isPreheader: true }],
    ["the footer", { footer: { align: "right" } }, { isFooter: true }],
  ])("names %s", (_, patch, expected) => {
    const changes = between(EVERY_PART, { ...EVERY_PART, ...patch });
    expect(changes).toEqual({ ...NOTHING, ...expected });
    expect(isUnchanged(changes)).toBe(false);
  });

  it.each<[string, [LetterBlock[], LetterBlock[]], Partial<LetterChanges>]>([
    [
      "a part that was written in",
      [
        [spacer("a"), divider("b")],
        [spacer("a", 16), divider("b")],
      ],
      { changed: ["spacer"] },
    ],
    [
      "a part inside of another, not what it stands in",
      [[section("s", spacer("a"))], [section("s", spacer("a", 16))]],
      { changed: ["spacer"] },
    ],
    [
      "parts that came and went, with what they hold",
      [
        [section("s", spacer("a")), divider("b")],
        [divider("b"), columns("c", [spacer("d")], [])],
      ],
      { added: ["columns", "spacer"], removed: ["section", "spacer"] },
    ],
    [
      "the one part that was moved, not those it passed",
      [
        [divider("a"), spacer("b"), spacer("c"), spacer("d")],
        [spacer("b"), spacer("c"), spacer("d"), divider("a")],
      ],
      { moved: ["divider"] },
    ],
    [
      "a section moved as a whole as one move",
      [
        [section("s", spacer("a"), spacer("b")), divider("c"), divider("d")],
        [divider("c"), divider("d"), section("s", spacer("a"), spacer("b"))],
      ],
      { moved: ["section"] },
    ],
    [
      "a part moved into another",
      [[spacer("a"), columns("c", [], [])], [columns("c", [], [spacer("a")])]],
      { moved: ["spacer"] },
    ],
    [
      "both when a part was moved and written in",
      [
        [spacer("a"), divider("b"), divider("c")],
        [divider("b"), divider("c"), spacer("a", 16)],
      ],
      { moved: ["spacer"], changed: ["spacer"] },
    ],
  ])("names %s", (_, [before, after], expected) => {
    expect(between(letter(...before), letter(...after))).toEqual({ ...NOTHING, ...expected });
  });
});
