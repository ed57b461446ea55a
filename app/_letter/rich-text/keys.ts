import { baseKeymap, chainCommands, exitCode, toggleMark } from "prosemirror-commands";
import { keymap } from "prosemirror-keymap";
import { Fragment, type Node, type Schema, Slice } from "prosemirror-model";
import { type Command, type EditorState, Plugin, type Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { EXTERNAL } from "./convert";
import { backspaceInList, enterInList, listBegun } from "./lists";

/** What a text hands to the letter around it. */
export interface TextExits {
  /** Enter in a single line. */
  onEnter?: () => void;
  /** Backspace in an empty text. */
  onErase?: () => void;
  /** A slash in an empty text. */
  onSlash?: () => void;
  /** Arrow beyond the first or last line. */
  onLeave?: (by: -1 | 1) => void;
  onEscape?: () => void;
}

const isEmpty = ({ doc }: EditorState) =>
  doc.childCount === 1 && doc.child(0).content.size === 0 && !doc.child(0).attrs.list;

function exitKeys(schema: Schema, exits: () => TextExits): Record<string, Command> {
  const isLine = schema.nodes.break === undefined;
  const leave =
    (by: -1 | 1): Command =>
    (state, _dispatch, view) => {
      const isEdge = state.selection.empty && view?.endOfTextblock(by < 0 ? "up" : "down");
      const { $head } = state.selection;
      const isOuter = by < 0 ? $head.index(0) === 0 : $head.index(0) === state.doc.childCount - 1;
      const go = exits().onLeave;
      if (!isEdge || !isOuter || !go) return false;
      go(by);
      return true;
    };
  return {
    Escape: () => {
      exits().onEscape?.();
      return exits().onEscape !== undefined;
    },
    Backspace: (state) => {
      const erase = exits().onErase;
      if (!erase || !isEmpty(state)) return false;
      erase();
      return true;
    },
    ArrowUp: leave(-1),
    ArrowDown: leave(1),
    ...(isLine
      ? {
          Enter: () => {
            exits().onEnter?.();
            return true;
          },
          "Shift-Enter": () => true,
        }
      : {}),
  };
}

function formatKeys(schema: Schema): Record<string, Command> {
  const { bold, italic } = schema.marks;
  const { break: lineBreak } = schema.nodes;
  const hard: Command = (state, dispatch) => {
    if (!lineBreak) return false;
    dispatch?.(state.tr.replaceSelectionWith(lineBreak.create()).scrollIntoView());
    return true;
  };
  return {
    ...(bold ? { "Mod-b": toggleMark(bold) } : {}),
    ...(italic ? { "Mod-i": toggleMark(italic) } : {}),
    ...(lineBreak
      ? {
          "Shift-Enter": chainCommands(exitCode, hard),
          Enter: enterInList,
          Backspace: backspaceInList,
        }
      : {}),
  };
}

/** Several pasted paragraphs in a field of one line: joined by spaces, nothing is lost. */
function oneLine(slice: Slice, schema: Schema): Slice {
  const nodes: Node[] = [];
  slice.content.descendants((node) => {
    if (node.isTextblock && nodes.length > 0) nodes.push(schema.text(" "));
    if (node.isInline) nodes.push(node);
  });
  return new Slice(Fragment.from(nodes), 0, 0);
}

/** A slash in an empty text asks for other parts; "- " and "1. " begin lists. */
function typed(view: EditorView, text: string, exits: TextExits): boolean {
  const { state } = view;
  if (text === "/" && exits.onSlash && isEmpty(state)) {
    exits.onSlash();
    return true;
  }
  const { $from, empty } = state.selection;
  const before = $from.parent.textBetween(0, $from.parentOffset, undefined, "\ufffc");
  const list = empty && state.schema.nodes.break ? listBegun(before, text) : null;
  if (!list) return false;
  const tr = state.tr.delete($from.start(), $from.pos);
  view.dispatch(tr.setNodeAttribute($from.before(), "list", list));
  return true;
}

/** Signs of a text as its author typed them; a chip counts with its fallback. */
function signsOf(doc: Node): number {
  let signs = 0;
  doc.descendants((node) => {
    signs += (node.text ?? String(node.attrs.fallback ?? node.attrs.source ?? "")).length;
  });
  return signs;
}

/** No longer than the letter may keep: what is beyond is not taken in. */
function isShortEnough(tr: Transaction, maxLength: number): boolean {
  if (!tr.docChanged || tr.getMeta(EXTERNAL)) return true;
  const signs = signsOf(tr.doc);
  return signs <= maxLength || signs < signsOf(tr.before);
}

/** The keys of a text. Undo is the letter's: the browser's own is kept out. */
export function textPlugins(schema: Schema, exits: () => TextExits, maxLength: number): Plugin[] {
  return [
    keymap(exitKeys(schema, exits)),
    keymap(formatKeys(schema)),
    keymap(baseKeymap),
    new Plugin({
      filterTransaction: (tr) => isShortEnough(tr, maxLength),
      props: {
        transformPasted: (slice) => (schema.nodes.break ? slice : oneLine(slice, schema)),
        handleTextInput: (view, ...[, , text]) => typed(view, text, exits()),
        handleDOMEvents: {
          beforeinput: (_view, event) => {
            if (!/^history/.test(event.inputType)) return false;
            event.preventDefault();
            return true;
          },
        },
      },
    }),
  ];
}
