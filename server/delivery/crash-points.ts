/** The points of a message's way at which a test may end the process. */
export const CRASH_POINTS = [
  "claimed",
  "composed",
  "data",
  "intended",
  "dot journalled",
  "dot written",
  "answered",
  "answer journalled",
  "result written",
] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];
