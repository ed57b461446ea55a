import { describe, expect, test } from "vitest";
import {
  type DkimFinding,
  type DomainStanding,
  domainsAbove,
  graceEnd,
  maySendFrom,
  nextStanding,
} from "./state.core";

const NOW = new Date("2026-03-10T12:00:00Z");
const hours = (count: number) => new Date(NOW.getTime() + count * 3_600_000);
const PENDING: DomainStanding = { state: "pending", verifiedAt: null, failingSince: null };
const VERIFIED: DomainStanding = { ...PENDING, state: "verified", verifiedAt: hours(-500) };
const FAILING: DomainStanding = { ...VERIFIED, state: "failing", failingSince: hours(-5) };
const GONE: DkimFinding = { state: "missing" };

describe("after a look", () => {
  test.each<[string, DomainStanding, DkimFinding, DomainStanding]>([
    ["found", PENDING, { state: "ok" }, { ...VERIFIED, verifiedAt: NOW }],
    ["not there yet", PENDING, GONE, PENDING],
    ["still there", VERIFIED, { state: "ok" }, VERIFIED],
    ["gone", VERIFIED, GONE, { ...FAILING, failingSince: NOW }],
    [
      "another key",
      VERIFIED,
      { state: "other_key", found: "x" },
      { ...FAILING, failingSince: NOW },
    ],
    ["still gone", FAILING, GONE, FAILING],
    ["back", FAILING, { state: "ok" }, VERIFIED],
    ["no answer while verified", VERIFIED, { state: "unreachable" }, VERIFIED],
    ["no answer while failing", FAILING, { state: "unreachable" }, FAILING],
    ["no answer yet", PENDING, { state: "unreachable" }, PENDING],
  ])("%s", (...[, before, finding, after]) => {
    expect(nextStanding(before, finding, NOW)).toEqual(after);
  });
});

test("mail goes on for three days after a record is gone", () => {
  expect(maySendFrom(PENDING, NOW)).toBe(false);
  expect(maySendFrom(VERIFIED, NOW)).toBe(true);
  expect(maySendFrom({ ...FAILING, failingSince: hours(-71.9) }, NOW)).toBe(true);
  expect(maySendFrom({ ...FAILING, failingSince: hours(-72) }, NOW)).toBe(false);
  expect(maySendFrom({ ...FAILING, failingSince: null }, NOW)).toBe(false);
  expect(graceEnd({ ...FAILING, failingSince: NOW })).toEqual(hours(72));
  expect(graceEnd(VERIFIED)).toBeNull();
});

test("an address stands under its own domain and those above, never under a mere ending", () => {
  expect(domainsAbove("a@x.news.shop.example")).toEqual([
    "x.news.shop.example",
    "news.shop.example",
    "shop.example",
  ]);
  expect(domainsAbove("a@shop.example")).toEqual(["shop.example"]);
});
