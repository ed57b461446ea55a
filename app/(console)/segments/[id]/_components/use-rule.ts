"use client";

import { useCallback, useState } from "react";
import { change, type History, redo, startHistory, undo } from "@/app/_ui/history";
import type { SegmentRule } from "@/server/segments/schemas";

export interface RuleEditing {
  rule: SegmentRule;
  /** `key` names what is changed: going on in the same field is one step back. */
  set: (rule: SegmentRule, key: string) => void;
  undo: (() => void) | null;
  redo: (() => void) | null;
  /** Begins anew from a rule that was saved elsewhere or restored. */
  reset: (rule: SegmentRule) => void;
}

/** A rule while it is built, with its steps back and forth. */
export function useRule(saved: SegmentRule): RuleEditing {
  const [history, setHistory] = useState<History<SegmentRule>>(() => startHistory(saved));
  const set = useCallback((rule: SegmentRule, key: string) => {
    setHistory((now) => change(now, rule, { key, at: Date.now() }));
  }, []);
  return {
    rule: history.present,
    set,
    undo: history.past.length > 0 ? () => setHistory(undo) : null,
    redo: history.future.length > 0 ? () => setHistory(redo) : null,
    reset: (rule) => setHistory(startHistory(rule)),
  };
}
