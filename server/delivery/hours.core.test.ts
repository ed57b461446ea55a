import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { instantAt, nextAt, nextOpening } from "./hours.core";
import type { SendWindow } from "./schemas";

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

test.each([
  ["2026-12-01", "09:00", "Europe/Berlin", "2026-12-01T08:00:00.000Z"],
  // Half an hour and three quarters of one.
  ["2026-12-01", "09:00", "Asia/Kolkata", "2026-12-01T03:30:00.000Z"],
  ["2026-12-01", "09:00", "Asia/Kathmandu", "2026-12-01T03:15:00.000Z"],
  // The first and the last place on earth: 25 hours apart.
  ["2026-12-01", "09:00", "Pacific/Kiritimati", "2026-11-30T19:00:00.000Z"],
  ["2026-12-01", "09:00", "Pacific/Niue", "2026-12-01T20:00:00.000Z"],
  // Gaps: the first instant after them, in either hemisphere, and where it is half an hour.
  ["2026-03-29", "02:30", "Europe/Berlin", "2026-03-29T01:00:00.000Z"],
  ["2026-03-08", "02:00", "America/New_York", "2026-03-08T07:00:00.000Z"],
  ["2026-10-04", "02:30", "Australia/Sydney", "2026-10-03T16:00:00.000Z"],
  ["2026-10-04", "02:15", "Australia/Lord_Howe", "2026-10-03T15:30:00.000Z"],
  // A day that began at one o'clock.
  ["2026-09-06", "00:00", "America/Santiago", "2026-09-06T04:00:00.000Z"],
  // Twice: the first.
  ["2026-10-25", "02:30", "Europe/Berlin", "2026-10-25T00:30:00.000Z"],
  ["2026-04-05", "02:30", "Australia/Sydney", "2026-04-04T15:30:00.000Z"],
  // Samoa left out a whole day.
  ["2011-12-30", "09:00", "Pacific/Apia", "2011-12-30T10:00:00.000Z"],
])("%s %s in %s is %s", (...[day, time, zone, expected]) => {
  expect(instantAt({ day, time }, zone).toISOString()).toBe(expected);
});

test.each([
  ["09:00", "Europe/Berlin", "2026-12-01T07:59:59.999Z", "2026-12-01T08:00:00.000Z"],
  ["09:00", "Europe/Berlin", "2026-12-01T08:00:00.000Z", "2026-12-01T08:00:00.000Z"],
  ["09:00", "Europe/Berlin", "2026-12-01T08:00:00.001Z", "2026-12-02T08:00:00.000Z"],
  // What comes twice has been once.
  ["02:30", "Europe/Berlin", "2026-10-25T00:30:00.001Z", "2026-10-26T01:30:00.000Z"],
  ["02:30", "Europe/Berlin", "2026-03-28T12:00:00.000Z", "2026-03-29T01:00:00.000Z"],
])("the next %s in %s from %s", (...[time, zone, now, expected]) => {
  expect(nextAt(time, zone, new Date(now)).toISOString()).toBe(expected);
});

const OFFICE: SendWindow = { from: "09:00", to: "18:00", days: [1, 2, 3, 4, 5] };
const NIGHT: SendWindow = { from: "20:00", to: "02:00", days: [5] };

test.each<[string, SendWindow, string, string, string, string]>([
  ["open", OFFICE, "Europe/Berlin", "2026-12-01T10:00Z", "2026-12-01T10:00", "2026-12-01T17:00"],
  ["before", OFFICE, "Europe/Berlin", "2026-12-01T05:00Z", "2026-12-01T08:00", "2026-12-01T17:00"],
  // The end is not in it.
  [
    "at the end",
    OFFICE,
    "Europe/Berlin",
    "2026-12-01T17:00Z",
    "2026-12-02T08:00",
    "2026-12-02T17:00",
  ],
  [
    "over a weekend",
    OFFICE,
    "Europe/Berlin",
    "2026-12-04T17:30Z",
    "2026-12-07T08:00",
    "2026-12-07T17:00",
  ],
  // It is Monday there already.
  [
    "another day",
    OFFICE,
    "Pacific/Kiritimati",
    "2026-12-06T20:00Z",
    "2026-12-06T20:00",
    "2026-12-07T04:00",
  ],
  [
    "half hours",
    OFFICE,
    "Asia/Kolkata",
    "2026-12-01T00:00Z",
    "2026-12-01T03:30",
    "2026-12-01T12:30",
  ],
  [
    "the evening",
    NIGHT,
    "Europe/Berlin",
    "2026-12-04T12:00Z",
    "2026-12-04T19:00",
    "2026-12-05T01:00",
  ],
  // Saturday morning belongs to Friday's window.
  [
    "after midnight",
    NIGHT,
    "Europe/Berlin",
    "2026-12-05T00:30Z",
    "2026-12-05T00:30",
    "2026-12-05T01:00",
  ],
  [
    "a week later",
    NIGHT,
    "Europe/Berlin",
    "2026-12-05T01:00Z",
    "2026-12-11T19:00",
    "2026-12-12T01:00",
  ],
])("a window: %s", (...[, window, zone, now, at, until]) => {
  const opening = nextOpening(window, zone, new Date(now.replace("Z", ":00Z")));
  expect([opening.at.toISOString(), opening.until.toISOString()]).toEqual([
    `${at}:00.000Z`,
    `${until}:00.000Z`,
  ]);
});

