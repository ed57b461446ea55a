"use client";

import { useEffect } from "react";

type Step = (() => void) | null;
type KeyPress = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** Which step a key asks for: Ctrl/⌘ Z back, Ctrl/⌘ Y or Shift Z forth. */
export function stepOfKey(event: KeyPress): "undo" | "redo" | null {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
  const key = event.key.toLowerCase();
  if (key === "y" || (key === "z" && event.shiftKey)) return "redo";
  return key === "z" ? "undo" : null;
}

/**
 * Steps back and forth by keys wherever on the page, but for what has steps of its own: text fields,
 * dialogs, and who has taken the key already.
 */
export function useUndoKeys(undo: Step, redo: Step): void {
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      const step = stepOfKey(event);
      const isTaken =
        event.target instanceof Element && event.target.closest("input, textarea, [role=dialog]");
      if (!step || isTaken || event.defaultPrevented) return;
      event.preventDefault();
      (step === "redo" ? redo : undo)?.();
    }
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [undo, redo]);
}
