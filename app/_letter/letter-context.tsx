"use client";

import { type ComponentType, createContext, use } from "react";
import type { LetterProblem } from "@/server/content/schemas";
import type { ChipWords } from "./rich-text/chip";
import type { Place } from "./tree";
import type { LetterState } from "./use-document";

/** What the letter is drawn with besides its own text. */
export interface LetterLook {
  brand: { name: string; logoUrl: string | null; senderName: string; senderEmail: string };
  colours: { brand: string; onBrand: string; link: string };
  footer: {
    reason: string;
    unsubscribe: string;
    imprintTitle: string;
    imprint: readonly string[];
  };
  imprintMissing: readonly string[];
  attributes: readonly { key: string; label: string }[];
}

/** Where the menu of parts stands open. */
export interface InsertRequest {
  anchor: Element;
  place: Place;
  /** An empty text in which somebody typed a slash. */
  replaces?: string;
}

export interface LetterTools {
  letter: LetterState;
  look: LetterLook;
  words: ChipWords;
  problems: readonly LetterProblem[];
  isReadOnly: boolean;
  /** Says how many people of the audience a merge tag leaves with a gap or its fallback. */
  GapNote: ComponentType<{ variable: string; fallback: string }>;
  askInsert: (request: InsertRequest) => void;
  /** Leads to the settings of what is chosen. */
  showSettings: () => void;
}

const Context = createContext<LetterTools | null>(null);
export const LetterProvider = Context.Provider;

export function useLetter(): LetterTools {
  const value = use(Context);
  if (!value) throw new Error("A part stands outside of its letter.");
  return value;
}
