"use client";

import { type EditorState, NodeSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { createContext, use, useMemo, useState } from "react";
import type { ListKind } from "@/server/content/schemas";
import { type TypedBraces, typedBraces } from "./braces";
import { listAt } from "./lists";

/** What the toolbar and the inspector know of the text one writes in. */
export interface ActiveText {
  view: EditorView;
  /** Which text of the letter it is: `subject`, `blocks.<id>.text`. */
  field: string;
  isRich: boolean;
  bold: boolean;
  italic: boolean;
  link: string | null;
  list: ListKind | null;
  /** Braces typed as text, which the author may have meant as a chip. */
  braces: TypedBraces | null;
  /** The chip under the cursor, with its place. */
  chip: { at: number; variable: string; fallback: string } | null;
}

function hasMark(state: EditorState, name: string): boolean {
  const type = state.schema.marks[name];
  if (!type) return false;
  const { from, to, empty, $from } = state.selection;
  if (empty) return Boolean(type.isInSet(state.storedMarks ?? $from.marks()));
  return state.doc.rangeHasMark(from, to, type);
}

function linkAt(state: EditorState): string | null {
  const type = state.schema.marks.link;
  const { $from, from, to, empty } = state.selection;
  if (!type) return null;
  let href: unknown = type.isInSet($from.marks())?.attrs.href;
  if (!empty) {
    state.doc.nodesBetween(from, to, (node) => {
      href ??= type.isInSet(node.marks)?.attrs.href;
    });
  }
  return typeof href === "string" ? href : null;
}

function read(view: EditorView): ActiveText {
  const { state } = view;
  const { selection } = state;
  const node = selection instanceof NodeSelection ? selection.node : null;
  const isTag = node?.type.name === "tag";
  return {
    view,
    field: view.dom.dataset.field ?? "",
    isRich: state.schema.marks.bold !== undefined,
    bold: hasMark(state, "bold"),
    italic: hasMark(state, "italic"),
    link: linkAt(state),
    list: listAt(state),
    braces: view.editable ? typedBraces(view) : null,
    chip: isTag
      ? {
          at: selection.from,
          variable: String(node.attrs.variable),
          fallback: String(node.attrs.fallback),
        }
      : null,
  };
}

interface Changes {
  /** This is the text one writes in. */
  report: (view: EditorView) => void;
  /** This text has changed; it matters while it is the one. */
  refresh: (view: EditorView) => void;
  forget: (view: EditorView) => void;
}

/** The text one writes in, and the way in which texts tell that they are it. */
export function useActiveTextState(): { active: ActiveText | null; changes: Changes } {
  const [active, setActive] = useState<ActiveText | null>(null);
  const changes = useMemo(
    () => ({
      report: (view: EditorView) => setActive(read(view)),
      refresh: (view: EditorView) => setActive((now) => (now?.view === view ? read(view) : now)),
      forget: (view: EditorView) => setActive((now) => (now?.view === view ? null : now)),
    }),
    [],
  );
  return useMemo(() => ({ active, changes }), [active, changes]);
}

// Two contexts: a text that reports must not be drawn again by each report.
const Active = createContext<ActiveText | null>(null);
const Reporting = createContext<Changes | null>(null);
export const ActiveTextProvider = Active.Provider;
export const TextReportingProvider = Reporting.Provider;

export function useActiveText(): ActiveText | null {
  return use(Active);
}

export function useTextReporting(): Changes {
  const value = use(Reporting);
  if (!value) throw new Error("A text stands outside of its letter.");
  return value;
}
