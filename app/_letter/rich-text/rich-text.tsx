"use client";

import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { useEffect, useRef } from "react";
import { cn } from "@/app/_ui/cn";
import type { Paragraph } from "@/server/content/schemas";
import { useTextReporting } from "./active-text";
import { type Chips, type ChipWords, chips } from "./chip";
import { EXTERNAL, fromDoc, showParagraphs, toDoc } from "./convert";
import { type TextExits, textPlugins } from "./keys";
import { lineSchema, richSchema } from "./schema";

interface RichTextProps {
  /** Read aloud as the name of the field. */
  label: string;
  value: readonly Paragraph[];
  onChange: (value: Paragraph[]) => void;
  words: ChipWords;
  placeholder?: string;
  /** One line without formatting. */
  isLine?: boolean;
  maxLength?: number;
  isReadOnly?: boolean;
  exits?: TextExits;
  /** Field this text is, for messages and tests: `blocks.<id>.text`. */
  field: string;
  className?: string;
}

const MAX_TEXT = 20_000;

const isBlank = (value: readonly Paragraph[]) =>
  value.length < 2 && value.every(({ list, inlines }) => !list && inlines.length === 0);

/**
 * A text written in place. It keeps no history of its own: each change goes to the letter, and what
 * the letter says (undo, somebody else's version) is shown here.
 */
export function RichText(props: RichTextProps) {
  const { label, value, words, placeholder, isLine = false, isReadOnly = false, field } = props;
  const { maxLength = MAX_TEXT } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const drawn = useRef<Chips | null>(null);
  const shown = useRef<readonly Paragraph[]>(value);
  const { report, refresh, forget } = useTextReporting();

  useEffect(() => {
    if (!host.current) return;
    const schema = isLine ? lineSchema : richSchema;
    const state = EditorState.create({
      doc: toDoc(schema, latest.current.value),
      plugins: textPlugins(schema, () => latest.current.exits ?? {}, maxLength),
    });
    shown.current = latest.current.value;
    const all = chips(() => latest.current.words);
    drawn.current = all;
    const made: EditorView = new EditorView(
      { mount: host.current },
      {
        state,
        editable: () => !latest.current.isReadOnly,
        nodeViews: { tag: all.view, liquid: all.view },
        handleDOMEvents: { focus: () => report(made) },
        dispatchTransaction(tr) {
          made.updateState(made.state.apply(tr));
          if (tr.docChanged && !tr.getMeta(EXTERNAL)) {
            const next = fromDoc(made.state.doc);
            shown.current = next;
            latest.current.onChange(next);
          }
          // The settings change a chip while the focus is with them.
          if (made.hasFocus()) report(made);
          else refresh(made);
        },
      },
    );
    view.current = made;
    return () => {
      forget(made);
      made.destroy();
      view.current = null;
    };
  }, [isLine, maxLength, report, refresh, forget]);

  useEffect(() => {
    if (!view.current || shown.current === value) return;
    shown.current = value;
    showParagraphs(view.current, value);
  }, [value]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: other words, other chips.
  useEffect(() => drawn.current?.redraw(), [words]);

  return (
    // biome-ignore lint/a11y/useSemanticElements: no input can hold formatted text.
    <div
      ref={host}
      role="textbox"
      tabIndex={isReadOnly ? -1 : 0}
      aria-label={label}
      aria-multiline={!isLine}
      aria-readonly={isReadOnly}
      aria-placeholder={placeholder}
      translate="no"
      data-field={field}
      data-placeholder={isBlank(value) ? placeholder : undefined}
      className={cn("letter-text", props.className)}
    />
  );
}
