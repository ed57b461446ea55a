"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import type { LetterBlock } from "@/server/content/schemas";
import { useLetter } from "../letter-context";
import { find } from "../tree";
import { BlockBar } from "./block-bar";
import { FieldProblems } from "./field-problems";

const FRAME = "[data-frame]";

export function focusFrame(from: Element | null, by: -1 | 1): void {
  const canvas = from?.closest("[data-canvas]");
  const frames = [...(canvas?.querySelectorAll<HTMLElement>(FRAME) ?? [])];
  const here = frames.findIndex((frame) => frame.isSameNode(from));
  frames[here + by]?.focus();
}

/** Puts the cursor into the text above or below, past whatever has none. */
export function focusText(from: Element | null, by: -1 | 1): void {
  const canvas = from?.closest("[data-canvas]");
  const texts = [...(canvas?.querySelectorAll<HTMLElement>(".letter-text") ?? [])];
  const here = texts.findIndex((text) => from?.contains(text));
  texts[here + by]?.focus();
}

/**
 * A part on the canvas: what is chosen, moved and removed. One stop of the keyboard; arrows go from
 * part to part, Enter goes inside, Escape comes out again.
 */
export function BlockFrame({ block, children }: { block: LetterBlock; children: ReactNode }) {
  const t = useTranslations("letter");
  const { letter, isReadOnly, askInsert } = useLetter();
  const frame = useRef<HTMLDivElement>(null);
  const { wish } = letter;
  const granted = useRef(0);
  const found = find(letter.document, block.id);
  const isSelected = letter.selected === block.id;

  useEffect(() => {
    const element = frame.current;
    if (!element || wish?.id !== block.id || granted.current === wish.serial) return;
    granted.current = wish.serial;
    const text = wish.target === "text" ? element.querySelector<HTMLElement>(".letter-text") : null;
    (text ?? element).focus();
  }, [wish, block.id]);

  if (!found) return null;
  const { place, siblings } = found;

  function onKeyDown(event: KeyboardEvent) {
    const element = frame.current;
    const isOwn = event.target === element;
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key] as -1 | 1 | undefined;
    // Everywhere in a part, also while writing in it.
    if (by && event.altKey && event.shiftKey && element === innermost(event.target)) {
      event.preventDefault();
      event.stopPropagation();
      letter.step(block.id, by);
      return;
    }
    if (!isOwn || event.ctrlKey || event.metaKey) return;
    const acts: Record<string, () => void> = {
      ArrowUp: () => (event.altKey ? letter.step(block.id, -1) : focusFrame(element, -1)),
      ArrowDown: () => (event.altKey ? letter.step(block.id, 1) : focusFrame(element, 1)),
      Enter: () =>
        element
          ?.querySelector<HTMLElement>(".letter-text, input, button:not([tabindex='-1'])")
          ?.focus(),
      Escape: () => element?.parentElement?.closest<HTMLElement>(FRAME)?.focus(),
      Delete: () => letter.remove(block.id),
      Backspace: () => letter.remove(block.id),
      "/": () => {
        const after = { parent: place.parent, index: place.index + 1 };
        if (element) askInsert({ anchor: element, place: after });
      },
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a part of a letter is no fieldset.
    <div
      ref={frame}
      role="group"
      tabIndex={isReadOnly ? -1 : 0}
      data-frame={block.id}
      data-selected={isSelected}
      aria-label={t("frame", {
        name: t(`blocks.${block.type}`),
        position: place.index + 1,
        count: siblings,
      })}
      aria-describedby={isReadOnly ? undefined : "letter-keys"}
      className="letter-frame"
      onKeyDown={isReadOnly ? undefined : onKeyDown}
      onFocus={(event) => {
        if (innermost(event.target) === frame.current) letter.select(block.id);
      }}
    >
      {isReadOnly ? null : <BlockBar found={found} isSelected={isSelected} />}
      {children}
      {block.type === "section" || block.type === "columns" ? null : (
        <FieldProblems field={`blocks.${block.id}`} />
      )}
    </div>
  );
}

function innermost(target: EventTarget): Element | null {
  return target instanceof Element ? target.closest(FRAME) : null;
}
