import { Temporal } from "temporal-polyfill";
import type { Moment, Window } from "./schemas";

/** A stretch of time: from included, to not; null = open. */
export interface Interval {
  from: Date | null;
  to: Date | null;
}

/** What a rule is asked at: an instant, and the zone whose days it means. */
export interface Asked {
  now: Date;
  timeZone: string;
}

/** The moment a rule counts back from, as an instant and as the day it lies in. */
export interface ResolvedMoment {
  instant: Date;
  day: Temporal.PlainDate;
  timeZone: string;
  /** What happens from then on does not count: the instant of a fixed day. Null: all there is by now. */
  end: Date | null;
}

const toDate = (zoned: Temporal.ZonedDateTime) => new Date(zoned.epochMilliseconds);

/** The first instant of a day in a zone (where a day begins at 1:00 because of summer time, that). */
export function startOfDay(day: Temporal.PlainDate | string, timeZone: string): Date {
  return toDate(Temporal.PlainDate.from(day).toZonedDateTime({ timeZone }));
}

export function resolveMoment(moment: Moment, asked: Asked): ResolvedMoment {
  const { timeZone } = asked;
  if (moment.kind === "day") {
    const day = Temporal.PlainDate.from(moment.day);
    const instant = startOfDay(day, timeZone);
    return { instant, day, timeZone, end: instant };
  }
  const zoned = Temporal.Instant.fromEpochMilliseconds(asked.now.getTime()).toZonedDateTimeISO(
    timeZone,
  );
  return { instant: asked.now, day: zoned.toPlainDate(), timeZone, end: null };
}

/** The same clock time so many days earlier: a day of 23 or 25 hours is still one day. */
function daysBefore(moment: ResolvedMoment, days: number): Date {
  const zoned = Temporal.Instant.fromEpochMilliseconds(moment.instant.getTime()).toZonedDateTimeISO(
    moment.timeZone,
  );
  return toDate(zoned.subtract({ days }));
}

/** A window as instants. */
export function resolveWindow(window: Window, moment: ResolvedMoment): Interval {
  const { timeZone } = moment;
  switch (window.kind) {
    case "ever":
      return { from: null, to: null };
    case "last":
      return { from: daysBefore(moment, window.days), to: moment.instant };
    case "earlier":
      return { from: null, to: daysBefore(moment, window.days) };
    case "between": {
      const after = Temporal.PlainDate.from(window.to).add({ days: 1 });
      return { from: startOfDay(window.from, timeZone), to: startOfDay(after, timeZone) };
    }
    case "before":
      return { from: null, to: startOfDay(window.day, timeZone) };
    case "since":
      return { from: startOfDay(window.day, timeZone), to: null };
    default: {
      const never: never = window;
      return never;
    }
  }
}

/**
 * The window of what happened, orders and messages: of a rule with a fixed day, nothing that came
 * later, so that its answer is the one of that day whenever it is asked.
 */
export function resolvePast(window: Window, moment: ResolvedMoment): Interval {
  const { from, to } = resolveWindow(window, moment);
  const { end } = moment;
  return { from, to: end && (!to || to > end) ? end : to };
}
