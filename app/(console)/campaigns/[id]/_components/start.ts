import type { HoursInput, IfPast, StartKind } from "@/server/campaigns/schemas";

/** When a letter leaves, as it is being chosen. */
export interface Start {
  kind: StartKind;
  day: string;
  time: string;
  ifPast: IfPast;
  hasWindow: boolean;
  window: { from: string; to: string; days: number[] };
}

/** Faults of a choice by their field, as sentences. */
export type StartErrors = Partial<Record<"day" | "time" | "from" | "to" | "days", string>>;

/** ISO days of the week, Monday first. */
export const WEEK = [1, 2, 3, 4, 5, 6, 7] as const;

/** Tomorrow at nine, and the hours of a working week, to begin with; else what was planned before. */
export function firstStart(
  timeZone: string,
  planned: {
    localTime: Pick<Start, "day" | "time" | "ifPast"> | null;
    sendWindow: Start["window"] | null;
  },
): Start {
  const tomorrow = new Date(Date.now() + 86_400_000);
  const day = new Intl.DateTimeFormat("en-CA", { timeZone }).format(tomorrow);
  return {
    kind: "now",
    day,
    time: "09:00",
    ifPast: "next_day",
    ...(planned.localTime && planned.localTime.day >= day ? planned.localTime : {}),
    hasWindow: planned.sendWindow !== null,
    window: planned.sendWindow ?? { from: "09:00", to: "18:00", days: [1, 2, 3, 4, 5] },
  };
}

/** The choice as calls take it. */
export function hoursOf({
  kind,
  day,
  time,
  ifPast,
  hasWindow,
  window,
}: Start): Omit<HoursInput, "id"> {
  return { start: kind, day, time, ifPast, window: hasWindow ? window : null };
}
