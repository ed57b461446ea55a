import { describe, expect, test } from "vitest";
import {
  decideOutcome,
  MAX_AGE_MS,
  MAX_ATTEMPTS,
  type Outcome,
  type Phase,
  parseReply,
  retryDelay,
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

const TABLE: [Phase, string | null, Outcome][] = [
  ["before", null, "unwritten"],
  ["before", "250 early", "unwritten"],
  ["before", "550 5.1.1 no such user", "rejected"],
  ["before", "554 no", "rejected"],
  ["before", "450 4.2.0 later", "deferred"],
  ["before", "452 full", "deferred"],
  ["before", "421 4.7.0 closing", "unwritten"],
  ["before", "530 sign in first", "unwritten"],
  ["before", "535 wrong password", "unwritten"],
  ["before", "503 bad sequence", "unwritten"],
  ["after", "250 ok", "accepted"],
  ["after", "251 ok too", "accepted"],
  ["after", "550 5.7.1 spam", "rejected"],
  ["after", "451 later", "deferred"],
  ["after", "421 closing", "deferred"],
  ["after", null, "lost"],
  ["after", "354 what", "lost"],
  ["after", "garbage", "lost"],
];

test.each(TABLE)("%s the last chunk, %j means %s", (phase, line, outcome) => {
  expect(decideOutcome(phase, parseReply(line))).toBe(outcome);
});

describe("trying again", () => {
  const now = new Date("2026-03-01T12:00:00Z");
  test("waits longer each time, and ends", () => {
    const delays = Array.from({ length: MAX_ATTEMPTS }, (_, at) =>
      retryDelay({ attempt: at + 1, since: now }, now),
    );
    const minutes = delays.map((delay) => (delay === null ? null : delay / 60_000));
    expect(minutes).toEqual([1, 3, 9, 27, 81, 243, 720, null]);
  });
  test("ends after three days whatever the count", () => {
    const since = new Date(now.getTime() - MAX_AGE_MS + 30_000);
    expect(retryDelay({ attempt: 1, since }, now)).toBeNull();
  });
});
