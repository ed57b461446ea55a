"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useSyncExternalStore } from "react";
import type { Area } from "./areas";

/** How long the second key of "g c" may take. */
const SEQUENCE_MS = 1_500;

/** Where a key belongs to the thing in focus and not to us. */
function isTaken(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  const typing =
    "input, textarea, select, [contenteditable='true'], [role=menu], [role=listbox], [role=dialog], [role=alertdialog]";
  return target.closest(typing) !== null;
}

interface ShortcutHandlers {
  /** Single keys may be turned off (WCAG 2.1.4). */
  isEnabled: boolean;
  areas: readonly Area[];
  onPalette: () => void;
  onSheet: () => void;
}

/** Listens for Ctrl/⌘ K always, and for `?` and `g …` while single keys are on. */
export function useShortcuts(handlers: ShortcutHandlers): void {
  const { isEnabled, areas, onPalette, onSheet } = handlers;
  const router = useRouter();
  const startedAt = useRef(Number.NEGATIVE_INFINITY);

  useEffect(() => {
    function onSingleKey(event: KeyboardEvent) {
      if (event.key === "?") {
        event.preventDefault();
        onSheet();
        return;
      }
      const isSecond = event.timeStamp - startedAt.current < SEQUENCE_MS;
      startedAt.current = event.key === "g" ? event.timeStamp : Number.NEGATIVE_INFINITY;
      const area = isSecond ? areas.find((each) => each.key === event.key) : undefined;
      if (area) router.push(area.href);
    }
    function onKey(event: KeyboardEvent) {
      const hasCommand = event.ctrlKey || event.metaKey;
      if (hasCommand && event.key.toLowerCase() === "k") {
        event.preventDefault();
        onPalette();
        return;
      }
      const isOurs = !hasCommand && !event.altKey && !event.isComposing && !isTaken(event.target);
      if (isEnabled && isOurs) onSingleKey(event);
    }
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [areas, isEnabled, onPalette, onSheet, router]);
}

const never = () => () => {};

/** Whether the command key is ⌘ here. */
export function useIsApple(): boolean {
  return useSyncExternalStore(
    never,
    () => /Mac|iPhone|iPad/.test(navigator.userAgent),
    () => false,
  );
}
