"use client";

import { useCallback, useMemo, useReducer } from "react";
import { change, type History, redo, startHistory, undo } from "@/app/_ui/history";
import {
  type BlockType,
  type LetterBlock,
  type LetterDocument,
  letterDocumentSchema,
} from "@/server/content/schemas";
import { copyOf, newBlock } from "./new-block";
import { ancestors, find, insert, listsOf, move, type Place, remove, step, update } from "./tree";

/** What is chosen when the footer is; no part can have this id. */
export const FOOTER = ":footer";

/** Where the keyboard shall go after a change: into a part's text, or onto the part itself. */
export interface FocusWish {
  id: string;
  target: "text" | "frame";
  /** Each wish is granted once. */
  serial: number;
}

/** What happened, for screen readers and for "Removed · Undo". */
export interface Notice {
  kind: "moved" | "removed" | "inserted" | "undone" | "redone" | "edge" | "full";
  type: BlockType | null;
  place: Place | null;
  serial: number;
}

interface State {
  history: History<LetterDocument>;
  selected: string | null;
  wish: FocusWish | null;
  notice: Notice | null;
  serial: number;
}

type Action =
  | { type: "edit"; key: string; at: number; make: (document: LetterDocument) => LetterDocument }
  | { type: "insert"; block: LetterBlock; place: Place; replaces?: string; at: number }
  | { type: "remove"; id: string; at: number; focus: "text" | "frame" }
  | { type: "move"; id: string; place: Place; at: number }
  | { type: "step"; id: string; by: -1 | 1; at: number }
  | { type: "select"; id: string | null }
  | { type: "adopt"; document: LetterDocument; at: number }
  | { type: "putUnder"; document: LetterDocument }
  | { type: "undo" }
  | { type: "redo" };

/** Whether the letter still fits its own rules: a letter, a section, a column hold so many parts. */
function hasRoom(before: LetterDocument, after: LetterDocument): boolean {
  const isGood = (document: LetterDocument) => letterDocumentSchema.safeParse(document).success;
  return isGood(after) || !isGood(before);
}

function write(state: State, document: LetterDocument, step: { key: string; at: number }): State {
  if (document === state.history.present) return state;
  return { ...state, history: change(state.history, document, step), serial: state.serial + 1 };
}

function noticed(state: State, kind: Notice["kind"], block: LetterBlock | null): State {
  const serial = state.serial + 1;
  const place = block ? (find(state.history.present, block.id)?.place ?? null) : null;
  return { ...state, serial, notice: { kind, type: block?.type ?? null, place, serial } };
}

function wished(state: State, id: string | null, target: FocusWish["target"]): State {
  const serial = state.serial + 1;
  return { ...state, serial, selected: id, wish: id ? { id, target, serial } : null };
}

/** The part before (or else behind) one that goes, in reading order. */
function neighbour(document: LetterDocument, id: string): string | null {
  const found = find(document, id);
  const list = listsOf(document).find((one) => one.id === found?.place.parent);
  const at = found?.place.index ?? 0;
  const sibling = list?.blocks[at - 1] ?? list?.blocks[at + 1];
  if (sibling) return sibling.id;
  return ancestors(document, id).at(-1)?.id ?? null;
}

function stillThere(document: LetterDocument, selected: string | null): string | null {
  const isThere = selected === FOOTER || (selected !== null && find(document, selected) !== null);
  return isThere ? selected : null;
}

function travelled(state: State, to: "undo" | "redo"): State {
  const history = to === "undo" ? undo(state.history) : redo(state.history);
  if (history === state.history) return state;
  const selected = stillThere(history.present, state.selected);
  const next = { ...state, history, selected, serial: state.serial + 1 };
  return noticed(next, to === "undo" ? "undone" : "redone", null);
}

type ActionOf<Type extends Action["type"]> = Extract<Action, { type: Type }>;

function inserted(state: State, { block, place, replaces, at }: ActionOf<"insert">): State {
  const document = state.history.present;
  const placed = insert(document, place, block);
  const next = replaces ? remove(placed, replaces) : placed;
  if (!hasRoom(document, next)) return noticed(state, "full", block);
  const written = write(state, next, { key: `insert-${block.id}`, at });
  return wished(noticed(written, "inserted", block), block.id, "text");
}

