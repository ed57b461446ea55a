import { expect, test } from "vitest";
import { type Conclusion, decideEvidence, type Verdict } from "./evidence.core";
import { MESSAGE_STATES, type MessageState, OPEN_STATES } from "./schemas";

const HANDED_OVER = new Date("2026-06-15T12:00:00Z");
const LATER = new Date("2026-06-15T12:01:00Z");
const EARLIER = new Date("2026-06-15T11:59:00Z");

const DELIVERED: Verdict = { kind: "delivered" };
const REFUSED: Verdict = {
  kind: "refused",
  reply: { code: 550, enhanced: "5.1.1", text: "no such user" },
};
const LOST: Verdict = { kind: "not_received", reason: "not in their log" };

function conclude(state: MessageState, verdict: Verdict, at = LATER): Conclusion {
  const about = { by: "header", messageIdHeader: "<a@nord.example>" } as const;
  return decideEvidence(
    { state, intentAt: HANDED_OVER },
    { about, verdict, source: "webhook", at },
  );
}

test("what is unknown is settled as the evidence says", () => {
  expect(conclude("unknown", DELIVERED)).toEqual({
    do: "move",
    event: "proved_accepted",
    reason: null,
  });
  const failed = { do: "move", event: "proved_failed" };
  expect(conclude("unknown", REFUSED)).toEqual({ ...failed, reason: "rejected" });
  expect(conclude("unknown", LOST)).toEqual({ ...failed, reason: "not_arrived" });
});

test("a no from before the last attempt is about another one; a copy is there whenever it came", () => {
  const outdated = { do: "nothing", why: "outdated" };
  expect(conclude("unknown", REFUSED, EARLIER)).toEqual(outdated);
  expect(conclude("unknown", LOST, EARLIER)).toEqual(outdated);
  expect(conclude("unknown", DELIVERED, EARLIER)).toMatchObject({ event: "proved_accepted" });
});

test("nothing but the unknown is ever moved; what agrees is known, what does not is noted", () => {
  for (const state of MESSAGE_STATES) {
    if (state === "unknown") continue;
    const isOpen = OPEN_STATES.some((open) => open === state);
    for (const verdict of [DELIVERED, REFUSED, LOST]) {
      const agrees = (verdict.kind === "delivered") === (state === "accepted");
      expect([state, verdict.kind, conclude(state, verdict)]).toEqual([
        state,
        verdict.kind,
        isOpen
          ? { do: "nothing", why: "open" }
          : agrees
            ? { do: "nothing", why: "known" }
            : { do: "note" },
      ]);
    }
  }
});
