import type { RefObject } from "react";

type Field = RefObject<HTMLTextAreaElement | null>;

interface Edit {
  value: string;
  onChange: (value: string) => void;
}

function apply(field: Field, edit: Edit, cut: { before: string; after: string }): void {
  const element = field.current;
  const from = element?.selectionStart ?? edit.value.length;
  const to = element?.selectionEnd ?? from;
  const inside = edit.value.slice(from, to);
  const next = edit.value.slice(0, from) + cut.before + inside + cut.after + edit.value.slice(to);
  edit.onChange(next);
  // After React has written the new text, the cursor stands where one writes on.
  requestAnimationFrame(() => {
    const at = from + cut.before.length + inside.length;
    element?.focus();
    element?.setSelectionRange(inside ? from + cut.before.length : at, at);
  });
}

/** Puts a piece of text at the cursor, in place of what is selected. */
export function insertAtCursor(field: Field, edit: Edit, piece: string): void {
  const element = field.current;
  const from = element?.selectionStart ?? edit.value.length;
  const to = element?.selectionEnd ?? from;
  edit.onChange(edit.value.slice(0, from) + piece + edit.value.slice(to));
  requestAnimationFrame(() => {
    element?.focus();
    element?.setSelectionRange(from + piece.length, from + piece.length);
  });
}

/** Sets a mark on both sides of what is selected (`**bold**`). */
export function wrapSelection(field: Field, edit: Edit, mark: string): void {
  apply(field, edit, { before: mark, after: mark });
}

/** Makes the selection a link; without one the address is its own label. */
export function linkSelection(field: Field, edit: Edit, href: string): void {
  const element = field.current;
  const isEmpty = (element?.selectionStart ?? 0) === (element?.selectionEnd ?? 0);
  if (isEmpty) insertAtCursor(field, edit, `[${href}](${href})`);
  else apply(field, edit, { before: "[", after: `](${href})` });
}

/** A merge tag with its fallback, quoted so that any fallback stays one piece. */
export function mergeTag(variable: string, fallback: string): string {
  const text = fallback.trim().replace(/[{}\r\n]/g, "");
  if (text === "") return `{{ ${variable} }}`;
  const quote = text.includes('"') ? "'" : '"';
  return `{{ ${variable} | default: ${quote}${text.replaceAll(quote, "’")}${quote} }}`;
}
