import fc from "fast-check";
import { expect, test } from "vitest";
import { createPacer } from "./pacer.core";

test("no second holds more messages than the rate, but for the leniency of a quarter", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 300 }),
      (rate, pauses) => {
        const pacer = createPacer(rate);
        const given: number[] = [];
        let now = 1_000;
        for (const pause of pauses) {
          now += pause;
          given.push(now + pacer.take(now));
        }
        const most = Math.max(
          0,
          ...given.map((from) => given.filter((at) => at >= from && at < from + 1_000).length),
        );
        expect(most).toBeLessThanOrEqual(Math.ceil(rate * 1.25) + 1);
      },
    ),
  );
});

test("asking takes nothing, and a pause saves nothing up", () => {
  const pacer = createPacer(2);
  expect(pacer.wait(0)).toBe(0);
  expect(pacer.take(0)).toBe(0);
  expect(pacer.take(0)).toBe(250);
  expect(pacer.wait(0)).toBe(750);
  expect(pacer.take(60_000)).toBe(0);
  expect(pacer.take(60_000)).toBe(250);
});
