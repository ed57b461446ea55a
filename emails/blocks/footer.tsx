import { Hr, Link, Text } from "react-email";
import { Cell } from "./cell";
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
  align: "left" | "center" | "right";
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
export function Footer({ reason, unsubscribe, imprintTitle, imprint, align }: FooterProps) {
  return (
    <Cell align={align} className="k-pad" style={{ padding: "16px 32px 32px" }}>
      <Hr
        className="k-line"
        style={{ borderColor: LINE, borderTop: `1px solid ${LINE}`, margin: "0 0 20px" }}
      />
      <Text className="k-muted" style={small}>
        {reason}
      </Text>
      <Text className="k-muted" style={small}>
        <Link
          className="k-muted"
          href={unsubscribe.href}
          style={{ color: MUTED, textDecoration: "underline" }}
        >
          {unsubscribe.label}
        </Link>
      </Text>
      <Text className="k-muted" style={{ ...small, margin: 0 }}>
        <strong>{imprintTitle}</strong>
        {imprint.map((line) => (
          <span key={line}>
            <br />
            {line}
          </span>
        ))}
      </Text>
    </Cell>
  );
}
