import { expect, test } from "vitest";
import { decideResend, RESEND_AFTER_MS, type Unknown } from "./resend.core";

const NOW = new Date("2026-06-15T12:00:00Z");
const HOUR = 3_600_000;
const BOTH = ["opt_in", "transactional"] as const;

const since = (ms: number) => new Date(NOW.getTime() - ms);
const decide = (
  given: Partial<Unknown>,
  policy: readonly ("opt_in" | "transactional")[] = BOTH,
) => {
  const decision = decideResend(
    { kind: "opt_in", resends: 0, since: since(HOUR), ...given },
    policy,
    NOW,
  );
  return decision.ok ? "again" : decision.reason;
};

test("only kinds that the policy names are sent once more, marketing whatever it says never", () => {
  expect(decide({ kind: "opt_in" }, ["opt_in"])).toBe("again");
  expect(decide({ kind: "transactional" }, ["opt_in"])).toBe("never");
  expect(decide({ kind: "opt_in" }, [])).toBe("never");
  expect(decide({ kind: "marketing" })).toBe("marketing");
  expect(decide({ kind: "marketing" }, [...BOTH, "marketing" as "opt_in"])).toBe("marketing");
});

test("once, after whatever could tell has had its time, and while somebody waits for it", () => {
  expect(decide({ resends: 1 })).toBe("resent");
  expect(decide({ since: since(RESEND_AFTER_MS - 1) })).toBe("too_soon");
  expect(decide({ since: since(RESEND_AFTER_MS) })).toBe("again");
  expect(decide({ since: since(72 * HOUR) })).toBe("again");
  expect(decide({ since: since(72 * HOUR + 1) })).toBe("too_late");
});
