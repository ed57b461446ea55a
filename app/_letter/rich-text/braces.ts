import { NodeSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { BRACES, inlineOfLiquid } from "@/server/content/schemas";

/** Braces that somebody typed as text, with their place. */
export interface TypedBraces {
  from: number;
  to: number;
  source: string;
}

/** The first braces of a text that look like a template; as text they would be mailed as they are. */
export function typedBraces(view: EditorView): TypedBraces | null {
  let found: TypedBraces | null = null;
  view.state.doc.descendants((node, at) => {
    if (!node.isText || found) return !found;
    const match = BRACES.exec(node.text ?? "");
    if (!match) return false;
    const from = at + match.index;
    found = { from, to: from + match[0].length, source: match[0] };
    return false;
  });
  return found;
}

/** Makes typed braces what they were meant to be, in the formatting they stand in; it is chosen. */
export function chipFromBraces(view: EditorView, { from, to, source }: TypedBraces): void {
  const { state } = view;
  const { type, ...attrs } = inlineOfLiquid(source);
  const node = state.schema.nodes[type]?.create(attrs, null, state.doc.nodeAt(from)?.marks);
  if (!node || state.doc.textBetween(from, to) !== source) return;
  const tr = state.tr.replaceWith(from, to, node);
  view.dispatch(tr.setSelection(NodeSelection.create(tr.doc, from)));
  view.focus();
}
