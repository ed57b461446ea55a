import { Button, Heading, Hr, Img, Link } from "react-email";
import { Cell } from "./cell";
import { Runs } from "./inline";
import { type Colours, FONT, LINE, type Tone, TYPE } from "./look";
import { Paragraphs } from "./paragraphs";
import { Product } from "./product";
import type { LeafProps } from "./props";

interface LeafView {
  block: LeafProps;
  colours: Colours;
  tone: Tone;
}

type Picture = Extract<LeafProps, { type: "image" }>;

function Picture({ block, tone }: { block: Picture; tone: Tone }) {
  const { src, alt, width, height, href, align } = block;
  const margin = { left: "0", center: "0 auto", right: "0 0 0 auto" }[align];
  const image = (
    <Img
      src={src}
      alt={alt}
      width={width}
      height={height}
      className={[width > 260 ? "k-img" : "", tone.inkClass].filter(Boolean).join(" ")}
      style={{
        display: "block",
        width: `${width}px`,
        height: "auto",
        maxWidth: "100%",
        margin,
        color: tone.ink,
        fontFamily: FONT,
        fontSize: "14px",
      }}
    />
  );
  return (
    <Cell align={align} style={{ padding: "0 0 16px" }}>
      {href ? <Link href={href}>{image}</Link> : image}
    </Cell>
  );
}

type ButtonProps = Extract<LeafProps, { type: "button" }>;

function ButtonLeaf({ block, colours }: { block: ButtonProps; colours: Colours }) {
  return (
    <Cell align={block.align} style={{ padding: "8px 0 24px" }}>
      <Button
        href={block.href}
        style={{
          backgroundColor: colours.brand,
          borderRadius: "8px",
          color: colours.onBrand,
          fontFamily: FONT,
          fontSize: "16px",
          fontWeight: 600,
          lineHeight: "24px",
          padding: "12px 24px",
          textAlign: "center",
          textDecoration: "none",
          ...(block.isFullWidth ? { display: "block" } : {}),
        }}
      >
        <Runs runs={block.runs} tone={{ ink: colours.onBrand, link: colours.onBrand }} />
      </Button>
    </Cell>
  );
}

/**
 * Draws a part without others inside.
 * @public
 */
export function Leaf({ block, colours, tone }: LeafView) {
  switch (block.type) {
    case "heading":
      return (
        <Heading
          as={`h${block.level}`}
          className={tone.inkClass}
          style={{
            margin: "0 0 16px",
            color: tone.ink,
            fontFamily: FONT,
            fontSize: `${TYPE[block.level].size}px`,
            fontWeight: 700,
            lineHeight: `${TYPE[block.level].line}px`,
            textAlign: block.align,
          }}
        >
          <Runs runs={block.runs} tone={tone} />
        </Heading>
      );
    case "text":
      return <Paragraphs block={block} tone={tone} />;
    case "image":
      return <Picture block={block} tone={tone} />;
    case "button":
      return <ButtonLeaf block={block} colours={colours} />;
    case "product":
      return <Product block={block} colours={colours} tone={tone} />;
    case "divider":
      return (
        <Hr
          className="k-line"
          style={{ borderColor: LINE, borderTop: `1px solid ${LINE}`, margin: "8px 0 24px" }}
        />
      );
    case "spacer":
      return (
        <Cell style={{ height: `${block.height}px`, fontSize: 0, lineHeight: `${block.height}px` }}>
          {"\u00A0"}
        </Cell>
      );
    default: {
      const never: never = block;
      return never;
    }
  }
}
