import { Temporal } from "temporal-polyfill";
import type { SendWindow } from "./schemas";

/** A clock time as somebody somewhere reads it. */
interface LocalMoment {
  /** `YYYY-MM-DD`. */
  day: string;
  /** `HH:MM`. */
  time: string;
}

/** A stretch of time in which a message may leave. */
export interface Opening {
  /** The first instant from which it may. */
  at: Date;
  /** The first at which it may not any more. */
  until: Date;
}

/** Two weeks: a window opens every week, but a change of the clock may swallow one. */
const DAYS_AHEAD = 14;

function firstInstant(local: Temporal.PlainDateTime, timeZone: string): number {
  const zoned = local.toZonedDateTime(timeZone, { disambiguation: "earlier" });
  if (zoned.toPlainDateTime().equals(local)) return zoned.epochMilliseconds;
  // The clock never shows it: what it shows first after the gap is meant.
  return (zoned.getTimeZoneTransition("next") ?? zoned).epochMilliseconds;
}

/**
 * The instant at which a clock time comes in a zone. One that the clock skips is the first instant
 * after the gap; one that comes twice is meant the first time.
 */
export function instantAt({ day, time }: LocalMoment, timeZone: string): Date {
  return new Date(firstInstant(Temporal.PlainDateTime.from(`${day}T${time}`), timeZone));
}

/** The next time from `now` on (that instant included) at which a zone's clock shows `time`. */
export function nextAt(time: string, timeZone: string, now: Date): Date {
  const today = dayIn(timeZone, now);
  for (let days = 0; days <= DAYS_AHEAD; days += 1) {
    const at = instantAt({ day: today.add({ days }).toString(), time }, timeZone);
    if (at >= now) return at;
  }
  throw new Error(`${timeZone} never shows ${time}.`);
}

function dayIn(timeZone: string, now: Date): Temporal.PlainDate {
  const instant = Temporal.Instant.fromEpochMilliseconds(now.getTime());
  return instant.toZonedDateTimeISO(timeZone).toPlainDate();
}

/** The window that opens on a day, or null: not on that day of the week, or the clock skips all of it. */
function openingOn(day: Temporal.PlainDate, window: SendWindow, timeZone: string): Opening | null {
  if (!window.days.includes(day.dayOfWeek)) return null;
  const isOvernight = window.to <= window.from;
  const lastDay = isOvernight ? day.add({ days: 1 }) : day;
  const at = instantAt({ day: day.toString(), time: window.from }, timeZone);
  const until = instantAt({ day: lastDay.toString(), time: window.to }, timeZone);
  return at < until ? { at, until } : null;
}

/**
 * The first stretch from `now` on in which a message may leave: at once when the window is open. One
 * that goes over midnight belongs to the day on which it opens.
 */
export function nextOpening(window: SendWindow, timeZone: string, now: Date): Opening {
  const today = dayIn(timeZone, now);
  // Yesterday's may still be open.
  for (let days = -1; days <= DAYS_AHEAD; days += 1) {
    const opening = openingOn(today.add({ days }), window, timeZone);
    if (!opening || opening.until <= now) continue;
    return opening.at > now ? opening : { at: now, until: opening.until };
  }
  throw new Error("A window without a day never opens.");
}
