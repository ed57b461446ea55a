import { instantAt, nextAt, nextOpening } from "./hours.core";
import type { LocalTime, SendWindow } from "./schemas";

/** When letters of a campaign may leave, by the clock of each person's own zone. */
export interface Timing {
  /** A clock time there; without one they leave as soon as the campaign runs. */
  localTime: LocalTime | null;
  /** Hours of the week there, outside which they wait; null: any. */
  sendWindow: SendWindow | null;
}

/** A person's own hour. Null for both: at once. */
export interface Hour {
  sendAt: Date | null;
  /** When their window closes again. */
  closesAt: Date | null;
}

/** No zone's clock is ahead of the first (UTC+14) or behind the last (UTC-12). The signs are POSIX's. */
const FIRST_ZONE = "Etc/GMT-14";
const LAST_ZONE = "Etc/GMT+12";

/** Before the first zone's time, so that the messages stand ready when it comes. */
const LEAD_MS = 15 * 60_000;

/**
 * When a campaign that leaves by everybody's own clock begins: a quarter of an hour before it is that
 * time in the first zone on earth, or at once when that has passed. SCHEDULE_PAST once it has
 * passed in the last zone, too.
 */
export function beginOf(
  localTime: LocalTime,
  now: Date,
): { ok: true; at: Date } | { ok: false; code: "SCHEDULE_PAST" } {
  if (instantAt(localTime, LAST_ZONE) <= now) return { ok: false, code: "SCHEDULE_PAST" };
  const first = instantAt(localTime, FIRST_ZONE).getTime() - LEAD_MS;
  return { ok: true, at: new Date(Math.max(first, now.getTime())) };
}

/** Whether a zone's clock had passed the time when the campaign began. */
function hasPassed(localTime: LocalTime, timeZone: string, begin: Date): boolean {
  return instantAt(localTime, timeZone) < begin;
}

/** The clock time, for who is past it by the rule; null: at once. */
function momentIn(localTime: LocalTime, timeZone: string, begin: Date): Date | null | "left_out" {
  if (!hasPassed(localTime, timeZone, begin)) return instantAt(localTime, timeZone);
  switch (localTime.ifPast) {
    case "now":
      return null;
    case "next_day":
      return nextAt(localTime.time, timeZone, begin);
    case "skip":
      return "left_out";
    default: {
      const never: never = localTime.ifPast;
      return never;
    }
  }
}

/**
 * When a person in `timeZone` gets their letter. What has passed is judged by when the campaign began,
 * so that it does not depend on how long its preparation takes; `now` is when the row is made.
 */
export function hourOf(
  { localTime, sendWindow }: Timing,
  timeZone: string,
  { begin, now }: { begin: Date; now: Date },
): Hour | "left_out" {
  const moment = localTime ? momentIn(localTime, timeZone, begin) : null;
  if (moment === "left_out") return moment;
  if (!sendWindow) return { sendAt: moment, closesAt: null };
  const from = moment && moment > now ? moment : now;
  const opening = nextOpening(sendWindow, timeZone, from);
  return { sendAt: opening.at, closesAt: opening.until };
}

/** What a timing means for an audience. */
export interface HoursAhead {
  /** When the first and the last of them get their letter; null when nobody does. */
  first: Date | null;
  last: Date | null;
  people: number;
  zones: number;
  /** They have no zone of their own: the workspace's counts. */
  zoneless: number;
  /** Past the time when the campaign begins: the rule decides. */
  past: number;
}

/** Sums up what a timing means for people, counted by their zone (null: none of their own). */
export function hoursAhead(
  timing: Timing,
  people: readonly { timeZone: string | null; count: number }[],
  given: { timeZone: string; begin: Date },
): HoursAhead {
  const { begin } = given;
  const { localTime } = timing;
  const zoneOf = (one: { timeZone: string | null }) => one.timeZone ?? given.timeZone;
  const sum = (some: typeof people) => some.reduce((all, { count }) => all + count, 0);
  const zones = [...new Set(people.map(zoneOf))];
  const hours = zones.flatMap((timeZone) => {
    const hour = hourOf(timing, timeZone, { begin, now: begin });
    return hour === "left_out" ? [] : [(hour.sendAt ?? begin).getTime()];
  });
  return {
    first: hours.length > 0 ? new Date(Math.min(...hours)) : null,
    last: hours.length > 0 ? new Date(Math.max(...hours)) : null,
    people: sum(people),
    zones: zones.length,
    zoneless: sum(people.filter((one) => one.timeZone === null)),
    past: localTime ? sum(people.filter((one) => hasPassed(localTime, zoneOf(one), begin))) : 0,
  };
}
