import { expect, test } from "vitest";
import { resolveMoment, resolvePast, resolveWindow } from "./resolve.core";
import type { Window } from "./schemas";
import { asDays } from "./values.core";

const berlin = (now: string) =>
  resolveMoment({ kind: "now" }, { now: new Date(now), timeZone: "Europe/Berlin" });
const onDay = (day: string, timeZone = "Europe/Berlin") =>
  resolveMoment({ kind: "day", day }, { now: new Date("2026-11-22T12:00:00Z"), timeZone });
const edges = (window: Window, moment: ReturnType<typeof berlin>) => {
  const { from, to } = resolveWindow(window, moment);
  return [from?.toISOString() ?? null, to?.toISOString() ?? null];
};

test("a window ends at the rule's moment and is counted back in days of the zone", () => {
  const noon = berlin("2026-06-10T12:00:00Z");
  expect(edges({ kind: "last", days: 7 }, noon)).toEqual([
    "2026-06-03T12:00:00.000Z",
    "2026-06-10T12:00:00.000Z",
  ]);
  expect(edges({ kind: "earlier", days: 7 }, noon)).toEqual([null, "2026-06-03T12:00:00.000Z"]);
  expect(edges({ kind: "ever" }, noon)).toEqual([null, null]);
});

test("a day of 23 or 25 hours is one day", () => {
  // Summer time began on 29 March: the same clock time a day before is 23 hours away.
  expect(edges({ kind: "last", days: 1 }, berlin("2026-03-29T10:00:00Z"))[0]).toBe(
    "2026-03-28T11:00:00.000Z",
  );
  expect(edges({ kind: "last", days: 1 }, berlin("2026-10-25T11:00:00Z"))[0]).toBe(
    "2026-10-24T10:00:00.000Z",
  );
});

test("a fixed day is its first instant in the zone, whenever it is asked", () => {
  expect(onDay("1998-04-01").instant.toISOString()).toBe("1998-03-31T22:00:00.000Z");
  expect(edges({ kind: "last", days: 90 }, onDay("1998-04-01"))).toEqual([
    "1997-12-31T23:00:00.000Z",
    "1998-03-31T22:00:00.000Z",
  ]);
  // Where summer time starts at midnight, the day begins at one.
  expect(onDay("2018-11-04", "America/Sao_Paulo").instant.toISOString()).toBe(
    "2018-11-04T03:00:00.000Z",
  );
});

test("of what happened, nothing after a fixed day counts", () => {
  const fixed = onDay("1998-04-01");
  const ever = resolvePast({ kind: "ever" }, fixed);
  expect(ever).toEqual({ from: null, to: fixed.instant });
  expect(resolvePast({ kind: "since", day: "1998-01-01" }, fixed).to).toEqual(fixed.instant);
  const before = resolvePast({ kind: "before", day: "1997-06-01" }, fixed);
  expect(before.to?.toISOString()).toBe("1997-05-31T22:00:00.000Z");
  expect(resolvePast({ kind: "ever" }, berlin("2026-06-10T12:00:00Z")).to).toBeNull();
});

test("days are whole days, both ends included", () => {
  const moment = berlin("2026-06-10T12:00:00Z");
  expect(edges({ kind: "between", from: "2026-03-29", to: "2026-03-29" }, moment)).toEqual([
    "2026-03-28T23:00:00.000Z",
    "2026-03-29T22:00:00.000Z",
  ]);
  expect(edges({ kind: "before", day: "2026-01-01" }, moment)).toEqual([
    null,
    "2025-12-31T23:00:00.000Z",
  ]);
  expect(edges({ kind: "since", day: "2026-01-01" }, moment)).toEqual([
    "2025-12-31T23:00:00.000Z",
    null,
  ]);
});

test("a stretch of time means the days that begin in it", () => {
  const last = resolveWindow({ kind: "last", days: 7 }, berlin("2026-06-10T12:00:00Z"));
  // Today has begun, the day seven days ago had begun before.
  expect(asDays(last, "Europe/Berlin")).toEqual({ from: "2026-06-04", to: "2026-06-11" });
  const fixed = resolveWindow({ kind: "last", days: 7 }, onDay("2026-06-10"));
  expect(asDays(fixed, "Europe/Berlin")).toEqual({ from: "2026-06-03", to: "2026-06-10" });
});
