"use client";

import { useSyncExternalStore } from "react";

/** Columns that can be hidden; the name always stands. */
export const OPTIONAL_COLUMNS = [
  "email",
  "externalId",
  "locale",
  "created",
  "orders",
  "revenue",
  "lastOrder",
] as const;
export type OptionalColumn = (typeof OPTIONAL_COLUMNS)[number];

const KEY = "kairos.contacts.columns";
const DEFAULT: readonly OptionalColumn[] = ["email", "created", "orders", "revenue", "lastOrder"];
const CHANGED = "kairos:contacts-columns";

export interface ChosenColumns {
  shown: readonly OptionalColumn[];
  toggle: (column: OptionalColumn) => void;
}

function read(): string | null {
  try {
    return window.localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener(CHANGED, onChange);
  window.addEventListener("storage", onChange);
  return () => {
    window.removeEventListener(CHANGED, onChange);
    window.removeEventListener("storage", onChange);
  };
}

/** Which columns this browser shows; a choice of the person and not of the address. */
export function useColumns(): ChosenColumns {
  const stored = useSyncExternalStore(subscribe, read, () => null);
  const names = stored === null ? null : stored.split(",");
  const shown = names ? OPTIONAL_COLUMNS.filter((column) => names.includes(column)) : DEFAULT;
  return {
    shown,
    toggle: (column) => {
      const next = OPTIONAL_COLUMNS.filter((one) =>
        one === column ? !shown.includes(one) : shown.includes(one),
      );
      try {
        window.localStorage.setItem(KEY, next.join(","));
      } catch {
        // A browser without storage keeps the default.
      }
      window.dispatchEvent(new Event(CHANGED));
    },
  };
}
