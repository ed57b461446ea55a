import { expect, test } from "vitest";
import { createRests, SILENT_MESSAGES } from "./breaker";
import type { Carried } from "./carried";

function rests() {
  const time = { now: 1_000 };
  const made = createRests(() => time.now);
  let last = 0;
  /** Of a message for that domain, another one each time. */
  const note = (carried: Carried, key: string, domain = "x.example") => {
    last += 1;
    made.note(carried, { key, domain, id: `m${last}` });
  };
  const poison = (key: string) => made.note("silent", { key, domain: "x.example", id: "poison" });
  return { time, ...made, note, poison };
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

test("a server that answers none of several messages rests; one message alone, or one answer, and it does not", () => {
  const { note, poison, restOfServer } = rests();
  // A message that makes a server hang up is not the server's fault.
  for (let n = 0; n < 20; n += 1) poison("a");
  for (let n = 2; n < SILENT_MESSAGES; n += 1) note(n % 2 ? "silent" : "lost", "a");
  expect(restOfServer("a")).toBe(0);
  note("answered", "a");
  for (let n = 1; n < SILENT_MESSAGES; n += 1) note("silent", "a");
  expect(restOfServer("a")).toBe(0);
  // What broke at once is one reason to rest, however much it was, and only for that server.
  for (let n = 0; n < 50; n += 1) note("lost", "a");
  expect(restOfServer("a")).toBe(1_000);
  expect(restOfServer("b")).toBe(0);
});

test("after a rest one message tries a server, and what hangs is not followed by more than a few", () => {
  const { time, note, begin, isTried, restOfServer } = rests();
  begin("a");
  expect([restOfServer("a"), isTried("a")]).toEqual([0, false]);
  note("unavailable", "a");
  expect(isTried("a")).toBe(false);
  const from = time.now;
  let tries = 0;
  // Nothing is heard of any of them for ten minutes.
  while (time.now < from + 600_000) {
    time.now += restOfServer("a");
    expect(isTried("a")).toBe(true);
    begin("a");
    tries += 1;
    expect([restOfServer("a") > 0, isTried("a")]).toEqual([true, false]);
  }
  expect(tries).toBeLessThan(16);
  note("silent", "a");
  expect(restOfServer("a")).toBeGreaterThan(0);
  note("answered", "a");
  expect([restOfServer("a"), isTried("a")]).toEqual([0, false]);
});
