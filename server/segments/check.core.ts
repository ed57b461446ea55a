import {
  type AttributeCondition,
  Day,
  type FieldType,
  nodesOf,
  type OrdersCondition,
  type RuleNode,
  type SegmentRule,
  valuesOf,
  type Window,
} from "./schemas";
import { type AttributeTypes, placeOf, takesOperator } from "./values.core";

/** Codes a rule's check can report; each has its sentence in the catalogues. */
export type RuleCode =
  | "RULE_EMPTY"
  | "RULE_RANGE"
  | "FIELD_UNKNOWN"
  | "REFERENCE_GONE"
  | "VALUE_REQUIRED"
  | "VALUE_NUMBER"
  | "VALUE_DATE"
  | "VALUE_BOOLEAN"
  | "VALUE_CURRENCY";

/** One thing wrong with a rule: at which row, in which part of it. */
export interface RuleProblem {
  nodeId: string;
  part: "group" | "field" | "value" | "window" | "reference";
  code: RuleCode;
}

/** What exists in the workspace and can be asked about. */
export interface Known {
  attributes: AttributeTypes;
  topicIds: ReadonlySet<string>;
  campaignIds: ReadonlySet<string>;
}

/** Everything that keeps a rule from being asked. A rule without problems compiles. */
export function checkRule(rule: SegmentRule, known: Known): RuleProblem[] {
  return nodesOf(rule.root).flatMap(({ node }) => checkNode(node, known));
}

function checkNode(node: RuleNode, known: Known): RuleProblem[] {
  return faultsOf(node, known).map(([part, code]) => ({ nodeId: node.id, part, code }));
}

type Fault = [RuleProblem["part"], RuleCode];

function faultsOf(node: RuleNode, known: Known): Fault[] {
  switch (node.type) {
    case "group":
      return node.children.length === 0 ? [["group", "RULE_EMPTY"]] : [];
    case "attribute":
      return attributeFaults(node, known);
    case "orders":
      return [...windowFaults(node.window), ...orderFaults(node)];
    case "last_order":
      return windowFaults(node.window);
    case "consent":
      return known.topicIds.has(node.topicId) ? [] : [["reference", "REFERENCE_GONE"]];
    case "messages": {
      const isKnown = node.campaignId === null || known.campaignIds.has(node.campaignId);
      return [
        ...windowFaults(node.window),
        ...(isKnown ? [] : [["reference", "REFERENCE_GONE"] satisfies Fault]),
      ];
    }
    default: {
      const never: never = node;
      return never;
    }
  }
}

function orderFaults({ measure, value, currency }: OrdersCondition): Fault[] {
  if (measure === "count") return Number.isInteger(value) ? [] : [["value", "VALUE_NUMBER"]];
  return currency === null ? [["value", "VALUE_CURRENCY"]] : [];
}

function windowFaults(window: Window): Fault[] {
  const isReversed = window.kind === "between" && window.from > window.to;
  return isReversed ? [["window", "RULE_RANGE"]] : [];
}

function attributeFaults(node: AttributeCondition, known: Known): Fault[] {
  const place = placeOf(node.field, known.attributes);
  if (!place || !takesOperator(place.type, node.operator)) return [["field", "FIELD_UNKNOWN"]];
  const { min, max } = valuesOf(node.operator);
  const { values } = node;
  const isMissing = values.length < min || values.length > max || values.includes("");
  if (isMissing) return [["value", "VALUE_REQUIRED"]];
  const isCount = node.operator === "last_days" || node.operator === "next_days";
  const { holds, code } = isCount ? DAYS : VALUES[place.type];
  if (!values.every(holds)) return [["value", code]];
  const [first, second] = values;
  const isRange = node.operator === "between" && first !== undefined && second !== undefined;
  return isRange && first > second ? [["value", "RULE_RANGE"]] : [];
}

type Value = AttributeCondition["values"][number];

interface Demand {
  holds: (value: Value) => boolean;
  code: RuleCode;
}

const DAYS: Demand = {
  holds: (value) => Number.isInteger(value) && Number(value) > 0 && Number(value) <= 3660,
  code: "VALUE_NUMBER",
};
const A_DAY: Demand = {
  holds: (value) => Day.safeParse(value).success,
  code: "VALUE_DATE",
};

/** What a value of each type must be. */
const VALUES: Record<FieldType, Demand> = {
  text: { holds: (value) => typeof value === "string", code: "VALUE_REQUIRED" },
  number: { holds: (value) => typeof value === "number", code: "VALUE_NUMBER" },
  boolean: { holds: (value) => typeof value === "boolean", code: "VALUE_BOOLEAN" },
  date: A_DAY,
  instant: A_DAY,
};
