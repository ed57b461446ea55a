/** A value with the steps back and forth from it. */
export interface History<Value> {
  past: Value[];
  present: Value;
  future: Value[];
  /** What was changed last and when: typing on in one field is one step, not one per key. */
  last: { key: string; at: number } | null;
}

const MAX_STEPS = 100;
const SAME_STEP_MS = 1_000;

export function startHistory<Value>(present: Value): History<Value> {
  return { past: [], present, future: [], last: null };
}

/** A change at `key` at a moment. What was undone is gone once something new is written. */
export function change<Value>(
  history: History<Value>,
  present: Value,
  step: { key: string; at: number },
): History<Value> {
  const { last } = history;
  const isSame = last?.key === step.key && step.at - last.at < SAME_STEP_MS;
  const past = isSame ? history.past : [...history.past, history.present].slice(-MAX_STEPS);
  return { past, present, future: [], last: step };
}

export function undo<Value>(history: History<Value>): History<Value> {
  const present = history.past.at(-1);
  if (present === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    present,
    future: [history.present, ...history.future],
    last: null,
  };
}

export function redo<Value>(history: History<Value>): History<Value> {
  const [present, ...future] = history.future;
  if (present === undefined) return history;
  return { past: [...history.past, history.present], present, future, last: null };
}
