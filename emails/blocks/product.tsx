import { Button, Img, Link, Text } from "react-email";
import { GridRow } from "./grid";
import { type Colours, FONT, type Tone } from "./look";
import type { LeafProps, ProductCell } from "./props";

type ProductProps = Extract<LeafProps, { type: "product" }>;

interface ProductView {
  block: ProductProps;
  colours: Colours;
  tone: Tone;
}

/**
 * Products in rows; a product that is missing for somebody leaves its place out.
 * @public
 */
export function Product({ block, colours, tone }: ProductView) {
  return block.rows.map((row, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: rendered once.
    <GridRow key={at} grid={row} around={row.cells}>
      {row.cells.map((cell, index) => (
        <Cell
          key={cell.url}
          cell={cell}
          width={(row.widths[index] ?? 0) - 16}
          label={block.buttonLabel}
          colours={colours}
          tone={tone}
        />
      ))}
    </GridRow>
  ));
}

interface CellProps {
  cell: ProductCell;
  width: number;
  label: string;
  colours: Colours;
  tone: Tone;
}

function Cell({ cell, width, label, colours, tone }: CellProps) {
  const words = { color: tone.ink, fontFamily: FONT, fontSize: "15px", lineHeight: "22px" };
  return (
    <>
      <Link href={cell.url}>
        <Img
          src={cell.image}
          alt={cell.name}
          width={width}
          className="k-img"
          style={{ display: "block", width: `${width}px`, height: "auto", maxWidth: "100%" }}
        />
      </Link>
      <Text className={tone.inkClass} style={{ ...words, fontWeight: 700, margin: "12px 0 4px" }}>
        {cell.name}
      </Text>
      {cell.price ? (
        <Text className={tone.inkClass} style={{ ...words, margin: "0 0 8px" }}>
          {cell.price}
        </Text>
      ) : null}
      {label ? (
        <Button
          href={cell.url}
          style={{
            backgroundColor: colours.brand,
            borderRadius: "8px",
            color: colours.onBrand,
            fontFamily: FONT,
            fontSize: "14px",
            fontWeight: 600,
            padding: "8px 16px",
            margin: "0 0 24px",
          }}
        >
          {label}
        </Button>
      ) : null}
    </>
  );
}
