import { expect, test } from "vitest";
import type { LocalTime } from "./schemas";
import { beginOf, hourOf, hoursAhead } from "./timing.core";

const NINE: LocalTime = { day: "2026-12-01", time: "09:00", ifPast: "next_day" };
const OFFICE = { from: "09:00", to: "18:00", days: [1, 2, 3, 4, 5] };
const BERLIN = "Europe/Berlin";

test.each([
  // A quarter of an hour before nine in Kiritimati.
  ["2026-11-29T12:00:00Z", "2026-11-30T18:45:00.000Z"],
  ["2026-11-30T18:45:00Z", "2026-11-30T18:45:00.000Z"],
  ["2026-12-01T08:00:00Z", "2026-12-01T08:00:00.000Z"],
  // Nobody lives at UTC-12, but its nine o'clock is the last.
  ["2026-12-01T20:59:59Z", "2026-12-01T20:59:59.000Z"],
  ["2026-12-01T21:00:00Z", "SCHEDULE_PAST"],
])("scheduled at %s it begins at %s", (now, expected) => {
  const begin = beginOf(NINE, new Date(now));
  expect(begin.ok ? begin.at.toISOString() : begin.code).toBe(expected);
});

test.each([
  ["next_day", "2026-12-01T07:00:00Z", "2026-12-01T08:00:00.000Z"],
  ["next_day", "2026-12-01T08:00:00Z", "2026-12-01T08:00:00.000Z"],
  ["next_day", "2026-12-01T08:00:01Z", "2026-12-02T08:00:00.000Z"],
  // The worker was away for days: still that time of the day.
  ["next_day", "2026-12-05T12:00:00Z", "2026-12-06T08:00:00.000Z"],
  ["now", "2026-12-01T08:00:01Z", "at once"],
  ["skip", "2026-12-01T08:00:01Z", "left_out"],
] as const)("who is past it by the rule %s at %s", (ifPast, begun, expected) => {
  const begin = new Date(begun);
  const timing = { localTime: { ...NINE, ifPast }, sendWindow: null };
  const hour = hourOf(timing, BERLIN, { begin, now: begin });
  expect(hour === "left_out" ? hour : (hour.sendAt?.toISOString() ?? "at once")).toBe(expected);
});

test("what has passed is judged by when the campaign began, however long it takes to prepare", () => {
  const given = { begin: new Date("2026-12-01T07:59:00Z"), now: new Date("2026-12-01T08:05:00Z") };
  const timing = { localTime: { ...NINE, ifPast: "skip" as const }, sendWindow: null };
  const sendAt = new Date("2026-12-01T08:00:00Z");
  expect(hourOf(timing, BERLIN, given)).toEqual({ sendAt, closesAt: null });
});

test.each([
  // A weekend is waited for, whatever the rule says.
  ["2026-12-05", "now", "2026-12-05T10:00:00Z", "2026-12-07T08:00:00.000Z"],
  ["2026-12-05", "next_day", "2026-12-05T10:00:00Z", "2026-12-07T08:00:00.000Z"],
  ["2026-12-03", "now", "2026-12-02T10:00:00Z", "2026-12-03T08:00:00.000Z"],
] as const)("a time on %s with office hours, rule %s", (...[day, ifPast, begun, expected]) => {
  const begin = new Date(begun);
  const timing = { localTime: { day, time: "09:00", ifPast }, sendWindow: OFFICE };
  expect(hourOf(timing, BERLIN, { begin, now: begin })).toMatchObject({
    sendAt: new Date(expected),
  });
});

test("a window alone lets letters leave at once or at its next opening", () => {
  const timing = { localTime: null, sendWindow: OFFICE };
  const at = (now: string) => hourOf(timing, BERLIN, { begin: new Date(now), now: new Date(now) });
  expect(at("2026-12-01T10:00:00Z")).toEqual({
    sendAt: new Date("2026-12-01T10:00:00Z"),
    closesAt: new Date("2026-12-01T17:00:00Z"),
  });
  expect(at("2026-12-01T20:00:00Z")).toEqual({
    sendAt: new Date("2026-12-02T08:00:00Z"),
    closesAt: new Date("2026-12-02T17:00:00Z"),
  });
});

test("an audience: first and last, who is past it, who has no zone of their own", () => {
  const people = [
    { timeZone: null, count: 5 },
    { timeZone: "Pacific/Kiritimati", count: 2 },
    { timeZone: "America/New_York", count: 3 },
    { timeZone: BERLIN, count: 1 },
  ];
  const begin = new Date("2026-12-01T07:00:00Z");
  const timing = { localTime: NINE, sendWindow: null };
  expect(hoursAhead(timing, people, { timeZone: BERLIN, begin })).toEqual({
    first: new Date("2026-12-01T08:00:00Z"),
    last: new Date("2026-12-01T19:00:00Z"),
    people: 11,
    zones: 3,
    zoneless: 5,
    past: 2,
  });
});
