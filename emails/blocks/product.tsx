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
      {cell.image ? <Picture cell={cell} image={cell.image} width={width} /> : null}
      <Text
        className={tone.inkClass}
        style={{ ...words, fontWeight: 700, margin: cell.image ? "12px 0 4px" : "4px 0" }}
      >
        {cell.image ? cell.name : <LinkedName cell={cell} tone={tone} />}
      </Text>
      {cell.price ? (
        <Text className={tone.inkClass} style={{ ...words, margin: "0 0 8px" }}>
          {cell.price}
        </Text>
      ) : null}
      {label ? (
        <>
          {cell.ifPage}
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
          {cell.end}
        </>
      ) : null}
    </>
  );
}

/** The picture, which leads to the product's page where it has one. */
function Picture({ cell, image, width }: Pick<CellProps, "cell" | "width"> & { image: string }) {
  const picture = (
    <Img
      src={image}
      alt={cell.name}
      width={width}
      className="k-img"
      style={{ display: "block", width: `${width}px`, height: "auto", maxWidth: "100%" }}
    />
  );
  return (
    <>
      {cell.ifPage}
      <Link href={cell.url}>{picture}</Link>
      {cell.ifNone}
      {picture}
      {cell.end}
    </>
  );
}

/** Where there is no picture, the name leads to the product's page. */
function LinkedName({ cell, tone }: Pick<CellProps, "cell" | "tone">) {
  return (
    <>
      {cell.ifPage}
      <Link
        href={cell.url}
        className={tone.inkClass}
        style={{ color: tone.ink, textDecoration: "underline" }}
      >
        {cell.name}
      </Link>
      {cell.ifNone}
      {cell.name}
      {cell.end}
    </>
  );
}
