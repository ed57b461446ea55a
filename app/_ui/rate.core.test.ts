import { expect, test } from "vitest";
import { type Look, rateOf, withLook } from "./rate.core";

/** The rate after each of these looks, one every one and a half seconds. */
function ratesOf(...done: number[]): (number | null)[] {
  let looks: readonly Look[] = [];
  return done.map((count, index) => {
    looks = withLook(looks, { at: index * 1_500, done: count });
    return rateOf(looks);
  });
}

const after = (...looks: Look[]) => rateOf(looks.reduce<readonly Look[]>(withLook, []));

test("is not known at the first look, nor of too short a time", () => {
  expect(ratesOf(700_000, 700_150, 700_300)).toEqual([null, null, 100]);
});

test("of steady work it is steady, for as long as it goes on", () => {
  const rates = ratesOf(...Array.from({ length: 40 }, (_, index) => index * 300));
  expect(new Set(rates.slice(2))).toEqual(new Set([200]));
});

test("tells only of the last quarter of a minute", () => {
  const fast = Array.from({ length: 20 }, (_, index) => index * 1_500);
  const slow = Array.from({ length: 10 }, (_, index) => 28_500 + (index + 1) * 15);
  expect(ratesOf(...fast, ...slow).at(-1)).toBe(10);
});

test("falls when the work stands still, to nothing", () => {
  const rates = ratesOf(0, 300, 600, ...Array.from({ length: 11 }, () => 600));
  expect(rates[4]).toBe(100);
  expect(rates.at(-1)).toBe(0);
});

test("begins anew when less is done than before", () => {
  expect(ratesOf(0, 300, 600, 550, 700, 850)).toEqual([null, null, 200, null, null, 100]);
});

test("begins anew after a silence, and when the clock was set back or far ahead", () => {
  const before = [
    { at: 100_000, done: 0 },
    { at: 103_000, done: 600 },
  ];
  expect(after(...before)).toBe(200);
  expect(after(...before, { at: 163_000, done: 9_000 })).toBeNull();
  expect(after(...before, { at: 163_000, done: 9_000 }, { at: 166_000, done: 9_030 })).toBe(10);
  expect(after(...before, { at: 40_000, done: 900 })).toBeNull();
  expect(after(...before, { at: 40_000, done: 900 }, { at: 43_000, done: 1_200 })).toBe(100);
});

test("the same look twice is one", () => {
  const one = [{ at: 0, done: 0 }];
  expect(withLook(one, { at: 0, done: 0 })).toBe(one);
});