function removed(state: State, { id, at, focus }: ActionOf<"remove">): State {
  const document = state.history.present;
  const { block } = find(document, id) ?? {};
  if (!block) return state;
  const heir = neighbour(document, id);
  const written = write(state, remove(document, id), { key: `remove-${id}`, at });
  return wished(noticed(written, "removed", block), heir, focus);
}

function moved(state: State, action: ActionOf<"move"> | ActionOf<"step">): State {
  const document = state.history.present;
  const { block } = find(document, action.id) ?? {};
  const next =
    action.type === "move"
      ? move(document, action.id, action.place)
      : step(document, action.id, action.by);
  if (!block) return state;
  if (!next) return noticed(state, "edge", block);
  if (!hasRoom(document, next)) return noticed(state, "full", block);
  const key = `move-${action.id}-${action.at}`;
  const written = write(state, next, { key, at: action.at });
  return wished(noticed(written, "moved", block), block.id, "frame");
}

function adopted(state: State, { document, at }: ActionOf<"adopt">): State {
  const written = write(state, document, { key: `adopt-${at}`, at });
  return { ...written, selected: stillThere(document, state.selected) };
}

function putUnder(state: State, { document }: ActionOf<"putUnder">): State {
  const { past, present } = state.history;
  const history = {
    past: [...past, document],
    // Another object: it has to be saved again.
    present: { ...present },
    future: [],
    last: null,
  };
  return { ...state, history, serial: state.serial + 1 };
}

function reduce(state: State, action: Action): State {
  switch (action.type) {
    case "edit":
      return write(state, action.make(state.history.present), action);
    case "insert":
      return inserted(state, action);
    case "remove":
      return removed(state, action);
    case "move":
    case "step":
      return moved(state, action);
    case "select":
      return state.selected === action.id ? state : { ...state, selected: action.id };
    case "adopt":
      return adopted(state, action);
    case "putUnder":
      return putUnder(state, action);
    case "undo":
    case "redo":
      return travelled(state, action.type);
    default: {
      const never: never = action;
      return never;
    }
  }
}

/** The letter as it is edited: its parts, the steps back and forth, what is chosen. */
export function useDocument(loaded: LetterDocument) {
  const [state, dispatch] = useReducer(reduce, loaded, (document) => ({
    history: startHistory(document),
    selected: null,
    wish: null,
    notice: null,
    serial: 0,
  }));
  const { history, ...rest } = state;

  const edit = useCallback(
    (key: string, make: (document: LetterDocument) => LetterDocument) =>
      dispatch({ type: "edit", key, at: Date.now(), make }),
    [],
  );
  const actions = useMemo(
    () => ({
      edit,
      /** Changes one part; the field says which typing belongs together. */
      editBlock: <Block extends LetterBlock>(block: Block, patch: Partial<Block>) =>
        edit(`${block.id}.${Object.keys(patch).join()}`, (document) =>
          update(document, block.id, (one) =>
            one.type === block.type ? { ...one, ...patch } : one,
          ),
        ),
      insert: (type: BlockType, place: Place, replaces?: string) =>
        dispatch({ type: "insert", block: newBlock(type), place, replaces, at: Date.now() }),
      duplicate: (block: LetterBlock, place: Place) =>
        dispatch({ type: "insert", block: copyOf(block), place, at: Date.now() }),
      remove: (id: string, focus: "text" | "frame" = "frame") =>
        dispatch({ type: "remove", id, at: Date.now(), focus }),
      move: (id: string, place: Place) => dispatch({ type: "move", id, place, at: Date.now() }),
      step: (id: string, by: -1 | 1) => dispatch({ type: "step", id, by, at: Date.now() }),
      select: (id: string | null) => dispatch({ type: "select", id }),
      /** Takes over what somebody else wrote; ours is one step back. */
      adopt: (document: LetterDocument) => dispatch({ type: "adopt", document, at: Date.now() }),
      /** Keeps ours; what somebody else wrote is one step back. */
      putUnder: (document: LetterDocument) => dispatch({ type: "putUnder", document }),
      undo: () => dispatch({ type: "undo" }),
      redo: () => dispatch({ type: "redo" }),
    }),
    [edit],
  );
  return {
    ...rest,
    ...actions,
    document: history.present,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
  };
}

export type LetterState = ReturnType<typeof useDocument>;
