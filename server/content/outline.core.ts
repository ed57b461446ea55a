import { z } from "zod";
import { sha256 } from "../kernel";
import type { BlockType, LetterBlock, LetterDocument } from "./schemas";
import type { Line } from "./texts.core";

const BLOCK_TYPES = [
  "heading",
  "text",
  "image",
  "button",
  "product",
  "divider",
  "spacer",
  "columns",
  "section",
] as const satisfies readonly BlockType[];

const OutlinePart = z.strictObject({
  id: z.string(),
  type: z.enum(BLOCK_TYPES),
  /** Id of the section or column it stands in; null in the letter itself. */
  parent: z.string().nullable(),
  /** Of what the part itself says, without the parts inside. */
  hash: z.string(),
});

/**
 * What two letters are compared by, and what is kept of each version for that: a hash of every part
 * and its place, a few dozen bytes a part.
 */
export const LetterOutline = z.strictObject({
  /** The subject in plain words. */
  title: z.string(),
  subject: z.string(),
  preheader: z.string(),
  footer: z.string(),
  parts: z.array(OutlinePart),
});
export type LetterOutline = z.infer<typeof LetterOutline>;

/** What one letter has that another has not; parts by their type, in reading order. */
export interface LetterChanges {
  isSubject: boolean;
  isPreheader: boolean;
  isFooter: boolean;
  added: BlockType[];
  removed: BlockType[];
  changed: BlockType[];
  moved: BlockType[];
}

/** JSON whose keys stand in one order: the database gives them back in another. */
function hashOf(value: unknown): string {
  const text = JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
  return sha256(text).slice(0, 16);
}

function wordsOf(line: Line): string {
  return line
    .map((inline) => {
      if (inline.type === "text") return inline.text;
      return inline.type === "tag" && inline.fallback ? inline.fallback : "…";
    })
    .join("")
    .trim();
}

type Parts = LetterOutline["parts"];

function partsOf(blocks: readonly LetterBlock[], parent: string | null): Parts {
  return blocks.flatMap((block): Parts => {
    const { id, type } = block;
    if (block.type === "section") {
      const { background, padding } = block;
      const own = { id, type, parent, hash: hashOf({ background, padding }) };
      return [own, ...partsOf(block.blocks, id)];
    }
    if (block.type === "columns") {
      const { ratio, isStacked } = block;
      const own = { id, type, parent, hash: hashOf({ ratio, isStacked }) };
      return [own, ...block.columns.flatMap((column) => partsOf(column.blocks, column.id))];
    }
    // As before pictures could be left out, so that outlines kept from then stay comparable.
    const said =
      block.type === "product" && block.hasImage ? { ...block, hasImage: undefined } : block;
    return [{ id, type, parent, hash: hashOf(said) }];
  });
}

/** The outline of a letter. Equal letters have equal outlines; others differ but by chance (2⁻⁶⁴). */
export function outlineOf(document: LetterDocument): LetterOutline {
  return {
    title: wordsOf(document.subject),
    subject: hashOf(document.subject),
    preheader: hashOf(document.preheader),
    footer: hashOf(document.footer),
    parts: partsOf(document.blocks, null),
  };
}

/** Places of the longest run that is in order already: the others are what was moved. */
function restingIn(places: readonly number[]): Set<number> {
  const runs: number[][] = [];
  for (const place of places) {
    const best = runs
      .filter((run) => (run.at(-1) ?? -1) < place)
      .reduce<number[]>((longest, run) => (run.length > longest.length ? run : longest), []);
    runs.push([...best, place]);
  }
  return new Set(
    runs.reduce<number[]>((longest, run) => (run.length > longest.length ? run : longest), []),
  );
}

/** Parts that are in both letters and stand elsewhere: under another part, or in another order. */
function movedParts(before: Parts, after: Parts): Parts {
  const placeOf = new Map(before.map((part, place) => [part.id, { part, place }]));
  const common = after.flatMap((part) => {
    const known = placeOf.get(part.id);
    return known ? [{ part, place: known.place, wasIn: known.part.parent }] : [];
  });
  const rested = new Set<number>();
  for (const parent of new Set(common.map(({ part }) => part.parent))) {
    const siblings = common.filter(({ part, wasIn }) => part.parent === parent && wasIn === parent);
    for (const place of restingIn(siblings.map(({ place }) => place))) rested.add(place);
  }
  return common.filter(({ place }) => !rested.has(place)).map(({ part }) => part);
}

/** What became of a letter between two outlines. A part is known again by its id. */
export function changesBetween(before: LetterOutline, after: LetterOutline): LetterChanges {
  const hashes = new Map(before.parts.map(({ id, hash }) => [id, hash]));
  const left = new Set(after.parts.map(({ id }) => id));
  const types = (parts: Parts) => parts.map(({ type }) => type);
  return {
    isSubject: before.subject !== after.subject,
    isPreheader: before.preheader !== after.preheader,
    isFooter: before.footer !== after.footer,
    added: types(after.parts.filter(({ id }) => !hashes.has(id))),
    removed: types(before.parts.filter(({ id }) => !left.has(id))),
    changed: types(after.parts.filter(({ id, hash }) => hashes.has(id) && hashes.get(id) !== hash)),
    moved: types(movedParts(before.parts, after.parts)),
  };
}

/** Whether two letters say the same in the same order. */
export function isUnchanged(changes: LetterChanges): boolean {
  const { isSubject, isPreheader, isFooter, added, removed, changed, moved } = changes;
  const parts = added.length + removed.length + changed.length + moved.length;
  return parts === 0 && !isSubject && !isPreheader && !isFooter;
}
