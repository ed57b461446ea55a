import { isEmptyLink } from "./links.core";
import { liquidOf } from "./liquid-source.core";
import {
  allBlocks,
  type ColumnsBlock,
  type LeafBlock,
  type LetterBlock,
  type LetterDocument,
} from "./schemas";
import type { Inline } from "./texts.core";

/** Whether nothing is written there; a chip counts as something. */
export function isBlank(inlines: readonly Inline[]): boolean {
  return inlines.every(
    (inline) => inline.type === "break" || (inline.type === "text" && inline.text.trim() === ""),
  );
}

/** An empty part draws nothing: a fresh letter has parts nobody has filled in. */
export function isEmpty(block: LeafBlock): boolean {
  switch (block.type) {
    case "heading":
      return isBlank(block.text);
    case "text":
      return block.paragraphs.every(({ inlines }) => isBlank(inlines));
    case "image":
      return block.image === null;
    case "button":
      return isBlank(block.label) && isEmptyLink(block.href);
    case "product":
      return block.source.kind === "picked" && block.source.productIds.length === 0;
    case "divider":
    case "spacer":
      return false;
    default: {
      const never: never = block;
      return never;
    }
  }
}

const SAYS_SOMETHING = ["heading", "text", "image", "product"];

/** Whether there is anything to read or look at besides buttons, lines and the footer. */
export function hasContent({ blocks }: LetterDocument): boolean {
  return allBlocks(blocks).some(
    (block) =>
      block.type !== "section" &&
      block.type !== "columns" &&
      SAYS_SOMETHING.includes(block.type) &&
      !isEmpty(block),
  );
}

/** Every part without others inside changed or (null) left out, wherever it stands. */
export function mapLeaves(
  blocks: readonly LetterBlock[],
  change: (leaf: LeafBlock) => LeafBlock | null,
): LetterBlock[] {
  const leaves = (list: readonly LeafBlock[]) =>
    list.flatMap((leaf): LeafBlock[] => {
      const changed = change(leaf);
      return changed ? [changed] : [];
    });
  const columns = (block: ColumnsBlock): ColumnsBlock => ({
    ...block,
    columns: block.columns.map((column) => ({ ...column, blocks: leaves(column.blocks) })),
  });
  return blocks.flatMap((block): LetterBlock[] => {
    if (block.type === "columns") return [columns(block)];
    if (block.type !== "section") return leaves([block]);
    const inner = block.blocks.flatMap((one): (LeafBlock | ColumnsBlock)[] =>
      one.type === "columns" ? [columns(one)] : leaves([one]),
    );
    return [{ ...block, blocks: inner }];
  });
}

/** Chips as the Liquid they stand for, in plain letters: how a faulty text is shown. */
export function asTyped<One extends Inline>(inlines: readonly One[]): One[] {
  return inlines.map((inline) => {
    const source = liquidOf(inline);
    return source === null ? inline : ({ type: "text", text: source || " " } as One);
  });
}
