import { expect } from "@playwright/test";
import { goTheWalk } from "./walk/the-walk";
import { test } from "./walk/walk";

test.use({ isDeadly: true });

test("the walk with worker and web killed: the same numbers", async ({ walk }) => {
  // What a killed worker held waits for its lease to run out, three times.
  test.slow();
  await goTheWalk(walk);
  expect(walk.chances.deaths).toEqual({ web: 3, worker: 4 });
});
