import fc from "fast-check";
import { expect, test } from "vitest";
import { type WarmUpPlan, warmUpDays, warmUpLimit } from "./warm-up.core";

const PLAN: WarmUpPlan = { startOn: "2026-02-26", first: 50, growth: 100, target: 2_000 };

test("a plan doubles from day to day until it is over", () => {
  expect(warmUpDays(PLAN)).toEqual({
    days: [
      { day: "2026-02-26", limit: 50 },
      { day: "2026-02-27", limit: 100 },
      { day: "2026-02-28", limit: 200 },
      { day: "2026-03-01", limit: 400 },
      { day: "2026-03-02", limit: 800 },
      { day: "2026-03-03", limit: 1_600 },
    ],
    finishedOn: "2026-03-04",
  });
});

test.each([
  ["2026-02-01", 50],
  ["2026-02-26", 50],
  ["2026-03-01", 400],
  ["2026-03-03", 1_600],
  ["2026-03-04", null],
  ["2030-01-01", null],
])("on %s the limit is %s", (day, limit) => {
  expect(warmUpLimit(PLAN, day)).toBe(limit);
});

test("figures of a slow ramp are round", () => {
  const limits = warmUpDays({ ...PLAN, first: 75, growth: 30 }).days.map(({ limit }) => limit);
  expect(limits.slice(0, 6)).toEqual([75, 98, 130, 160, 210, 280]);
});

test("limits never fall, and they end", () => {
  const plans = fc.record({
    startOn: fc.constant("2026-01-30"),
    first: fc.integer({ min: 1, max: 5_000 }),
    growth: fc.integer({ min: 10, max: 200 }),
    target: fc.integer({ min: 2, max: 1_000_000 }),
  });
  fc.assert(
    fc.property(plans, (plan) => {
      const { days, finishedOn } = warmUpDays(plan);
      const limits = days.map(({ limit }) => limit);
      expect(limits).toEqual([...limits].sort((a, b) => a - b));
      expect(days.map(({ day }) => warmUpLimit(plan, day))).toEqual(limits);
      expect(warmUpLimit(plan, finishedOn)).toBeNull();
      expect(days.length).toBeLessThan(200);
    }),
  );
});
