import { Button, Heading, Section, Text } from "react-email";
import { type InlineNode, Inlines } from "./inline";
import { FONT, INK } from "./look";

/**
 * One part of a letter, ready to be drawn.
 * @public
 */
export type BlockProps =
  | { id: string; type: "heading"; text: string }
  | { id: string; type: "text"; paragraphs: InlineNode[][] }
  | { id: string; type: "button"; label: string; href: string };

/**
 * A brand's colours, chosen so that text on them can be read.
 * @public
 */
export interface Colours {
  brand: string;
  onBrand: string;
  link: string;
}

/**
 * Draws one block of a letter.
 * @public
 */
export function Block({ block, colours }: { block: BlockProps; colours: Colours }) {
  switch (block.type) {
    case "heading":
      return (
        <Heading
          as="h1"
          style={{
            margin: "0 0 16px",
            color: INK,
            fontFamily: FONT,
            fontSize: "26px",
            fontWeight: 700,
            lineHeight: "34px",
          }}
        >
          {block.text}
        </Heading>
      );
    case "text":
      return block.paragraphs.map((nodes, index) => (
        <Text
          // biome-ignore lint/suspicious/noArrayIndexKey: rendered once; a paragraph is its place.
          key={index}
          style={{
            margin: "0 0 16px",
            color: INK,
            fontFamily: FONT,
            fontSize: "16px",
            lineHeight: "26px",
          }}
        >
          <Inlines nodes={nodes} linkColour={colours.link} />
        </Text>
      ));
    case "button":
      return (
        <Section style={{ margin: "8px 0 24px" }}>
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
              textDecoration: "none",
            }}
          >
            {block.label}
          </Button>
        </Section>
      );
    default: {
      const never: never = block;
      return never;
    }
  }
}
