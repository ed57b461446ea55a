"use client";

import { useState } from "react";

/**
 * Pages of a list that is read forwards only: the cursors that led here are kept, so that one can
 * go back. `key` is what the cursors belong to (the filter); when it changes, the first page shows.
 */
export function usePages(key: string) {
  const [state, setState] = useState<{ key: string; cursors: string[] }>({ key, cursors: [] });
  const cursors = state.key === key ? state.cursors : [];
  return {
    cursor: cursors.at(-1) ?? null,
    onPrevious:
      cursors.length > 0 ? () => setState({ key, cursors: cursors.slice(0, -1) }) : undefined,
    /** Undefined: there is no next page. */
    onNext: (next: string | null | undefined) =>
      next ? () => setState({ key, cursors: [...cursors, next] }) : undefined,
  };
}
