import { Body, Container, Head, Html, Img, Section, Text } from "react-email";
import { Block, type BlockProps, type Colours } from "../blocks/block";
import { Footer, type FooterProps } from "../blocks/footer";
import { FONT, INK } from "../blocks/look";

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
 * A letter: hidden preheader, the brand's head, its blocks, the footer. Light on purpose: mail
 * programs darken it themselves, and do it better when no dark variant fights them.
 * @public
 */
export function Letter(props: LetterProps) {
  const { lang, subject, preheader, brand, colours, blocks, footer } = props;
  return (
    <Html lang={lang} dir="ltr">
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light" />
        <title>{subject}</title>
      </Head>
      <Body lang={lang} style={{ margin: 0, padding: 0, backgroundColor: "#f1f3f6" }}>
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
          style={{
            margin: "0 auto",
            maxWidth: "600px",
            width: "100%",
            backgroundColor: "#ffffff",
          }}
        >
          <Section style={{ padding: "28px 32px 20px" }}>
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
          </Section>
          <Section style={{ padding: "0 32px 8px" }}>
            {blocks.map((block) => (
              <Block key={block.id} block={block} colours={colours} />
            ))}
          </Section>
          <Footer {...footer} />
        </Container>
      </Body>
    </Html>
  );
}
