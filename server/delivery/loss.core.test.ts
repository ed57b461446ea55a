import { expect, test } from "vitest";
import { createLossWatch, LOST_ROUNDS } from "./loss.core";

test("letters lost one after another are too many; connections that break together are one loss", () => {
  const watch = createLossWatch();
  for (let n = 0; n < 100; n += 1) expect(watch.lost("a", { from: n, now: 1_000 + n })).toBe(false);
  for (let n = 2; n < LOST_ROUNDS; n += 1) {
    expect(watch.lost("a", { from: n * 2_000, now: n * 2_000 + 9 })).toBe(false);
  }
  expect(watch.lost("a", { from: 90_000, now: 90_001 })).toBe(true);
  // Whoever resumes it gets as many again; what was under way at the pause is none of them.
  expect(watch.lost("a", { from: 90_001, now: 90_002 })).toBe(false);
  for (let n = 1; n < LOST_ROUNDS; n += 1) {
    expect(watch.lost("a", { from: n * 100_000, now: n * 100_000 + 9 })).toBe(false);
  }
  expect(watch.lost("a", { from: 900_000, now: 900_001 })).toBe(true);
});

test("an answer of the same way out begins anew, one of another does not", () => {
  const watch = createLossWatch();
  const lose = (n: number) => watch.lost("a", { from: n * 10, now: n * 10 + 1 });
  for (let n = 1; n < LOST_ROUNDS; n += 1) expect(lose(n)).toBe(false);
  watch.answered("a");
  for (let n = 11; n < 10 + LOST_ROUNDS; n += 1) expect(lose(n)).toBe(false);
  watch.answered("b");
  expect(lose(20)).toBe(true);
});
