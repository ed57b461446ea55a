import { expect, test } from "vitest";
import { type CheckedMessage, type Evidence, judge, type Step } from "./checker.core";
import type { Causes, WorkerDeath } from "./checker-causes.core";

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
    smtpCode: null,
    steps: history.map((one, at) => ({ ...one, step: at })),
    ...more,
  };
}

const NO_CAUSE: Causes = {
  grounds: [],
  cancellations: [],
  refusals: [],
  losses: [],
  deaths: [],
};

function verdictOn(one: CheckedMessage, more: Partial<Evidence> = {}) {
  const evidence = { expected: 1, kept: [one.messageId], barriers: [], silences: [], ...more };
  return judge({ ...NO_CAUSE, ...evidence, messages: [one] });
}

const violations = (one: CheckedMessage, more: Partial<Evidence> = {}): string[] =>
  verdictOn(one, more).violations;

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

/** A message that ended as `state` by this event, from what it was last. */
function ended(state: string, last: Step, more: Partial<CheckedMessage> = {}): CheckedMessage {
  const before = [
    step("", "queued", { workerId: null, fence: 0 }),
    step("queued", "claimed"),
    ...(last.from === "in_flight" ? [step("claimed", "in_flight")] : []),
  ];
  return message({ state, ...more }, [...before, last]);
}

const suppressed = ended("suppressed", step("claimed", "suppressed"));
const skipped = ended("skipped", step("claimed", "skipped"));
const cancelled = ended("cancelled", step("claimed", "cancelled"));
const rejected = ended("failed", step("in_flight", "failed", { detail: "rejected" }), {
  smtpCode: 550,
});
const failedAs = (detail: string) => ended("failed", step("claimed", "failed", { detail }));
const unknown = ended("unknown", step("in_flight", "unknown", { detail: "lost" }));

/** Taken up so many times, each of them a try that counts, or a death. */
function triedOften(times: number, detail: string, last: Step): CheckedMessage {
  const tries = Array.from({ length: times - 1 }, (_, at) => [
    step("queued", "claimed", { fence: at + 1 }),
    step("claimed", "queued", { fence: at + 1, detail }),
  ]);
  const history = [
    step("", "queued", { workerId: null, fence: 0 }),
    ...tries.flat(),
    step("queued", "claimed", { fence: times }),
    { ...last, fence: times },
  ];
  const attempt = detail === "deferred" ? times : 1;
  return message({ state: "failed", attempt, fence: times }, history);
}

const exhausted = (times: number) =>
  triedOften(times, "deferred", step("claimed", "failed", { detail: "exhausted" }));
const quarantined = (times: number) =>
  triedOften(times, "worker_ended", step("claimed", "failed", { detail: "quarantined" }));

const person = { workspaceId: "s", contactId: "c" };
const said = { ...barrier, at: 900_000 };
const withdrawal = { ...said, topicId: "t", why: "a withdrawal" };
const loss = { person, messageId: unknown.messageId, wasTold: false };
const death: WorkerDeath = { workerId: W1, at: 1_100_000, how: "random" };

