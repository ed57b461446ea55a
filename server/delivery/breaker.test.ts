import { expect, test } from "vitest";
import { createRests } from "./breaker";

function rests() {
  const time = { now: 1_000 };
  return { time, ...createRests(() => time.now) };
}

test("a server rests longer each time, at most a minute, and begins anew when it answers", () => {
  const { time, note, restOfServer } = rests();
  const pauses: number[] = [];
  for (let n = 0; n < 8; n += 1) {
    note("unavailable", "a", "x.example");
    // What was under way with it makes it no longer.
    note("unavailable", "a", "y.example");
    pauses.push(restOfServer("a") / 1_000);
    time.now += restOfServer("a");
  }
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  note("unheard", "a", "x.example");
  note("unavailable", "a", "x.example");
  expect(restOfServer("a")).toBe(60_000);
  time.now += 60_000;
  note("answered", "a", "x.example");
  note("unavailable", "a", "x.example");
  expect(restOfServer("a")).toBe(1_000);
});

test("a domain rests over one server, and then a few try it until one is answered", () => {
  const { time, note, restOf, restOfServer, domainsOf } = rests();
  note("throttled", "a", "x.example");
  expect([restOf("a", "x.example"), restOf("b", "x.example"), restOf("a", "y.example")]).toEqual([
    1_000, 0, 0,
  ]);
  expect(restOfServer("a")).toBe(0);
  // Another way out takes it, so it does not wait.
  expect(domainsOf(["a", "b"]).size).toBe(0);
  expect(domainsOf(["b"]).size).toBe(0);
  expect(domainsOf(["a"])).toEqual(new Map([["x.example", { restMs: 1_000, probes: 0 }]]));
  time.now += 1_000;
  expect(domainsOf(["a"])).toEqual(new Map([["x.example", { restMs: 2_000, probes: 2 }]]));
  note("answered", "a", "x.example");
  expect(domainsOf(["a"]).size).toBe(0);
});
