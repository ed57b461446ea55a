import { Body, Button, Container, Head, Heading, Hr, Html, Link, Section, Text } from "react-email";
import { FONT, INK, LINE, MUTED } from "../blocks/look";

export interface SystemLetterProps {
  lang: string;
  subject: string;
  /** First line in the inbox. */
  preview: string;
  product: string;
  heading: string;
  text: string;
  button: { label: string; href: string };
  /** What to do when one did not expect this mail. */
  ignore: string;
  footer: string;
}

/** White on it has a contrast of 5.4 : 1. */
const ACCENT = "#0f766e";

const paragraph = {
  margin: "0 0 16px",
  color: INK,
  fontFamily: FONT,
  fontSize: "16px",
  lineHeight: "24px",
} as const;

const quiet = { ...paragraph, color: MUTED, fontSize: "13px", lineHeight: "20px" } as const;

/**
 * A mail of the product itself: one reason, one button, its address in plain text below for mail
 * programs that show no buttons.
 * @public
 */
export function SystemLetter(props: SystemLetterProps) {
  const { lang, subject, preview, product, heading, text, button, ignore, footer } = props;
  return (
    <Html lang={lang} dir="ltr">
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light" />
        <title>{subject}</title>
      </Head>
      <Body lang={lang} style={{ margin: 0, padding: 0, backgroundColor: "#f1f3f6" }}>
        <div style={{ display: "none", overflow: "hidden", maxHeight: 0, maxWidth: 0, opacity: 0 }}>
          {preview}
        </div>
        <Container
          style={{ margin: "0 auto", maxWidth: "560px", width: "100%", backgroundColor: "#ffffff" }}
        >
          <Section style={{ padding: "32px" }}>
            <Text style={{ ...paragraph, margin: "0 0 24px", fontWeight: 700 }}>{product}</Text>
            <Heading
              as="h1"
              style={{
                margin: "0 0 12px",
                color: INK,
                fontFamily: FONT,
                fontSize: "22px",
                lineHeight: "28px",
              }}
            >
              {heading}
            </Heading>
            <Text style={paragraph}>{text}</Text>
            <Button
              href={button.href}
              style={{
                display: "inline-block",
                padding: "12px 20px",
                borderRadius: "8px",
                backgroundColor: ACCENT,
                color: "#ffffff",
                fontFamily: FONT,
                fontSize: "16px",
                fontWeight: 600,
                textDecoration: "none",
              }}
            >
              {button.label}
            </Button>
            <Text style={{ ...quiet, margin: "16px 0 0", wordBreak: "break-all" }}>
              <Link href={button.href} style={{ color: MUTED }}>
                {button.href}
              </Link>
            </Text>
            <Hr
              style={{ borderColor: LINE, borderTop: `1px solid ${LINE}`, margin: "24px 0 16px" }}
            />
            <Text style={quiet}>{ignore}</Text>
            <Text style={{ ...quiet, margin: 0 }}>{footer}</Text>
          </Section>
        </Container>
      </Body>
    </Html>
  );
}
