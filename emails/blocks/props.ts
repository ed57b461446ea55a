import type { Run } from "./inline";
import type { Tone } from "./look";

/**
 * @public
 */
export type Align = "left" | "center" | "right";

/**
 * One cell of a product block; every field is a stand-in for the product of that person.
 * @public
 */
export interface ProductCell {
  /** Stand-ins for the condition "there is such a product" and its end. */
  begin: string;
  end: string;
  name: string;
  url: string;
  /** Stand-ins for "it has a page" and for "it has none"; `end` ends that condition, too. */
  ifPage: string;
  ifNone: string;
  /** Null where the block shows no pictures. */
  image: string | null;
  price: string | null;
}

/**
 * A row of places side by side; the ghosts are what Outlook reads instead of inline blocks.
 * @public
 */
export interface Grid {
  widths: number[];
  ghostOpen: string;
  ghostNext: string[];
  ghostClose: string;
}

/**
 * A paragraph; neighbours with the same `list` are the items of one.
 * @public
 */
export interface ParagraphProps {
  list: "bullet" | "number" | null;
  runs: Run[];
}

/**
 * A part of a letter without other parts inside, ready to be drawn.
 * @public
 */
export type LeafProps =
  | { id: string; type: "heading"; level: 1 | 2 | 3; align: Align; runs: Run[] }
  | { id: string; type: "text"; align: Align; paragraphs: ParagraphProps[] }
  | {
      id: string;
      type: "image";
      src: string;
      alt: string;
      href: string | null;
      align: Align;
      width: number;
      height: number;
    }
  | { id: string; type: "button"; runs: Run[]; href: string; align: Align; isFullWidth: boolean }
  | { id: string; type: "product"; rows: (Grid & { cells: ProductCell[] })[]; buttonLabel: string }
  | { id: string; type: "divider" }
  | { id: string; type: "spacer"; height: number };

/**
 * @public
 */
export type ColumnsProps = Grid & {
  id: string;
  type: "columns";
  isStacked: boolean;
  columns: { id: string; blocks: LeafProps[] }[];
};

/**
 * @public
 */
export interface SectionProps {
  id: string;
  type: "section";
  background: string;
  padding: number;
  tone: Tone;
  blocks: (LeafProps | ColumnsProps)[];
}

/**
 * @public
 */
export type BlockProps = LeafProps | ColumnsProps | SectionProps;
