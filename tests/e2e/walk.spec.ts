import { goTheWalk } from "./walk/the-walk";
import { test } from "./walk/walk";

test.describe("English", () => {
  test("the walk, from the first run to the measured result", ({ walk }) => goTheWalk(walk));
});

test.describe("German", () => {
  test.use({ language: "de" });
  test("the walk in German: the same numbers", ({ walk }) => goTheWalk(walk));
});
