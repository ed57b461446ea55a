import fc from "fast-check";
import { expect, test } from "vitest";
import { newId } from "../kernel";
import { variantFor } from "./split.core";

const weighted = (...weights: number[]) =>
  weights.map((weight, n) => ({ name: "ABCD"[n], weight }));

test("one variant is everybody's", () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), (campaign, person) => {
      expect(variantFor(campaign, person, weighted(3)).name).toBe("A");
    }),
  );
});

test("the same person always gets the same, and shares follow the weights", () => {
  const campaign = newId();
  const variants = weighted(1, 1, 2);
  const people = Array.from({ length: 20_000 }, () => newId());
  const counts: Record<string, number> = {};
  for (const person of people) {
    const { name = "" } = variantFor(campaign, person, variants);
    expect(variantFor(campaign, person, variants).name).toBe(name);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  // Of 20,000 the standard deviation is at most 71: five of them.
  for (const [name, share] of [
    ["A", 5_000],
    ["B", 5_000],
    ["C", 10_000],
  ] as const) {
    expect(Math.abs((counts[name] ?? 0) - share)).toBeLessThan(355);
  }
});

test("two campaigns split independently", () => {
  const [one, two] = [newId(), newId()];
  const people = Array.from({ length: 20_000 }, () => newId());
  const both = people.filter(
    (person) =>
      variantFor(one, person, weighted(1, 1)).name === "A" &&
      variantFor(two, person, weighted(1, 1)).name === "A",
  );
  expect(Math.abs(both.length - 5_000)).toBeLessThan(310);
});

test("a variant of no weight is nobody's", () => {
  const people = Array.from({ length: 2_000 }, () => newId());
  expect(people.every((person) => variantFor("c", person, weighted(0, 1)).name === "B")).toBe(true);
});
