import { NodeSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

export interface Tag {
  variable: string;
  fallback: string;
}

/** Puts a person's data at the cursor, in the formatting that is on there. */
export function insertTag(view: EditorView, tag: Tag): void {
  const { state } = view;
  const type = state.schema.nodes.tag;
  if (!type) return;
  const marks = state.storedMarks ?? state.selection.$from.marks();
  view.dispatch(state.tr.replaceSelectionWith(type.create({ ...tag }, null, marks), false));
  view.focus();
}

/** Changes the chip at a place; it stays chosen. */
export function changeTag(view: EditorView, at: number, tag: Tag): void {
  const { state } = view;
  const node = state.doc.nodeAt(at);
  if (node?.type.name !== "tag") return;
  const tr = state.tr.setNodeMarkup(at, undefined, { ...tag }, node.marks);
  view.dispatch(tr.setSelection(NodeSelection.create(tr.doc, at)));
}

/** Makes the selection a link, or the word the cursor stands in; an empty address takes it away. */
export function setLink(view: EditorView, href: string): void {
  const { state } = view;
  const type = state.schema.marks.link;
  if (!type) return;
  const { empty } = state.selection;
  let { from, to } = state.selection;
  if (empty) {
    const { $from } = state.selection;
    $from.parent.forEach((node, offset) => {
      const start = $from.start() + offset;
      const isHere = start <= from && start + node.nodeSize >= to;
      if (isHere && type.isInSet(node.marks)) {
        from = start;
        to = start + node.nodeSize;
      }
    });
  }
  const tr = state.tr;
  if (from === to && href !== "") {
    tr.insertText(href, from);
    to = from + href.length;
  }
  tr.removeMark(from, to, type);
  if (href !== "") tr.addMark(from, to, type.create({ href }));
  view.dispatch(tr);
  view.focus();
}
