import { logger } from "../kernel";

const LONGEST_PAUSE_MS = 60_000;
const FIRST_PAUSE_MS = 1_000;

/** Which ways out rest, because they could not be used: longer each time, at most a minute. */
export function createBreaker(now: () => Date) {
  const resting = new Map<string, { until: number; pauseMs: number }>();
  return {
    isOpen: (key: string) => now().getTime() < (resting.get(key)?.until ?? 0),
    pauseOf: (key: string) => resting.get(key)?.pauseMs ?? 0,
    open: (key: string) => {
      const last = resting.get(key);
      // Those that were under way together fail together: one rest for all of them.
      if (now().getTime() < (last?.until ?? 0)) return;
      const pauseMs = last ? Math.min(last.pauseMs * 2, LONGEST_PAUSE_MS) : FIRST_PAUSE_MS;
      resting.set(key, { until: now().getTime() + pauseMs, pauseMs });
      logger("delivery").warn({ key, pauseMs }, "sending pauses");
    },
    close: (key: string) => void resting.delete(key),
  };
}
