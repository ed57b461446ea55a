import { Temporal } from "temporal-polyfill";
import type { ReportRows } from "./figures.core";
import type { Bucket, Measure } from "./schemas";

const HOUR_MS = 3_600_000;
/** How long the hours after a start are looked at one by one. */
const HOURS = 72;
/** Days are drawn up to this many; what comes later is in the figures only. */
const DAYS = 366;

interface Happening {
  measure: Measure;
  hour: number;
  count: number;
}

/** What happened when; opens and clicks are people's, at their first time. */
function happenings({ outcomes, touched, credits }: ReportRows): Happening[] {
  const people = touched.filter((row) => row.isHuman);
  return [
    ...outcomes.flatMap(({ hour, messages }) =>
      hour === null ? [] : [{ measure: "sent" as const, hour, count: messages }],
    ),
    ...people.map(({ kind, hour, messages }) => {
      return { measure: kind === "open" ? "opens" : "clicks", hour, count: messages } as const;
    }),
    ...credits.map(({ hour, orders }) => ({ measure: "orders" as const, hour, count: orders })),
  ];
}

function emptyBucket(at: number): Bucket {
  return { at: new Date(at), sent: 0, opens: 0, clicks: 0, orders: 0 };
}

/** Adds each happening to the bucket that its hour belongs to, when there is one. */
function fill(
  starts: readonly number[],
  found: readonly Happening[],
  startOf: (hour: number) => number,
): Bucket[] {
  const buckets = new Map(starts.map((start) => [start, emptyBucket(start)]));
  for (const { measure, hour, count } of found) {
    const bucket = buckets.get(startOf(hour));
    if (bucket) bucket[measure] += count;
  }
  return [...buckets.values()];
}

/**
 * A campaign over time: the first 72 hours hour by hour, and all of it day by day, in the
 * workspace's zone. Hours and days in which nothing happened are there, too, up to the last in which
 * something did.
 */
export function seriesOf(rows: ReportRows, timeZone: string): { hours: Bucket[]; days: Bucket[] } {
  const found = happenings(rows);
  const first = Math.min(...found.map(({ hour }) => hour));
  const last = Math.max(...found.map(({ hour }) => hour));
  if (found.length === 0) return { hours: [], days: [] };
  const hourCount = Math.min(HOURS, (last - first) / HOUR_MS + 1);
  const hours = Array.from({ length: Math.ceil(hourCount) }, (_, n) => first + n * HOUR_MS);
  const dayOf = (hour: number) =>
    Temporal.Instant.fromEpochMilliseconds(hour).toZonedDateTimeISO(timeZone).startOfDay();
  const days: number[] = [];
  for (let day = dayOf(first); day.epochMilliseconds <= last && days.length < DAYS; ) {
    days.push(day.epochMilliseconds);
    day = day.add({ days: 1 }).startOfDay();
  }
  return {
    hours: fill(hours, found, (hour) => hour),
    days: fill(days, found, (hour) => dayOf(hour).epochMilliseconds),
  };
}
