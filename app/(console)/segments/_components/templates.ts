import {
  type Condition,
  emptyRule,
  type SegmentRule,
  type Window,
} from "@/server/segments/schemas";

/** Questions shops ask first. None refers to anything of the workspace, so each works at once. */
export const TEMPLATES = ["empty", "repeat", "lapsed", "neverOrdered", "newPeople"] as const;
export type Template = (typeof TEMPLATES)[number];

const ever: Window = { kind: "ever" };

function orders(comparison: "at_least" | "exactly", value: number, window = ever) {
  return {
    type: "orders" as const,
    measure: "count" as const,
    comparison,
    value,
    currency: null,
    window,
  };
}

type Unnamed<C> = C extends Condition ? Omit<C, "id"> : never;

const ROWS: Record<Template, Unnamed<Condition>[]> = {
  empty: [],
  repeat: [orders("at_least", 2)],
  lapsed: [orders("at_least", 2), orders("exactly", 0, { kind: "last", days: 90 })],
  neverOrdered: [orders("exactly", 0)],
  newPeople: [{ type: "attribute", field: "created_at", operator: "last_days", values: [30] }],
};

export function ruleOfTemplate(template: Template): SegmentRule {
  const rule = emptyRule();
  const children = ROWS[template].map(
    (row, index) => ({ ...row, id: `row-${index + 1}` }) as Condition,
  );
  return { ...rule, root: { ...rule.root, children } };
}
