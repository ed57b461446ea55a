import { Body, Container, Head, Html, Img, Text } from "react-email";
import { Block } from "../blocks/block";
import { Cell } from "../blocks/cell";
import { Footer, type FooterProps } from "../blocks/footer";
import { type Colours, FONT, INK, STYLE, type Tone } from "../blocks/look";
import type { BlockProps } from "../blocks/props";

export interface LetterProps {
  lang: string;
  subject: string;
  /** First line in the inbox; empty leaves it to the mail program. */
  preheader: string;
  brand: { name: string; logoUrl: string | null; logoAlt: string };
  colours: Colours;
  blocks: BlockProps[];
  footer: FooterProps;
}

// Keeps the inbox from pulling the letter's own first words in behind a short preheader.
const SPACER = "\u200C\u00A0".repeat(60);

/**
 * A letter: hidden preheader, the brand's head, its blocks, the footer. Says that it knows dark
 * mode, and brings a small dark variant for what stands on its own white.
 * @public
 */
export function Letter(props: LetterProps) {
  const { lang, subject, preheader, brand, colours, blocks, footer } = props;
  return (
    <Html lang={lang} dir="ltr">
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no" />
        <title>{subject}</title>
        <style>{STYLE}</style>
      </Head>
      <Body
        lang={lang}
        className="k-page"
        style={{ margin: 0, padding: 0, backgroundColor: "#f1f3f6" }}
      >
        {preheader ? (
          <div
            style={{
              display: "none",
              overflow: "hidden",
              maxHeight: 0,
              maxWidth: 0,
              lineHeight: "1px",
              opacity: 0,
            }}
          >
            {`${preheader}${SPACER}`}
          </div>
        ) : null}
        <Container
          className="k-sheet"
          style={{
            margin: "0 auto",
            maxWidth: "600px",
            width: "100%",
            backgroundColor: "#ffffff",
          }}
        >
          <Cell className="k-pad" style={{ padding: "28px 32px 20px" }}>
            {brand.logoUrl ? (
              <Img
                src={brand.logoUrl}
                alt={brand.logoAlt}
                height={40}
                style={{
                  height: "40px",
                  width: "auto",
                  maxWidth: "240px",
                  color: INK,
                  fontFamily: FONT,
                  fontSize: "18px",
                  fontWeight: 700,
                }}
              />
            ) : (
              <Text
                className="k-ink"
                style={{
                  margin: 0,
                  color: INK,
                  fontFamily: FONT,
                  fontSize: "18px",
                  fontWeight: 700,
                  lineHeight: "40px",
                }}
              >
                {brand.name}
              </Text>
            )}
          </Cell>
          {runsOf(blocks).map((run) => (
            <Stretch key={run[0]?.id} blocks={run} colours={colours} />
          ))}
          <Footer {...footer} />
        </Container>
      </Body>
    </Html>
  );
}

/** Neighbours on the letter's own ground share one frame; a section has its own, edge to edge. */
function runsOf(blocks: readonly BlockProps[]): BlockProps[][] {
  const runs: BlockProps[][] = [];
  for (const block of blocks) {
    const isOpen = runs.at(-1)?.[0]?.type !== "section" && runs.length > 0;
    if (block.type !== "section" && isOpen) runs.at(-1)?.push(block);
    else runs.push([block]);
  }
  return runs;
}

function Stretch({ blocks, colours }: { blocks: BlockProps[]; colours: Colours }) {
  const tone: Tone = { ink: INK, link: colours.link, inkClass: "k-ink", linkClass: "k-link" };
  const drawn = blocks.map((block) => (
    <Block key={block.id} block={block} colours={colours} tone={tone} />
  ));
  if (blocks[0]?.type === "section") return drawn;
  return (
    <Cell className="k-pad" style={{ padding: "8px 32px" }}>
      {drawn}
    </Cell>
  );
}
