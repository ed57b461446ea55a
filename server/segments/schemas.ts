import { z } from "zod";

/** Version of `SegmentRule` that is written; older ones are read through `upgradeRule`. */
export const RULE_VERSION = 1;
export const MAX_DEPTH = 5;
export const MAX_NODES = 60;

const nodeId = z.string().regex(/^[a-z0-9-]{1,40}$/, "INPUT_INVALID");
/** A calendar day, `YYYY-MM-DD`. */
export const Day = z.iso.date("VALUE_DATE");

/**
 * The end of every relative window: the instant somebody asks, or the first instant of a day in the
 * workspace's time zone. A rule with a day gives the same people whenever it is asked.
 */
export const Moment = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("now") }),
  z.strictObject({ kind: z.literal("day"), day: Day }),
]);
export type Moment = z.infer<typeof Moment>;

/** When something happened. Days are whole days of the workspace's time zone. */
export const Window = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("ever") }),
  /** In the `days` days before the rule's moment. */
  z.strictObject({ kind: z.literal("last"), days: z.int().min(1).max(3660) }),
  /** Longer than `days` days before the rule's moment. */
  z.strictObject({ kind: z.literal("earlier"), days: z.int().min(1).max(3660) }),
  /** Both days included. */
  z.strictObject({ kind: z.literal("between"), from: Day, to: Day }),
  z.strictObject({ kind: z.literal("before"), day: Day }),
  /** The day included. */
  z.strictObject({ kind: z.literal("since"), day: Day }),
]);
export type Window = z.infer<typeof Window>;

/** How a counted or summed-up number compares; `exactly 0` is "never". */
export const Comparison = z.enum(["at_least", "at_most", "exactly"]);
export type Comparison = z.infer<typeof Comparison>;

/** Columns of a person that a rule may ask for; attributes stand as `attributes.<key>`. */
export const PERSON_FIELDS = {
  email: "text",
  first_name: "text",
  last_name: "text",
  external_id: "text",
  phone: "text",
  locale: "text",
  time_zone: "text",
  created_at: "instant",
} as const;
export type PersonField = keyof typeof PERSON_FIELDS;
/** Types of what an attribute row compares; `instant` is a day in the workspace's time zone. */
export type FieldType = "text" | "number" | "boolean" | "date" | "instant";

/**
 * What each type can be asked. Every `not_` is exactly the rest: who has no value is "not Berlin",
 * too. Text is compared as it is by `is`; `contains` and `starts_with` ignore capitals.
 */
export const FIELD_OPERATORS = {
  text: ["is", "is_not", "contains", "not_contains", "starts_with", "is_set", "is_not_set"],
  number: ["is", "is_not", "at_least", "at_most", "between", "is_set", "is_not_set"],
  boolean: ["is", "is_not", "is_set", "is_not_set"],
  date: ["last_days", "next_days", "before", "since", "between", "is_set", "is_not_set"],
  instant: ["last_days", "before", "since", "between"],
} as const satisfies Record<FieldType, readonly string[]>;
export const FieldOperator = z.enum([
  "is",
  "is_not",
  "contains",
  "not_contains",
  "starts_with",
  "at_least",
  "at_most",
  "between",
  "last_days",
  "next_days",
  "before",
  "since",
  "is_set",
  "is_not_set",
]);
export type FieldOperator = z.infer<typeof FieldOperator>;

/** How many values an operator takes; `is` and `is_not` take one or several ("is one of"). */
export function valuesOf(operator: FieldOperator): { min: number; max: number } {
  if (operator === "is_set" || operator === "is_not_set") return { min: 0, max: 0 };
  if (operator === "between") return { min: 2, max: 2 };
  return { min: 1, max: operator === "is" || operator === "is_not" ? 100 : 1 };
}

const scalar = z.union([z.string().max(500, "VALUE_TOO_LONG"), z.number(), z.boolean()]);

export const AttributeCondition = z.strictObject({
  id: nodeId,
  type: z.literal("attribute"),
  field: z.string().max(80),
  operator: FieldOperator,
  values: z.array(scalar).max(100, "VALUE_TOO_LONG"),
});
export type AttributeCondition = z.infer<typeof AttributeCondition>;

const amount = z.number().min(0, "VALUE_NUMBER").max(1e12, "VALUE_NUMBER");

