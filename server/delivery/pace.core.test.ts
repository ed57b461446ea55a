import { expect, test } from "vitest";
import { domainRules, inTurn } from "./pace.core";

test("a domain is ruled by its limit, by its rest, or by both", () => {
  const limits = [
    { domain: "a.example", perMinute: 60 },
    { domain: "b.example", perMinute: 600 },
  ];
  const rests = new Map([
    ["b.example", { restMs: 500, probes: 0 }],
    ["c.example", { restMs: 900, probes: 2 }],
  ]);
  expect(domainRules(limits, rests)).toEqual([
    { domain: "a.example", gapMs: 1_000, restMs: 0, probes: 0 },
    { domain: "b.example", gapMs: 100, restMs: 500, probes: 0 },
    { domain: "c.example", gapMs: null, restMs: 900, probes: 2 },
  ]);
  expect(domainRules([], new Map())).toEqual([]);
});

test("another begins each time, and whoever is gone stops nobody", () => {
  const all = [{ id: "a" }, { id: "b" }, { id: "c" }];
  const ids = (last: string | undefined) => inTurn(all, last).map(({ id }) => id);
  expect(ids(undefined)).toEqual(["a", "b", "c"]);
  expect(ids("a")).toEqual(["b", "c", "a"]);
  expect(ids("c")).toEqual(["a", "b", "c"]);
  expect(ids("gone")).toEqual(["a", "b", "c"]);
});
