import { expect, test } from "vitest";
import { visitsAfter } from "./visit.core";

const NOW = new Date("2026-06-15T12:00:00Z");
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

test.each([
  ["the first look", null, null],
  ["a look after one that was the first", { seenHomeAt: ago(10), lastVisitAt: null }, null],
  ["a reload", { seenHomeAt: ago(0), lastVisitAt: ago(900) }, ago(900)],
  ["after half an hour", { seenHomeAt: ago(30), lastVisitAt: ago(900) }, ago(900)],
  ["after longer", { seenHomeAt: ago(31), lastVisitAt: ago(900) }, ago(31)],
])("%s", (_, known, lastVisitAt) => {
  expect(visitsAfter(known, NOW)).toEqual({ seenHomeAt: NOW, lastVisitAt });
});