/** How often, or for how much, somebody ordered. Money is summed up in one currency. */
export const OrdersCondition = z.strictObject({
  id: nodeId,
  type: z.literal("orders"),
  measure: z.enum(["count", "total"]),
  comparison: Comparison,
  value: amount,
  /** Of `total`; other currencies' orders are left out. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "VALUE_CURRENCY")
    .nullable(),
  window: Window,
});
export type OrdersCondition = z.infer<typeof OrdersCondition>;

/** When the last order was; who never ordered has none. */
export const LastOrderCondition = z.strictObject({
  id: nodeId,
  type: z.literal("last_order"),
  window: Window,
});
export type LastOrderCondition = z.infer<typeof LastOrderCondition>;

export const ConsentCondition = z.strictObject({
  id: nodeId,
  type: z.literal("consent"),
  topicId: z.uuid("VALUE_REQUIRED"),
  is: z.enum(["granted", "not_granted", "withdrawn"]),
});
export type ConsentCondition = z.infer<typeof ConsentCondition>;

/** How many messages somebody received, opened or clicked; machines' opens and clicks never count. */
export const MessagesCondition = z.strictObject({
  id: nodeId,
  type: z.literal("messages"),
  did: z.enum(["received", "opened", "clicked"]),
  comparison: Comparison,
  value: z.int().min(0).max(1_000_000),
  /** Null: any campaign. */
  campaignId: z.uuid("VALUE_REQUIRED").nullable(),
  window: Window,
});
export type MessagesCondition = z.infer<typeof MessagesCondition>;

export const Condition = z.discriminatedUnion("type", [
  AttributeCondition,
  OrdersCondition,
  LastOrderCondition,
  ConsentCondition,
  MessagesCondition,
]);
export type Condition = z.infer<typeof Condition>;

/** Rows that all, or any, must hold; `isNot` turns the whole around. Without rows it holds for nobody. */
export interface Group {
  id: string;
  type: "group";
  match: "all" | "any";
  isNot: boolean;
  children: RuleNode[];
}
export type RuleNode = Group | Condition;

export const Group: z.ZodType<Group, Group> = z.lazy(() =>
  z.strictObject({
    id: nodeId,
    type: z.literal("group"),
    match: z.enum(["all", "any"]),
    isNot: z.boolean(),
    children: z.array(z.union([Condition, Group])).max(MAX_NODES, "RULE_LIMIT"),
  }),
);

/** Every node of a rule with how deep it stands, the root at 1. */
export function nodesOf(root: RuleNode, depth = 1): { node: RuleNode; depth: number }[] {
  const inner = root.type === "group" ? root.children : [];
  return [{ node: root, depth }, ...inner.flatMap((child) => nodesOf(child, depth + 1))];
}

/**
 * A question about people, as it is built and stored. What a version before today's wrote is read
 * through `upgradeRule`; an unknown node is refused, never taken for "everybody".
 */
export const SegmentRule = z
  .strictObject({ version: z.literal(RULE_VERSION), moment: Moment, root: Group })
  .superRefine((rule, issues) => {
    const nodes = nodesOf(rule.root);
    const isTooDeep = nodes.some(({ depth }) => depth > MAX_DEPTH + 1);
    if (nodes.length > MAX_NODES || isTooDeep) {
      issues.addIssue({ code: "custom", message: "RULE_LIMIT", path: ["root"] });
    }
    if (new Set(nodes.map(({ node }) => node.id)).size !== nodes.length) {
      issues.addIssue({ code: "custom", message: "INPUT_INVALID", path: ["root"] });
    }
  });
export type SegmentRule = z.infer<typeof SegmentRule>;

/** A stored rule in today's version. Pure; an unknown version throws (fails closed). */
export function upgradeRule(stored: unknown): SegmentRule {
  return SegmentRule.parse(stored);
}

/** What a new segment starts with: no question yet, so nobody. */
export function emptyRule(): SegmentRule {
  return {
    version: RULE_VERSION,
    moment: { kind: "now" },
    root: { id: "root", type: "group", match: "all", isNot: false, children: [] },
  };
}

export const SegmentName = z.string().trim().min(1, "VALUE_REQUIRED").max(120, "VALUE_TOO_LONG");

export const NewSegment = z.object({ name: SegmentName, rule: SegmentRule.optional() });
export type NewSegment = z.infer<typeof NewSegment>;

/** `revision` is what the editor was opened with; a newer one gives REVISION_CONFLICT. */
export const SegmentSave = z.object({
  id: z.uuid(),
  revision: z.int(),
  rule: SegmentRule,
});
export type SegmentSave = z.infer<typeof SegmentSave>;

export const SegmentListInput = z.object({
  search: z.string().trim().max(200, "VALUE_TOO_LONG").default(""),
  view: z.enum(["active", "archived"]).default("active"),
  cursor: z.object({ updatedAt: z.date(), id: z.uuid() }).optional(),
});
export type SegmentListInput = z.infer<typeof SegmentListInput>;

/**
 * Whom a campaign is for: people in any included segment (none: everybody), minus the excluded.
 * @public
 */
export const targetSchema = z.object({
  include: z.array(z.uuid()).max(20, "RULE_LIMIT"),
  exclude: z.array(z.uuid()).max(20, "RULE_LIMIT"),
});
export type Target = z.infer<typeof targetSchema>;
