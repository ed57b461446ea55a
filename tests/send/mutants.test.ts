import { describe, expect, test } from "vitest";
import { chaos } from "./chaos-child";
import type { MutantName } from "./mutants";

/** What each mutant does that no engine may do. */
const BREAKS: [MutantName, RegExp][] = [
  // The engine itself may be first: a dot without an intent looks like a database that lost one, and it halts.
  ["send-then-mark", /copies|arrived though|saw time go back/],
  ["mark-first", /accepted and never arrived/],
  ["no-consent-check", /after a (suppression|withdrawal)/],
  ["early-gate", /after a (suppression|withdrawal)/],
  ["no-lock", /after a (suppression|withdrawal)/],
  ["no-journal", /copies/],
  ["no-fence", /did not hold it/],
];

describe.concurrent("an engine with one guard taken out is caught", { timeout: 120_000 }, () => {
  test.each(BREAKS)("%s", async (mutant, expected) => {
    const { code, report } = await chaos({ messages: 400, seed: 5, seconds: 45, mutant });
    expect(code).toBe(1);
    expect(report.violations.join("\n")).toMatch(expected);
  });
});
