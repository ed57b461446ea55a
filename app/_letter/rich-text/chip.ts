import type { Node } from "prosemirror-model";
import type { NodeViewConstructor } from "prosemirror-view";

/** Words of a chip in the reader's language. */
export interface ChipWords {
  nameOf: (variable: string) => string;
  /** Read aloud behind the name: "otherwise friend", "no fallback". */
  fallback: (text: string) => string;
  /** Of a merge tag without fallback: how many people would see a gap ("12 lack it"), or "". */
  lacking: (variable: string) => string;
  logic: string;
}

function span(className: string, text: string): HTMLSpanElement {
  const element = document.createElement("span");
  element.className = className;
  element.textContent = text;
  return element;
}

function drawTag(dom: HTMLElement, node: Node, words: ChipWords): void {
  const fallback = String(node.attrs.fallback).trim();
  const variable = String(node.attrs.variable);
  const isOwn = variable.startsWith("contact.");
  const isBare = fallback === "" && isOwn;
  const lacking = isBare ? words.lacking(variable) : "";
  dom.className = isBare ? "letter-chip letter-chip-bare" : "letter-chip";
  const name = span("", words.nameOf(variable));
  name.translate = false;
  const parts = [name];
  if (isOwn) parts.push(span("sr-only", `, ${words.fallback(fallback)}`));
  if (lacking) parts.push(span("letter-chip-count", lacking));
  dom.replaceChildren(...parts);
}

function draw(dom: HTMLElement, node: Node, words: ChipWords): void {
  if (node.type.name !== "liquid") {
    drawTag(dom, node, words);
    return;
  }
  const source = span("", String(node.attrs.source));
  source.translate = false;
  dom.className = "letter-chip letter-chip-logic";
  dom.replaceChildren(span("sr-only", `${words.logic} `), source);
}

export interface Chips {
  view: NodeViewConstructor;
  /** Draws all again: words or counts have changed. */
  redraw: () => void;
}

/** Draws merge tags as chips. Plain DOM: a letter may hold hundreds. */
export function chips(words: () => ChipWords): Chips {
  const drawn = new Set<() => void>();
  return {
    redraw: () => {
      for (const again of drawn) again();
    },
    view: (node) => {
      const dom = document.createElement("span");
      dom.contentEditable = "false";
      let shown = node;
      const again = () => draw(dom, shown, words());
      drawn.add(again);
      again();
      return {
        dom,
        ignoreMutation: () => true,
        update(next) {
          if (next.type !== shown.type) return false;
          shown = next;
          again();
          return true;
        },
        destroy: () => drawn.delete(again),
      };
    },
  };
}
