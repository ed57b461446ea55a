"use client";

import { useFormatter } from "next-intl";
import { useMemo } from "react";

/** Texts of days and clock times that stand in no zone, or in everybody's own. */
export function useClockText() {
  const format = useFormatter();
  return useMemo(() => {
    const at = (day: string, time: string) => new Date(`${day}T${time}:00Z`);
    const weekday = (day: number) =>
      // The first of January 2024 was a Monday.
      format.dateTime(at(`2024-01-0${day}`, "00:00"), { weekday: "short", timeZone: "UTC" });
    return {
      day: (day: string) =>
        format.dateTime(at(day, "00:00"), {
          year: "numeric",
          month: "short",
          day: "numeric",
          timeZone: "UTC",
        }),
      time: (time: string) =>
        format.dateTime(at("2024-01-01", time), {
          hour: "2-digit",
          minute: "2-digit",
          timeZone: "UTC",
        }),
      /** An ISO day of the week. */
      weekday,
      /** Several, in their order: "Mon–Fri", "Tue and Thu". */
      weekdays: (days: readonly number[]) => {
        const [first = 1, last = first] = [days[0], days.at(-1)];
        const isRun = days.length > 2 && last - first === days.length - 1;
        return isRun ? `${weekday(first)}–${weekday(last)}` : format.list(days.map(weekday));
      },
    };
  }, [format]);
}