test("a night is shorter or longer by what the clock is put forward or back", () => {
  const night: SendWindow = { from: "22:00", to: "06:00", days: EVERY_DAY };
  const hours = (now: string) => {
    const { at, until } = nextOpening(night, "Europe/Berlin", new Date(now));
    return (until.getTime() - at.getTime()) / 3_600_000;
  };
  expect([hours("2026-03-28T12:00Z"), hours("2026-10-24T12:00Z")]).toEqual([7, 9]);
});

test("a window that the clock skips whole is none", () => {
  const gap: SendWindow = { from: "02:10", to: "02:50", days: EVERY_DAY };
  const { at } = nextOpening(gap, "Europe/Berlin", new Date("2026-03-28T12:00Z"));
  expect(at.toISOString()).toBe("2026-03-30T00:10:00.000Z");
});

const clockTime = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, "0")).join(":"));
const window = fc
  .record({
    from: clockTime,
    to: clockTime,
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
  })
  .filter(({ from, to }) => from !== to);
const zone = fc.constantFrom(
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "Australia/Sydney",
  "America/Santiago",
  "Asia/Kolkata",
  "Pacific/Kiritimati",
  "Pacific/Niue",
  "Africa/Cairo",
);
/** Near where clocks change, and anywhere in a year. */
const now = fc.oneof(
  fc.date({ min: new Date("2026-01-01"), max: new Date("2026-12-31"), noInvalidDate: true }),
  fc
    .tuple(
      fc.constantFrom("2026-03-29", "2026-10-25", "2026-04-05", "2026-10-04", "2026-09-06"),
      fc.integer({ min: -3_000, max: 3_000 }),
    )
    .map(([day, minutes]) => new Date(Date.parse(day) + minutes * 60_000)),
);

/** Whether a clock on the wall shows a time of the window; told without computing any instant. */
function showsWindow({ from, to, days }: SendWindow, timeZone: string, at: Date): boolean {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  const time = local.toPlainTime().toString({ smallestUnit: "minute" });
  const isOn = (day: number) => days.includes(day);
  if (from < to) return isOn(local.dayOfWeek) && time >= from && time < to;
  const yesterday = local.dayOfWeek === 1 ? 7 : local.dayOfWeek - 1;
  return (isOn(local.dayOfWeek) && time >= from) || (isOn(yesterday) && time < to);
}

test("an opening is not before now, inside the window, and nothing of the window is left out before", () => {
  fc.assert(
    fc.property(window, zone, now, fc.double({ min: 0, max: 1, noNaN: true }), (...given) => {
      const [hours, timeZone, from, share] = given;
      const { at, until } = nextOpening(hours, timeZone, from);
      expect(at >= from && until > at).toBe(true);
      // Where the hour comes twice only the first of it is meant: the wall may say more than we do.
      const isTwice = (moment: Date) => {
        const hour = Temporal.Instant.fromEpochMilliseconds(moment.getTime());
        const zoned = hour.toZonedDateTimeISO(timeZone);
        const first = zoned.toPlainDateTime().toZonedDateTime(timeZone, {
          disambiguation: "earlier",
        });
        const back = hour.subtract({ hours: 3 }).toZonedDateTimeISO(timeZone);
        return back.offsetNanoseconds > zoned.offsetNanoseconds || !first.equals(zoned);
      };
      const inside = new Date(
        at.getTime() + Math.floor((until.getTime() - at.getTime() - 1) * share),
      );
      const wall = showsWindow(hours, timeZone, inside);
      expect(wall || isTwice(inside)).toBe(true);
      if (at > from) {
        const before = new Date(
          from.getTime() + Math.floor((at.getTime() - 1 - from.getTime()) * share),
        );
        expect(showsWindow(hours, timeZone, before) && !isTwice(before)).toBe(false);
      }
    }),
    { numRuns: 5000 },
  );
});
