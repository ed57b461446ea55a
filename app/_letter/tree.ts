import {
  allBlocks,
  type BlockType,
  type ColumnsBlock,
  type LeafBlock,
  type LetterBlock,
  type LetterDocument,
} from "@/server/content/schemas";

type ListKind = "letter" | "section" | "column";

/** Where a part stands or shall stand. `parent`: a section's or a column's id, null for the letter. */
export interface Place {
  parent: string | null;
  index: number;
}

interface List {
  id: string | null;
  kind: ListKind;
  blocks: readonly LetterBlock[];
}

export const isLeaf = (block: LetterBlock): block is LeafBlock =>
  block.type !== "section" && block.type !== "columns";
const isInSection = (block: LetterBlock): block is LeafBlock | ColumnsBlock =>
  block.type !== "section";

/** Whether a list of this kind may hold a part of this type. */
export function accepts(kind: ListKind, type: BlockType): boolean {
  if (kind === "letter") return true;
  return type !== "section" && (kind === "section" || type !== "columns");
}

type Change = (list: List) => readonly LetterBlock[];

function changeSection(blocks: readonly LetterBlock[], change: Change): LetterBlock[] {
  return blocks.map((block): LetterBlock => {
    if (block.type === "section") {
      const list: List = { id: block.id, kind: "section", blocks: block.blocks };
      const inner = changeSection(change(list), change);
      return { ...block, blocks: inner.filter(isInSection) };
    }
    if (block.type !== "columns") return block;
    const columns = block.columns.map((column) => {
      const list: List = { id: column.id, kind: "column", blocks: column.blocks };
      return { ...column, blocks: change(list).filter(isLeaf) };
    });
    return { ...block, columns };
  });
}

function changeLists(document: LetterDocument, change: Change): LetterDocument {
  const top = change({ id: null, kind: "letter", blocks: document.blocks });
  return { ...document, blocks: changeSection(top, change) };
}

/** Every list of a letter, outer before inner, in reading order. */
export function listsOf(document: LetterDocument): List[] {
  const lists: List[] = [];
  changeLists(document, (list) => {
    lists.push(list);
    return list.blocks;
  });
  return lists;
}

export interface Found {
  block: LetterBlock;
  place: Place;
  kind: ListKind;
  siblings: number;
}

export function find(document: LetterDocument, id: string): Found | null {
  for (const list of listsOf(document)) {
    const index = list.blocks.findIndex((block) => block.id === id);
    const block = list.blocks[index];
    if (block) {
      const place = { parent: list.id, index };
      return { block, place, kind: list.kind, siblings: list.blocks.length };
    }
  }
  return null;
}

/** The parts around a part, outer before inner. */
export function ancestors(document: LetterDocument, id: string): LetterBlock[] {
  const found = find(document, id);
  const parent = found?.place.parent;
  if (!parent) return [];
  const owner = allBlocks(document.blocks).find(
    (block) =>
      block.id === parent ||
      (block.type === "columns" && block.columns.some((column) => column.id === parent)),
  );
  return owner ? [...ancestors(document, owner.id), owner] : [];
}

export function update(
  document: LetterDocument,
  id: string,
  make: (block: LetterBlock) => LetterBlock,
): LetterDocument {
  return changeLists(document, ({ blocks }) =>
    blocks.map((block) => (block.id === id ? make(block) : block)),
  );
}

export function remove(document: LetterDocument, id: string): LetterDocument {
  return changeLists(document, ({ blocks }) => blocks.filter((block) => block.id !== id));
}

export function insert(document: LetterDocument, place: Place, block: LetterBlock): LetterDocument {
  return changeLists(document, ({ id, kind, blocks }) => {
    if (id !== place.parent || !accepts(kind, block.type)) return blocks;
    return [...blocks.slice(0, place.index), block, ...blocks.slice(place.index)];
  });
}

/** Moves a part to a place counted while it still stands where it was. */
export function move(document: LetterDocument, id: string, to: Place): LetterDocument {
  const found = find(document, id);
  if (!found) return document;
  const { block, place } = found;
  const isSame = place.parent === to.parent;
  const index = isSame && place.index < to.index ? to.index - 1 : to.index;
  if (isSame && index === place.index) return document;
  const without = remove(document, id);
  const target = listsOf(without).find((list) => list.id === to.parent);
  // Its own inside is gone with it, so a part can never be moved into itself.
  if (!target || !accepts(target.kind, block.type)) return document;
  return insert(without, { parent: to.parent, index }, block);
}

/** Every place of a letter for a part of this type, in reading order. */
function placesFor(document: LetterDocument, type: BlockType): Place[] {
  const inside = (list: List): Place[] => {
    const here = (index: number): Place[] =>
      accepts(list.kind, type) ? [{ parent: list.id, index }] : [];
    const within = (block: LetterBlock): Place[] => {
      if (block.type === "section") {
        return inside({ id: block.id, kind: "section", blocks: block.blocks });
      }
      if (block.type !== "columns") return [];
      return block.columns.flatMap(({ id, blocks }) => inside({ id, kind: "column", blocks }));
    };
    const places = list.blocks.flatMap((block, at) => [...here(at), ...within(block)]);
    return [...places, ...here(list.blocks.length)];
  };
  return inside({ id: null, kind: "letter", blocks: document.blocks });
}

/**
 * One step up or down in reading order, into sections and columns and out again: every place that
 * a drag reaches can be reached by keyboard. Null at the ends.
 */
export function step(document: LetterDocument, id: string, by: -1 | 1): LetterDocument | null {
  const found = find(document, id);
  if (!found) return null;
  const without = remove(document, id);
  const places = placesFor(without, found.block.type);
  const { parent, index } = found.place;
  const at = places.findIndex((place) => place.parent === parent && place.index === index);
  const next = places[at + by];
  return next ? insert(without, next, found.block) : null;
}
