import {
  allBlocks,
  type BlockType,
  COLUMN_SHARES,
  type Column,
  type ColumnRatio,
  type ColumnsBlock,
  type LetterBlock,
} from "@/server/content/schemas";

export function newId(type: string): string {
  return `${type}-${crypto.randomUUID().slice(0, 8)}`;
}

/** The kinds of parts in the order in which they are offered. */
export const BLOCK_TYPES = [
  "heading",
  "text",
  "image",
  "button",
  "columns",
  "section",
  "product",
  "divider",
  "spacer",
] as const satisfies readonly BlockType[];

const column = (): Column => ({ id: newId("column"), blocks: [] });

export function newBlock(type: BlockType): LetterBlock {
  const id = newId(type);
  switch (type) {
    case "heading":
      return { id, type, level: 2, align: "left", text: [] };
    case "text":
      return { id, type, align: "left", paragraphs: [{ inlines: [] }] };
    case "image":
      return {
        id,
        type,
        image: null,
        alt: "",
        isDecorative: false,
        href: "",
        width: 100,
        align: "center",
      };
    case "button":
      return { id, type, label: [], href: "", align: "left", isFullWidth: false };
    case "columns":
      return { id, type, ratio: "1-1", isStacked: true, columns: [column(), column()] };
    case "section":
      return { id, type, background: "#eef4f3", padding: 32, blocks: [] };
    case "product": {
      const source = { kind: "bestsellers", days: 90 } as const;
      const look = { hasImage: true, hasPrice: true, buttonLabel: "" };
      return { id, type, source, count: 2, perRow: 2, ...look };
    }
    case "divider":
      return { id, type };
    case "spacer":
      return { id, type, height: 24 };
    default: {
      const never: never = type;
      return never;
    }
  }
}

/** Another division of columns; what stood in a column that goes moves to the last that stays. */
export function withRatio(block: ColumnsBlock, ratio: ColumnRatio): ColumnsBlock {
  const wanted = COLUMN_SHARES[ratio].length;
  const columns = Array.from({ length: wanted }, (_, at) => block.columns[at] ?? column());
  const last = columns.at(-1);
  const homeless = block.columns.slice(wanted).flatMap((one) => one.blocks);
  if (last && homeless.length > 0) {
    columns[wanted - 1] = { ...last, blocks: [...last.blocks, ...homeless] };
  }
  return { ...block, ratio, columns };
}

/** A copy with ids of its own, inside too. */
export function copyOf(block: LetterBlock): LetterBlock {
  const ids = new Map(allBlocks([block]).map((one) => [one.id, newId(one.type)]));
  const fresh = <One extends { id: string; type: string }>(one: One): One => ({
    ...one,
    id: ids.get(one.id) ?? newId(one.type),
  });
  const columns = (one: ColumnsBlock): ColumnsBlock => ({
    ...fresh(one),
    columns: one.columns.map(({ blocks }) => ({ ...column(), blocks: blocks.map(fresh) })),
  });
  if (block.type === "columns") return columns(block);
  if (block.type !== "section") return fresh(block);
  const blocks = block.blocks.map((one) => (one.type === "columns" ? columns(one) : fresh(one)));
  return { ...fresh(block), blocks };
}