test.each<[string, CheckedMessage, Partial<Evidence>]>([
  ["suppressed though nobody said no", suppressed, {}],
  ["suppressed though nobody said no", suppressed, { grounds: [{ ...said, at: 1_100_000 }] }],
  ["suppressed though nobody said no", suppressed, { grounds: [{ ...said, contactId: "d" }] }],
  ["suppressed though nobody said no", suppressed, { grounds: [withdrawal] }],
  ["skipped though nobody said no", skipped, {}],
  ["skipped though nobody said no", skipped, { grounds: [{ ...withdrawal, topicId: "u" }] }],
  ["skipped though nobody said no", { ...skipped, topicId: null }, { grounds: [said] }],
  ["though its campaign was not", cancelled, {}],
  ["though its campaign was not", cancelled, { cancellations: [{ campaignId: "l", at: 1 }] }],
  ["though its campaign was not", cancelled, { cancellations: [{ campaignId: "k", at: 2e6 }] }],
  ["failed (550), which nobody was told", rejected, {}],
  ["which nobody was told", rejected, { refusals: [{ person, code: 554 }] }],
  [
    "which nobody was told",
    rejected,
    { refusals: [{ person: { ...person, contactId: "d" }, code: 550 }] },
  ],
  ["failed (exhausted) after 7 attempts", exhausted(7), {}],
  ["failed (quarantined) after 1 attempts and 2 deaths", quarantined(2), {}],
  ["failed (render_failed)", failedAs("render_failed"), {}],
  ["nobody died or lied", unknown, {}],
  ["nobody died or lied", unknown, { deaths: [{ ...death, at: 900_000 }] }],
  ["nobody died or lied", unknown, { deaths: [{ ...death, workerId: "w2" }] }],
  ["nobody died or lied", unknown, { losses: [{ ...loss, messageId: "<b@nord.example>" }] }],
  ["nobody died or lied", unknown, { losses: [{ ...loss, wasTold: true }] }],
  [
    "1 unknown and nowhere of one death (intended)",
    unknown,
    { deaths: [{ ...death, how: "intended" }] },
  ],
])("finds what has no cause: %s", (expected, one, more) => {
  const verdict = verdictOn(one, { kept: [], ...more });
  expect(verdict.violations.join("; ")).toContain(expected);
  expect(verdict).toMatchObject({ unexpected: 1, lost: 0 });
});

test.each<[string, CheckedMessage, Partial<Evidence>]>([
  ["a suppression", suppressed, { grounds: [said] }],
  ["a withdrawal", skipped, { grounds: [withdrawal] }],
  ["a cancellation", cancelled, { cancellations: [{ campaignId: "k", at: 900_000 }] }],
  ["a refusal", rejected, { refusals: [{ person, code: 550 }] }],
  ["a refusal of the sender", rejected, { refusals: [{ person: null, code: 550 }] }],
  ["eight attempts", exhausted(8), {}],
  ["three deaths", quarantined(3), {}],
  ["a fault at the dot", unknown, { losses: [loss] }],
  ["a cut in the letter", unknown, { losses: [{ ...loss, messageId: null }] }],
  [
    "a refusal that a dead worker did not hear",
    unknown,
    { losses: [{ ...loss, wasTold: true }], deaths: [{ ...death, how: "answered" }] },
  ],
  ["a death at a random moment", unknown, { deaths: [death] }],
  ["a death at the dot", unknown, { deaths: [{ ...death, how: "dot journalled" }] }],
])("%s is a cause", (_, one, more) => {
  expect(verdictOn(one, { kept: [], ...more })).toMatchObject({ unexpected: 0, violations: [] });
});

/** Several of the same, each with a name and perhaps a worker of its own. */
function several(count: number, one: CheckedMessage, workers: readonly string[] = [W1]) {
  return Array.from({ length: count }, (_, at): CheckedMessage => {
    const workerId = workers[at % workers.length] ?? W1;
    const steps = one.steps.map((each) => ({ ...each, workerId: each.workerId && workerId }));
    return { ...one, messageId: `<${at}@nord.example>`, steps };
  });
}

const judged = (messages: readonly CheckedMessage[], more: Partial<Evidence>) =>
  judge({
    ...{ ...NO_CAUSE, expected: messages.length, messages, kept: [], barriers: [], silences: [] },
    ...more,
  });

test("each refusal fails one message", () => {
  const refusals = [
    { person, code: 550 },
    { person: null, code: 550 },
  ];
  expect(judged(several(2, rejected), { refusals }).unexpected).toBe(0);
  expect(judged(several(3, rejected), { refusals }).unexpected).toBe(1);
});

test("a death leaves one unknown message that nobody has, and many deaths few", () => {
  const deaths = Array.from({ length: 60 }, (_, at) => ({ ...death, workerId: `w${at}` }));
  const names = deaths.map(({ workerId }) => workerId);
  const atDot = deaths.map((one) => ({ ...one, how: "dot journalled" }));
  expect(
    judged(several(2, unknown), { deaths: [{ ...death, how: "dot journalled" }] }),
  ).toMatchObject({
    unexpected: 2,
  });
  expect(judged(several(3, unknown, names), { deaths }).unexpected).toBe(0);
  expect(judged(several(4, unknown, names), { deaths }).unexpected).toBe(4);
  expect(judged(several(60, unknown, names), { deaths: atDot }).unexpected).toBe(0);
});
