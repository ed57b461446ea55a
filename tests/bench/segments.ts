/**
 * How long counts and lists of segments take at 1 M people and 3 M orders, measured where the server
 * computes them. Run it against any PostgreSQL 18 server:
 *
 *   DATABASE_URL=postgres://… APP_SECRET=… node --import tsx tests/bench/segments.ts [people] [--keep]
 *
 * Database and options as in contacts-list.ts.
 */
import { ContactListInput } from "@/server/contacts";
import { countRows, countRule, listRulePeople } from "@/server/segments/ask";
import {
  type Condition,
  emptyRule,
  type SegmentRule,
  type Window,
} from "@/server/segments/schemas";
import { openBench, say } from "./workspace";

const bench = await openBench();
const { topicId } = bench;
type Comparison = "at_least" | "exactly";

const counted = (id: string, [comparison, value]: [Comparison, number], window: Window = ever) =>
  ({
    id,
    type: "orders",
    measure: "count",
    comparison,
    value,
    currency: null,
    window,
  }) satisfies Condition;
const spent = (id: string, value: number, window: Window) =>
  ({
    id,
    type: "orders",
    measure: "total",
    comparison: "at_least",
    value,
    currency: "EUR",
    window,
  }) satisfies Condition;
const attribute = (id: string, key: string, value: string | number) =>
  ({
    id,
    type: "attribute",
    field: `attributes.${key}`,
    operator: typeof value === "number" ? "at_least" : "is",
    values: [value],
  }) satisfies Condition;
const ever: Window = { kind: "ever" };
const last90: Window = { kind: "last", days: 90 };

const consent: Condition = { id: "consent", type: "consent", topicId, is: "granted" };

function ruleOf(children: Condition[], match: "all" | "any" = "all"): SegmentRule {
  const rule = emptyRule();
  return {
    ...rule,
    moment: { kind: "day", day: "2025-11-01" },
    root: { ...rule.root, match, children },
  };
}

const RULES: [string, SegmentRule][] = [
  ["attribute of 0.5 %", ruleOf([attribute("a", "city", "City 7")])],
  ["attribute of 0.01 %", ruleOf([attribute("a", "tier", "gold")])],
  ["number at least, 10 %", ruleOf([attribute("a", "points", 900)])],
  ["consent", ruleOf([consent])],
  ["ordered once", ruleOf([counted("a", ["at_least", 1])])],
  ["ordered twice", ruleOf([counted("a", ["at_least", 2])])],
  [
    "at least 2 orders, none in 90 days",
    ruleOf([counted("a", ["at_least", 2]), counted("b", ["exactly", 0], last90)]),
  ],
  ["spent 300 in 90 days", ruleOf([spent("a", 300, last90)])],
  [
    "consent, 2 orders, one in 90 days, a city",
    ruleOf([
      consent,
      counted("a", ["at_least", 2]),
      counted("b", ["at_least", 1], last90),
      attribute("c", "city", "City 7"),
    ]),
  ],
  [
    "any of: gold, 10 orders, no order ever and consent",
    ruleOf(
      [
        attribute("a", "tier", "gold"),
        counted("b", ["at_least", 10]),
        counted("c", ["exactly", 0]),
      ],
      "any",
    ),
  ],
];

say("  median  slowest  (ms, with the transaction around it)");
for (const [label, rule] of RULES) {
  const { people, problems } = await bench.run((ctx) => countRule(ctx, { rule }));
  if (people === null) throw new Error(`${label}: ${JSON.stringify(problems)}`);
  await bench.measure(`count: ${label} (${people})`, (ctx) => countRule(ctx, { rule }), 2000);
  await bench.measure(`rows' counts: ${label}`, (ctx) => countRows(ctx, { rule }), 5000);
  for (const sort of ["name", "lastOrder"] as const) {
    const list = ContactListInput.parse({ sort, direction: sort === "name" ? "asc" : "desc" });
    await bench.measure(
      `page by ${sort}: ${label}`,
      (ctx) => listRulePeople(ctx, { rule, list }),
      1000,
    );
  }
}
await bench.close();
