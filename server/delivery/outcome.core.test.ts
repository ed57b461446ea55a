import { describe, expect, test } from "vitest";
import {
  type AnsweredStep,
  decideOutcome,
  MAX_AGE_MS,
  MAX_ATTEMPTS,
  MAX_CLAIMS,
  type Outcome,
  type Phase,
  type Pressure,
  parseReply,
  pressureOf,
  retryDelay,
  returnDelay,
  waitDelay,
} from "./outcome.core";

describe("a line of the server", () => {
  test.each([
    ["250 2.0.0 Ok: queued as 1", { code: 250, enhanced: "2.0.0", text: "Ok: queued as 1" }],
    ["250 OK", { code: 250, enhanced: null, text: "OK" }],
    [
      "550-5.1.1 No\n550 5.1.1 such user",
      { code: 550, enhanced: "5.1.1", text: "No 550 5.1.1 such user" },
    ],
    ["421", { code: 421, enhanced: null, text: "" }],
    ["451 4.3.0 tab\there \u0000", { code: 451, enhanced: "4.3.0", text: "tab here" }],
  ])("%j is a reply", (line, reply) => {
    expect(parseReply(line)).toEqual(reply);
  });

  test.each([
    ["354 go on"],
    ["2"],
    ["2x maybe"],
    ["25"],
    ["2500 ok"],
    ["hello"],
    [""],
    [undefined],
    [null],
  ])("%j is none", (line) => {
    expect(parseReply(line)).toBeNull();
  });

  test("long words are cut", () => {
    expect(parseReply(`550 ${"x".repeat(2_000)}`)?.text).toHaveLength(512);
  });
});

const TABLE: [Phase, string | null, Outcome, AnsweredStep?][] = [
  ["before", null, "unwritten"],
  ["before", "250 early", "unwritten"],
  ["before", "550 5.1.1 no such user", "rejected"],
  ["before", "554 no", "rejected"],
  ["before", "450 4.2.0 later", "deferred"],
  ["before", "452 full", "deferred"],
  ["before", "421 4.7.0 closing", "unwritten"],
  ["before", "421 4.7.0 closing", "unwritten", "rcpt"],
  ["before", "530 sign in first", "unwritten", "mail"],
  ["before", "535 wrong password", "unwritten", "mail"],
  ["before", "503 bad sequence", "unwritten", "mail"],
  ["before", "451 4.7.1 too fast", "unwritten", "mail"],
  ["before", "550 5.7.1 not you", "rejected", "mail"],
  ["before", "530 sign in first", "rejected", "rcpt"],
  ["before", "503 bad sequence", "rejected", "rcpt"],
  ["before", "502 what", "rejected", "data"],
  ["before", "451 4.7.1 greylisted", "deferred", "rcpt"],
  ["after", "250 ok", "accepted"],
  ["after", "251 ok too", "accepted"],
  ["after", "550 5.7.1 spam", "rejected"],
  ["after", "451 later", "deferred"],
  ["after", "421 closing", "deferred"],
  ["after", null, "lost"],
  ["after", "354 what", "lost"],
  ["after", "garbage", "lost"],
];

test.each(TABLE)("%s the last chunk, %j means %s (%s)", (...[phase, line, outcome, step]) => {
  expect(decideOutcome(phase, parseReply(line), step)).toBe(outcome);
});

const PRESSURES: [string, AnsweredStep, Pressure | null][] = [
  ["421 4.7.0 closing", "mail", "server"],
  ["451 4.7.1 too fast", "mail", "server"],
  ["454 no TLS", "mail", "server"],
  ["530 sign in first", "mail", "server"],
  ["550 5.1.0 not you", "mail", null],
  ["451 4.3.0 later", "mail", "server"],
  ["452 4.3.1 disk full", "mail", "server"],
  ["452 insufficient storage", "mail", "server"],
  ["452 4.3.4 too big", "mail", null],
  ["451 4.1.8 cannot resolve your domain", "mail", null],
  ["451 later", "mail", null],
  ["452 4.3.1 disk full", "rcpt", null],
  ["421 4.7.0 closing", "rcpt", "domain"],
  ["421 closing", "dot", "domain"],
  ["451 4.7.1 greylisted", "rcpt", "domain"],
  ["450 4.7.0 slow down", "dot", "domain"],
  ["530 sign in first", "rcpt", null],
  ["550 5.7.1 spam", "dot", null],
  ["451 4.2.1 busy", "rcpt", null],
  ["250 2.0.0 ok", "dot", null],
];

test.each(PRESSURES)("%j to %s is pressure of: %s", (line, step, pressure) => {
  expect(pressureOf(parseReply(line), step)).toBe(pressure);
});

describe("trying again", () => {
  test("waits longer each time, and ends", () => {
    const delays = Array.from({ length: MAX_ATTEMPTS }, (_, at) =>
      retryDelay({ attempt: at + 1, fence: at + 1, ageMs: 0 }),
    );
    const minutes = delays.map((delay) => (delay === null ? null : delay / 60_000));
    expect(minutes).toEqual([1, 3, 9, 27, 81, 243, 720, null]);
  });
  test("ends after three days whatever the count", () => {
    const ageMs = MAX_AGE_MS - 30_000;
    expect(retryDelay({ attempt: 1, fence: 1, ageMs })).toBeNull();
    expect(returnDelay({ attempt: 0, fence: 1, ageMs }, 1_000)).toBe(1_000);
    expect(returnDelay({ attempt: 0, fence: 1, ageMs: MAX_AGE_MS }, 1_000)).toBeNull();
  });
  test("what is asked to wait waits longer each time, and not for ever", () => {
    const delays = [0, 1, 2, 3, 6, 7, 100].map((returns) =>
      waitDelay({ attempt: 1, fence: returns + 1, ageMs: 0 }),
    );
    expect(delays.map((delay) => Number(delay) / 1_000)).toEqual([10, 20, 40, 80, 640, 900, 900]);
    // Asked to wait whenever it comes, it ends within three days, by its age.
    let [ageMs, fence] = [0, 1];
    for (
      let delay = waitDelay({ attempt: 1, fence, ageMs });
      delay !== null;
      delay = waitDelay({ attempt: 1, fence, ageMs })
    ) {
      ageMs += delay;
      fence += 1;
    }
    expect(ageMs).toBeGreaterThan(MAX_AGE_MS - 15 * 60_000);
    expect(fence).toBeLessThan(300);
    // And by their number, should the clock say that no time passes.
    expect(waitDelay({ attempt: 1, fence: MAX_CLAIMS, ageMs: 0 })).toBeNull();
  });
});
