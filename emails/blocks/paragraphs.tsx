import { Text } from "react-email";
import { Runs } from "./inline";
import { FONT, type Tone, TYPE } from "./look";
import type { Align, LeafProps, ParagraphProps } from "./props";

type TextProps = Extract<LeafProps, { type: "text" }>;

function typeOf(tone: Tone, align: Align) {
  return {
    color: tone.ink,
    fontFamily: FONT,
    fontSize: `${TYPE.text.size}px`,
    lineHeight: `${TYPE.text.line}px`,
    textAlign: align,
  };
}

/** Neighbours of one list together, every other paragraph alone. */
function grouped(paragraphs: readonly ParagraphProps[]): ParagraphProps[][] {
  const groups: ParagraphProps[][] = [];
  for (const paragraph of paragraphs) {
    const last = groups.at(-1);
    if (paragraph.list && last?.[0]?.list === paragraph.list) last.push(paragraph);
    else groups.push([paragraph]);
  }
  return groups;
}

/**
 * Paragraphs and lists of a text.
 * @public
 */
export function Paragraphs({ block, tone }: { block: TextProps; tone: Tone }) {
  const style = typeOf(tone, block.align);
  return grouped(block.paragraphs).map((group, at) => {
    const [first] = group;
    // Rendered once: a paragraph is its place.
    const key = `${at}-${first?.list}`;
    if (!first) return null;
    if (!first.list) {
      return (
        <Text key={key} className={tone.inkClass} style={{ ...style, margin: "0 0 16px" }}>
          <Runs runs={first.runs} tone={tone} />
        </Text>
      );
    }
    const List = first.list === "bullet" ? "ul" : "ol";
    return (
      <List
        key={key}
        className={tone.inkClass}
        style={{ ...style, margin: "0 0 16px", padding: "0 0 0 24px" }}
      >
        {group.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rendered once.
          <li key={index} style={{ margin: "0 0 4px" }}>
            <Runs runs={item.runs} tone={tone} />
          </li>
        ))}
      </List>
    );
  });
}
