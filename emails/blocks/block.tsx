import { Cell } from "./cell";
import { FixedRow, GridRow } from "./grid";
import { Leaf } from "./leaf";
import type { Colours, Tone } from "./look";
import type { BlockProps, ColumnsProps, SectionProps } from "./props";

interface BlockView {
  block: BlockProps;
  colours: Colours;
  tone: Tone;
}

function Columns({ block, colours, tone }: BlockView & { block: ColumnsProps }) {
  const Row = block.isStacked ? GridRow : FixedRow;
  return (
    <Row grid={block}>
      {block.columns.map((column) =>
        column.blocks.map((leaf) => (
          <Leaf key={leaf.id} block={leaf} colours={colours} tone={tone} />
        )),
      )}
    </Row>
  );
}

function ColouredSection({ block, colours }: { block: SectionProps; colours: Colours }) {
  const { background, padding, tone } = block;
  return (
    <Cell background={background} className="k-pad" style={{ padding: `${padding}px 32px` }}>
      {block.blocks.map((one) => (
        <Block key={one.id} block={one} colours={colours} tone={tone} />
      ))}
    </Cell>
  );
}

/**
 * Draws one part of a letter.
 * @public
 */
export function Block({ block, colours, tone }: BlockView) {
  if (block.type === "columns") return <Columns block={block} colours={colours} tone={tone} />;
  if (block.type === "section") return <ColouredSection block={block} colours={colours} />;
  return <Leaf block={block} colours={colours} tone={tone} />;
}
