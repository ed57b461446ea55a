import { Fragment, type ReactNode } from "react";
import { Link } from "react-email";
import type { Tone } from "./look";

/**
 * A run of text, ready to be drawn; merge tags have been replaced by stand-ins.
 * @public
 */
export type Run =
  | { kind: "text"; text: string; bold?: true; italic?: true; link?: string }
  | { kind: "break" }
  /** A piece of template logic: prints nothing, so it carries no formatting. */
  | { kind: "logic"; text: string };

function marked(run: Extract<Run, { kind: "text" }>): ReactNode {
  const inner = run.italic ? <em>{run.text}</em> : run.text;
  return run.bold ? <strong>{inner}</strong> : inner;
}

/** Neighbours with the same address share one link; logic parts them, so that no tag is cut. */
function grouped(runs: readonly Run[]): Run[][] {
  const groups: Run[][] = [];
  for (const run of runs) {
    const before = groups.at(-1)?.[0];
    const isSame =
      run.kind === "text" && run.link && before?.kind === "text" && before.link === run.link;
    if (isSame) groups.at(-1)?.push(run);
    else groups.push([run]);
  }
  return groups;
}

/**
 * Formatted text inside a block. Each run is an element of its own: whatever a condition leaves
 * out, the HTML stays whole.
 * @public
 */
export function Runs({ runs, tone }: { runs: readonly Run[]; tone: Tone }) {
  return grouped(runs).map((group, at) => {
    const [first] = group;
    // Rendered once on the server: the place in the text is the only identity a piece has.
    const key = `${at}-${first?.kind}`;
    if (!first) return null;
    if (first.kind === "break") return <br key={key} />;
    if (first.kind === "logic") return first.text;
    const words = group.map((run, index) =>
      // biome-ignore lint/suspicious/noArrayIndexKey: rendered once.
      run.kind === "text" ? <Fragment key={index}>{marked(run)}</Fragment> : null,
    );
    const plain = group.length === 1 ? marked(first) : words;
    if (!first.link) return <Fragment key={key}>{plain}</Fragment>;
    return (
      <Link
        key={key}
        href={first.link}
        className={tone.linkClass}
        style={{ color: tone.link, textDecoration: "underline" }}
      >
        {plain}
      </Link>
    );
  });
}
