"use client";

import { useEffect, useState } from "react";
import { type Look, rateOf, withLook } from "./rate.core";

const NONE: readonly Look[] = [];

/**
 * Pieces a second of work that is looked at again and again, as far as this page has watched; null while that
 * is not known. Without a look (the work rests) what was seen before is forgotten.
 */
export function useRate(look: Look | null): number | null {
  const [looks, setLooks] = useState(NONE);
  const { at, done } = look ?? {};
  useEffect(() => {
    const isResting = at === undefined || done === undefined;
    setLooks((before) => (isResting ? NONE : withLook(before, { at, done })));
  }, [at, done]);
  return look ? rateOf(looks) : null;
}
