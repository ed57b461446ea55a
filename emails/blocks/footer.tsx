import { Hr, Link, Section, Text } from "react-email";
import { FONT, LINE, MUTED } from "./look";

/**
 * What the footer says, worded in the letter's language.
 * @public
 */
export interface FooterProps {
  reason: string;
  unsubscribe: { label: string; href: string };
  imprintTitle: string;
  imprint: string[];
}

const small = {
  margin: "0 0 12px",
  color: MUTED,
  fontFamily: FONT,
  fontSize: "13px",
  lineHeight: "20px",
} as const;

/**
 * The mandatory end of a letter: why it came, how to stop it, who sent it.
 * @public
 */
export function Footer({ reason, unsubscribe, imprintTitle, imprint }: FooterProps) {
  return (
    <Section style={{ padding: "0 32px 32px" }}>
      <Hr style={{ borderColor: LINE, borderTop: `1px solid ${LINE}`, margin: "0 0 20px" }} />
      <Text style={small}>{reason}</Text>
      <Text style={small}>
        <Link href={unsubscribe.href} style={{ color: MUTED, textDecoration: "underline" }}>
          {unsubscribe.label}
        </Link>
      </Text>
      <Text style={{ ...small, margin: 0 }}>
        <strong>{imprintTitle}</strong>
        {imprint.map((line) => (
          <span key={line}>
            <br />
            {line}
          </span>
        ))}
      </Text>
    </Section>
  );
}
