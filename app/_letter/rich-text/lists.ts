import { splitBlockAs } from "prosemirror-commands";
import type { Attrs, NodeType } from "prosemirror-model";
import type { Command, EditorState } from "prosemirror-state";
import type { ListKind } from "@/server/content/schemas";

const hasLists = (state: EditorState) => state.schema.nodes.break !== undefined;

/** The list in which the whole selection stands, or null. */
export function listAt(state: EditorState): ListKind | null {
  const { from, to } = state.selection;
  const found = new Set<unknown>();
  state.doc.nodesBetween(from, to, (node) => {
    if (node.isTextblock) found.add(node.attrs.list);
  });
  const [only] = found;
  return found.size === 1 && (only === "bullet" || only === "number") ? only : null;
}

/** Makes the chosen paragraphs items of a list, or (null) ordinary ones. */
export function setList(list: ListKind | null): Command {
  return (state, dispatch) => {
    if (!hasLists(state)) return false;
    const { from, to } = state.selection;
    const { tr } = state;
    state.doc.nodesBetween(from, to, (node, at) => {
      if (node.isTextblock) tr.setNodeAttribute(at, "list", list);
    });
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}

const sameKind = (node: { type: NodeType; attrs: Attrs }) => ({
  type: node.type,
  attrs: node.attrs,
});

/** Enter goes on with the list; in an empty item it ends it. */
export const enterInList: Command = (state, dispatch, view) => {
  if (!hasLists(state) || !listAt(state)) return false;
  const { $from, empty } = state.selection;
  if (empty && $from.parent.content.size === 0) return setList(null)(state, dispatch);
  return splitBlockAs(sameKind)(state, dispatch, view);
};

/** Backspace at the beginning of an item makes it an ordinary paragraph. */
export const backspaceInList: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!hasLists(state) || !empty || $from.parentOffset > 0 || !$from.parent.attrs.list)
    return false;
  return setList(null)(state, dispatch);
};

/** "- " or "1. " at the beginning of a paragraph begins a list. */
export function listBegun(before: string, typed: string): ListKind | null {
  if (typed !== " ") return null;
  if (before === "-" || before === "*") return "bullet";
  return before === "1." ? "number" : null;
}
