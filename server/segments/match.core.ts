import {
  type Asked,
  type Interval,
  type ResolvedMoment,
  resolveMoment,
  resolvePast,
} from "./resolve.core";
import type {
  AttributeCondition,
  Condition,
  MessagesCondition,
  OrdersCondition,
  PersonField,
  RuleNode,
  SegmentRule,
} from "./schemas";
import {
  type AttributeTypes,
  asDays,
  asStored,
  compares,
  dateInterval,
  type FieldPlace,
  lowerEach,
  placeOf,
  takesOperator,
} from "./values.core";

type Scalar = string | number | boolean | null;

/** What is known of one person: everything a rule can ask for. */
export interface PersonFacts {
  fields: Record<Exclude<PersonField, "created_at">, string | null> & { created_at: Date };
  attributes: Readonly<Record<string, Scalar | undefined>>;
  /** `total` in hundredths of `currency`. */
  orders: readonly { at: Date; total: number; currency: string }[];
  consents: readonly { topicId: string; state: string }[];
  /** Accepted messages. */
  received: readonly { campaignId: string; at: Date }[];
  events: readonly {
    messageId: string;
    campaignId: string;
    kind: "open" | "click";
    at: Date;
    isMachine: boolean;
  }[];
}

interface Matching {
  attributes: AttributeTypes;
  moment: ResolvedMoment;
}

/**
 * Whether a person belongs, decided from facts: the twin of `compileRule`, for one person and
 * without a database. Throws for what `checkRule` reports.
 */
export function matchesRule(
  rule: SegmentRule,
  facts: PersonFacts,
  asked: Asked & { attributes: AttributeTypes },
): boolean {
  const moment = resolveMoment(rule.moment, asked);
  return matchesNode(rule.root, facts, { attributes: asked.attributes, moment });
}

function matchesNode(node: RuleNode, facts: PersonFacts, input: Matching): boolean {
  if (node.type !== "group") return matchesCondition(node, facts, input);
  if (node.children.length === 0) return false;
  const holds = (child: RuleNode) => matchesNode(child, facts, input);
  const joined = node.match === "all" ? node.children.every(holds) : node.children.some(holds);
  return joined !== node.isNot;
}

const lies = (at: Date, { from, to }: Interval) => (!from || at >= from) && (!to || at < to);

function matchesCondition(node: Condition, facts: PersonFacts, input: Matching): boolean {
  switch (node.type) {
    case "attribute":
      return matchesAttribute(node, facts, input);
    case "orders":
      return matchesOrders(node, facts, input);
    case "last_order": {
      const { end } = input.moment;
      const known = facts.orders.filter(({ at }) => !end || at < end);
      const last = known.reduce((max, { at }) => Math.max(max, at.getTime()), -Infinity);
      return known.length > 0 && lies(new Date(last), resolvePast(node.window, input.moment));
    }
    case "consent": {
      const state = facts.consents.find((one) => one.topicId === node.topicId)?.state;
      if (node.is === "not_granted") return state !== "granted";
      return state === node.is;
    }
    case "messages":
      return matchesMessages(node, facts, input);
    default: {
      const never: never = node;
      return never;
    }
  }
}

function matchesOrders(node: OrdersCondition, facts: PersonFacts, input: Matching): boolean {
  const interval = resolvePast(node.window, input.moment);
  const meant = facts.orders.filter((order) => lies(order.at, interval));
  if (node.measure === "count") return compares(meant.length, node.comparison, node.value);
  const sum = meant
    .filter((order) => order.currency === node.currency)
    .reduce((total, order) => total + order.total, 0);
  return compares(sum, node.comparison, Math.round(node.value * 100));
}

function matchesMessages(node: MessagesCondition, facts: PersonFacts, input: Matching): boolean {
  const interval = resolvePast(node.window, input.moment);
  const isMeant = (one: { campaignId: string; at: Date }) =>
    (node.campaignId === null || one.campaignId === node.campaignId) && lies(one.at, interval);
  if (node.did === "received") {
    return compares(facts.received.filter(isMeant).length, node.comparison, node.value);
  }
  const kind = node.did === "opened" ? "open" : "click";
  const met = facts.events.filter((one) => one.kind === kind && !one.isMachine && isMeant(one));
  const messages = new Set(met.map((one) => one.messageId));
  return compares(messages.size, node.comparison, node.value);
}

function valueAt(place: FieldPlace, facts: PersonFacts): Scalar | Date {
  if (place.kind === "column") return facts.fields[place.name];
  return facts.attributes[place.key] ?? null;
}

function isInDays(node: AttributeCondition, value: Scalar | Date, moment: ResolvedMoment): boolean {
  if (value === null) return false;
  const interval = dateInterval(node, moment);
  if (value instanceof Date) return lies(value, interval);
  const { from, to } = asDays(interval, moment.timeZone);
  const day = String(value);
  return (!from || day >= from) && (!to || day < to);
}

function matchesAttribute(node: AttributeCondition, facts: PersonFacts, input: Matching): boolean {
  const place = placeOf(node.field, input.attributes);
  if (!place || !takesOperator(place.type, node.operator)) {
    throw new Error(`No such question: ${node.field} ${node.operator}`);
  }
  const value = valueAt(place, facts);
  const [first, second] = node.values;
  const text = value === null ? null : lowerEach(String(value));
  const number = typeof value === "number" ? value : Number.NaN;
  const asked = lowerEach(String(first));
  switch (node.operator) {
    case "is":
      return node.values.some((one) => asStored(place, one) === value);
    case "is_not":
      return !node.values.some((one) => asStored(place, one) === value);
    case "contains":
      return text?.includes(asked) ?? false;
    case "not_contains":
      return !(text?.includes(asked) ?? false);
    case "starts_with":
      return text?.startsWith(asked) ?? false;
    case "at_least":
      return number >= Number(first);
    case "at_most":
      return number <= Number(first);
    case "is_set":
      return value !== null;
    case "is_not_set":
      return value === null;
    case "between":
      if (place.type !== "number") return isInDays(node, value, input.moment);
      return number >= Number(first) && number <= Number(second);
    case "last_days":
    case "next_days":
    case "before":
    case "since":
      return isInDays(node, value, input.moment);
    default: {
      const never: never = node.operator;
      return never;
    }
  }
}
