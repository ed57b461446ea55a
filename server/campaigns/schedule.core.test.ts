import { expect, test } from "vitest";
import { instantOf } from "./schedule.core";

test.each([
  ["2026-12-01", "09:00", "Europe/Berlin", "2026-12-01T08:00:00.000Z"],
  ["2026-07-01", "09:00", "Europe/Berlin", "2026-07-01T07:00:00.000Z"],
  // The last Sunday of March has no half past two there, that of October has it twice.
  ["2026-03-29", "02:30", "Europe/Berlin", null],
  ["2026-03-29", "03:00", "Europe/Berlin", "2026-03-29T01:00:00.000Z"],
  ["2026-10-25", "02:30", "Europe/Berlin", "2026-10-25T00:30:00.000Z"],
  ["2026-10-25", "02:30", "Asia/Kolkata", "2026-10-24T21:00:00.000Z"],
])("%s %s in %s", (...[day, time, zone, expected]) => {
  expect(instantOf({ day, time }, zone)?.toISOString() ?? null).toBe(expected);
});
