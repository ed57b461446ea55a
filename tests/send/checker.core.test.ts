import { expect, test } from "vitest";
import { type CheckedMessage, type Evidence, judge, type Step } from "./checker.core";

const W1 = "w1";

function step(from: string, to: string, more: Partial<Step> = {}): Step {
  return { step: 0, from, to, at: 1_000_000, workerId: W1, fence: 1, detail: "", ...more };
}

/** A message as an engine without faults leaves it, with what the test changes. */
function message(more: Partial<CheckedMessage> = {}, steps?: Step[]): CheckedMessage {
  const history = steps ?? [
    step("", "queued", { workerId: null, fence: 0 }),
    step("queued", "claimed"),
    step("claimed", "in_flight"),
    step("in_flight", "accepted"),
  ];
  return {
    messageId: "<a@nord.example>",
    workspaceId: "s",
    contactId: "c",
    campaignId: "k",
    topicId: "t",
    state: "accepted",
    attempt: 1,
    fence: 1,
    steps: history.map((one, at) => ({ ...one, step: at })),
    ...more,
  };
}

function violations(one: CheckedMessage, more: Partial<Evidence> = {}): string[] {
  const evidence = { expected: 1, kept: [one.messageId], barriers: [], silences: [], ...more };
  return judge({ ...evidence, messages: [one] }).violations;
}

test("a message that was sent once and is accepted is right", () => {
  expect(violations(message())).toEqual([]);
});

const barrier = { workspaceId: "s", contactId: "c", topicId: null, why: "a suppression" };

test.each<[string, CheckedMessage, Partial<Evidence>]>([
  ["2 copies", message(), { kept: ["<a@nord.example>", "<a@nord.example>"] }],
  ["never arrived", message(), { kept: [] }],
  ["nobody's", message(), { kept: ["<a@nord.example>", "<b@nord.example>"] }],
  ["1 messages of 2", message(), { expected: 2 }],
  ["after a suppression", message(), { barriers: [{ ...barrier, at: 900_000 }] }],
  ["into a silence", message(), { silences: [{ campaignId: "k", from: 1, until: 2_000_000 }] }],
  ["history ends elsewhere", message({ state: "unknown" }), {}],
  ["arrived though skipped", message({ state: "skipped" }), {}],
  ["attempt 2 after 1 claims", message({ attempt: 2 }), {}],
  ["fence 2 after 1 claims", message({ fence: 2 }), {}],
  [
    "broken chain",
    message({}, [
      step("", "queued", { workerId: null, fence: 0 }),
      step("queued", "claimed"),
      step("in_flight", "accepted"),
    ]),
    {},
  ],
  [
    "did not hold it",
    message({}, [
      step("", "queued", { workerId: null, fence: 0 }),
      step("queued", "claimed"),
      step("claimed", "in_flight", { workerId: "w2" }),
      step("in_flight", "accepted"),
    ]),
    {},
  ],
  [
    "two intents under one fence",
    message({}, [
      step("", "queued", { workerId: null, fence: 0 }),
      step("queued", "claimed"),
      step("claimed", "in_flight"),
      step("in_flight", "in_flight"),
      step("in_flight", "accepted"),
    ]),
    {},
  ],
  [
    "never ended",
    message({ state: "claimed" }, [
      step("", "queued", { workerId: null, fence: 0 }),
      step("queued", "claimed"),
    ]),
    { kept: [] },
  ],
])("finds: %s", (expected, one, more) => {
  expect(violations(one, more).join("; ")).toContain(expected);
});

test("what was intended before the suppression, and other topics, are left alone", () => {
  const early = { ...barrier, at: 1_000_001 };
  const other = { ...barrier, topicId: "another", at: 1 };
  const stranger = { ...barrier, contactId: "d", at: 1 };
  expect(violations(message(), { barriers: [early, other, stranger] })).toEqual([]);
});
