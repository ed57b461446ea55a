import { describe, expect, test } from "vitest";
import { chaos } from "./chaos-child";
import type { MutantName } from "./mutants";

/** What each mutant does that no engine may do. */
const BREAKS: [MutantName, RegExp, Record<string, number>?][] = [
  // The engine itself may be first: a dot without an intent looks like a database that lost one, and it halts.
  ["send-then-mark", /copies|arrived though|saw time go back/],
  ["mark-first", /accepted and never arrived/],
  ["no-consent-check", /after a (suppression|withdrawal)/],
  ["early-gate", /after a (suppression|withdrawal)/],
  // Waits for nobody, so who says no can take their time; the shorter it is, the rarer is a dot in it.
  ["no-lock", /after a (suppression|withdrawal)/, { hold: 3_000 }],
  ["no-journal", /copies/],
  // Caught by one who comes back in time: of several one does.
  ["no-fence", /did not hold it/, { zombies: 6 }],
  // Both do it from the first moment on.
  ["deaf-to-silence", /unknown and nowhere/, { seconds: 30 }],
  ["moody-gate", /though nobody said no/, { seconds: 30 }],
];

/** On a machine that is slow at the wrong moment a run ends before its attack: then another one has to tell. */
const SEEDS = [5, 29];

describe.concurrent("an engine with one guard taken out is caught", { timeout: 360_000 }, () => {
  test.each(BREAKS)("%s", async (mutant, expected, flags = {}) => {
    let found = "";
    for (const seed of SEEDS) {
      const { code, report } = await chaos({ messages: 400, seed, seconds: 60, mutant, ...flags });
      found = report.violations.join("\n");
      expect(code, found).toBe(found === "" ? 0 : 1);
      if (expected.test(found)) break;
    }
    expect(found).toMatch(expected);
  });
});
