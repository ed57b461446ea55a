import { expect, test } from "vitest";
import { type Look, rateOf, withLook } from "@/app/_ui/rate.core";
import { lookAt, secondsLeft } from "./send-pace.core";

type State = Parameters<typeof lookAt>[0]["state"];
type Seen = [state: State, total: number, open: number];

/** The rate that is shown after each look, one every three seconds, as the page makes it of them. */
function shown(...seen: Seen[]): (number | null)[] {
  let looks: readonly Look[] = [];
  return seen.map(([state, total, open], index) => {
    const look = lookAt({ state, total, open, at: index * 3_000 });
    looks = look ? withLook(looks, look) : [];
    return rateOf(looks);
  });
}

test("who was passed over while the audience was prepared makes no send fast", () => {
  // 10,000 rows a second are made, of which nine in ten are passed over.
  expect(
    shown(
      ["preparing", 30_000, 3_000],
      ["preparing", 60_000, 6_000],
      ["sending", 90_000, 9_000],
      ["sending", 90_000, 8_940],
      ["sending", 90_000, 8_880],
    ),
  ).toEqual([null, null, null, 20, 20]);
});

test("a pause forgets the speed before it, which is known anew after resuming", () => {
  expect(
    shown(
      ["sending", 1_000, 900],
      ["sending", 1_000, 600],
      ["paused", 1_000, 550],
      ["paused", 1_000, 550],
      ["sending", 1_000, 550],
      ["sending", 1_000, 520],
    ),
  ).toEqual([null, 100, null, null, null, 10]);
});

test("failures that are tried again do not run it backwards", () => {
  expect(
    shown(
      ["sending", 1_000, 300],
      ["sending", 1_000, 240],
      ["sending", 1_000, 700],
      ["sending", 1_000, 670],
    ),
  ).toEqual([null, 20, null, 10]);
});

test("the time left is of those that may leave now, and unknown without a speed", () => {
  const progress = { open: 500, waiting: { count: 200 } };
  expect(secondsLeft(progress, 10)).toBe(30);
  expect(secondsLeft(progress, null)).toBeNull();
  expect(secondsLeft(progress, 0)).toBeNull();
  expect(secondsLeft({ open: 200, waiting: { count: 200 } }, 10)).toBeNull();
});
