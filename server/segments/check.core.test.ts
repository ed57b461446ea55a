import { expect, test } from "vitest";
import { checkRule, type Known } from "./check.core";
import { matchesRule, type PersonFacts } from "./match.core";
import { type Condition, emptyRule, type RuleNode, SegmentRule } from "./schemas";

const topicId = "01890000-0000-7000-8000-000000000001";
const known: Known = {
  attributes: new Map([
    ["city", "text"],
    ["points", "number"],
    ["born", "date"],
    ["club", "boolean"],
  ]),
  topicIds: new Set([topicId]),
  campaignIds: new Set(),
};

function ruleOf(...children: RuleNode[]): SegmentRule {
  const rule = emptyRule();
  return { ...rule, root: { ...rule.root, children } };
}

const attribute = (given: Partial<Condition>): Condition =>
  ({
    id: "a",
    type: "attribute",
    field: "attributes.city",
    operator: "is",
    values: ["Bonn"],
    ...given,
  }) as Condition;

test.each([
  ["a fine row", attribute({}), null],
  ["an attribute nobody has", attribute({ field: "attributes.shoe" }), ["field", "FIELD_UNKNOWN"]],
  ["a column that may not be asked", attribute({ field: "sort_name" }), ["field", "FIELD_UNKNOWN"]],
  ["a name of every object", attribute({ field: "constructor" }), ["field", "FIELD_UNKNOWN"]],
  ["an operator of another type", attribute({ operator: "at_least" }), ["field", "FIELD_UNKNOWN"]],
  ["no value", attribute({ values: [] }), ["value", "VALUE_REQUIRED"]],
  ["an empty value", attribute({ values: ["Bonn", ""] }), ["value", "VALUE_REQUIRED"]],
  [
    "two values where one goes",
    attribute({ operator: "contains", values: ["a", "b"] }),
    ["value", "VALUE_REQUIRED"],
  ],
  [
    "text as a number",
    attribute({ field: "attributes.points", values: ["7"] }),
    ["value", "VALUE_NUMBER"],
  ],
  [
    "text as yes or no",
    attribute({ field: "attributes.club", values: ["yes"] }),
    ["value", "VALUE_BOOLEAN"],
  ],
  [
    "a day that is none",
    attribute({ field: "attributes.born", operator: "before", values: ["2026-02-30"] }),
    ["value", "VALUE_DATE"],
  ],
  [
    "half a day",
    attribute({ field: "attributes.born", operator: "last_days", values: [0.5] }),
    ["value", "VALUE_NUMBER"],
  ],
  [
    "a range backwards",
    attribute({ field: "attributes.points", operator: "between", values: [9, 2] }),
    ["value", "RULE_RANGE"],
  ],
  [
    "half an order",
    {
      id: "a",
      type: "orders",
      measure: "count",
      comparison: "at_least",
      value: 1.5,
      currency: null,
      window: { kind: "ever" },
    },
    ["value", "VALUE_NUMBER"],
  ],
  [
    "money without currency",
    {
      id: "a",
      type: "orders",
      measure: "total",
      comparison: "at_least",
      value: 1.5,
      currency: null,
      window: { kind: "ever" },
    },
    ["value", "VALUE_CURRENCY"],
  ],
  [
    "days backwards",
    {
      id: "a",
      type: "last_order",
      window: { kind: "between", from: "2026-02-02", to: "2026-02-01" },
    },
    ["window", "RULE_RANGE"],
  ],
  [
    "a topic that is gone",
    { id: "a", type: "consent", topicId: topicId.replace("1", "2"), is: "granted" },
    ["reference", "REFERENCE_GONE"],
  ],
  [
    "a campaign that never went out",
    {
      id: "a",
      type: "messages",
      did: "received",
      comparison: "at_least",
      value: 1,
      campaignId: topicId,
      window: { kind: "ever" },
    },
    ["reference", "REFERENCE_GONE"],
  ],
  [
    "a group without rows",
    { id: "a", type: "group", match: "any", isNot: true, children: [] },
    ["group", "RULE_EMPTY"],
  ],
] as [string, RuleNode, [string, string] | null][])("%s", (_, node, expected) => {
  const found = checkRule(ruleOf(node), known);
  expect(found).toEqual(expected ? [{ nodeId: "a", part: expected[0], code: expected[1] }] : []);
});

test("a rule without rows means nobody, also turned around", () => {
  const facts: PersonFacts = {
    fields: {
      email: null,
      first_name: null,
      last_name: null,
      external_id: null,
      phone: null,
      locale: null,
      time_zone: null,
      created_at: new Date(0),
    },
    attributes: {},
    orders: [],
    consents: [],
    received: [],
    events: [],
  };
  const asked = { now: new Date(), timeZone: "UTC", attributes: known.attributes };
  expect(matchesRule(emptyRule(), facts, asked)).toBe(false);
  const turned = emptyRule();
  turned.root.isNot = true;
  expect(matchesRule(turned, facts, asked)).toBe(false);
  expect(() =>
    matchesRule(ruleOf(attribute({ field: "attributes.shoe" })), facts, asked),
  ).toThrow();
});

test("too many rows, too deep, the same id twice or an unknown row are refused", () => {
  const many = Array.from({ length: 60 }, (_, n) => attribute({ id: `a${n}` }));
  const nested = (depth: number): RuleNode =>
    depth === 0
      ? attribute({})
      : {
          id: `g${depth}`,
          type: "group",
          match: "all",
          isNot: false,
          children: [nested(depth - 1)],
        };
  const refused = (rule: unknown) =>
    SegmentRule.safeParse(rule).error?.issues.map((i) => i.message);
  expect(refused(ruleOf(...many))).toContain("RULE_LIMIT");
  expect(refused(ruleOf(nested(4)))).toBeUndefined();
  expect(refused(ruleOf(nested(5)))).toContain("RULE_LIMIT");
  expect(refused(ruleOf(attribute({}), attribute({})))).toContain("INPUT_INVALID");
  expect(
    SegmentRule.safeParse(ruleOf({ id: "a", type: "everyone" } as unknown as RuleNode)).success,
  ).toBe(false);
  expect(SegmentRule.safeParse({ ...emptyRule(), version: 2 }).success).toBe(false);
});
