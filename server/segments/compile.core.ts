import { type SQL, sql } from "drizzle-orm";
import { contacts } from "@/db";
import { compileAttribute } from "./compile-attribute.core";
import { within } from "./interval.core";
import { type Asked, type ResolvedMoment, resolveMoment, resolvePast } from "./resolve.core";
import type {
  Comparison,
  Condition,
  ConsentCondition,
  LastOrderCondition,
  MessagesCondition,
  OrdersCondition,
  RuleNode,
  SegmentRule,
} from "./schemas";
import { type AttributeTypes, compares } from "./values.core";

/**
 * How facts of many rows are reached. `all`: grouped once over everybody, for counting. `each`: looked
 * up person by person, for a page of a list or a chunk of people. The answers are the same.
 */
export type Scope = "all" | "each";

export interface CompileInput extends Asked {
  workspaceId: string;
  attributes: AttributeTypes;
  scope: Scope;
}

interface Compiling extends CompileInput {
  moment: ResolvedMoment;
  /** Whether all that stands around holds only together with this: then the planner can join. */
  isJoined: boolean;
}

const NOBODY = sql`false`;
const OPERATORS = { at_least: ">=", at_most: "<=", exactly: "=" } as const;

/**
 * A rule as a condition on `contacts`, never null. The statement it stands in adds the workspace and
 * "not removed" of the person itself; what is read beside it names the workspace here. A rule that
 * does not fit the workspace's attributes throws (`checkRule` says where): never "everybody".
 */
export function compileRule(rule: SegmentRule, input: CompileInput): SQL {
  const moment = resolveMoment(rule.moment, input);
  return compileNode(rule.root, { ...input, moment, isJoined: true });
}

/** Each node of a rule by its id: what a builder shows beside its rows. */
export function compileNodes(
  rule: SegmentRule,
  nodes: readonly RuleNode[],
  input: CompileInput,
): { id: string; condition: SQL }[] {
  const compiling = { ...input, moment: resolveMoment(rule.moment, input), isJoined: true };
  return nodes.map((node) => ({ id: node.id, condition: compileNode(node, compiling) }));
}

function compileNode(node: RuleNode, input: Compiling): SQL {
  if (node.type !== "group") return compileCondition(node, input);
  if (node.children.length === 0) return NOBODY;
  const isJoined = input.isJoined && node.match === "all" && !node.isNot;
  const parts = node.children.map((child) => compileNode(child, { ...input, isJoined }));
  const joined = sql`(${sql.join(parts, node.match === "all" ? sql` and ` : sql` or `)})`;
  return node.isNot ? sql`(not ${joined})` : joined;
}

function compileCondition(node: Condition, input: Compiling): SQL {
  switch (node.type) {
    case "attribute":
      return compileAttribute(node, input);
    case "orders":
      return compileOrders(node, input);
    case "last_order":
      return compileLastOrder(node, input);
    case "consent":
      return compileConsent(node, input);
    case "messages":
      return compileMessages(node, input);
    default: {
      const never: never = node;
      return never;
    }
  }
}

interface Facts {
  /** Table with `workspace_id` and `contact_id`, under the name `f`. */
  from: SQL;
  where: SQL[];
  /** `having …` over one person's rows; without it any row will do. */
  having?: SQL;
}

/**
 * Who has such rows, or has none. Person by person it is a look-up. Over everybody a list of ids:
 * joined where the planner can, else kept as a hash and looked up in; left to itself it would look up
 * each of a million people in the table.
 */
function hasRows(facts: Facts, isWanted: boolean, input: Compiling): SQL {
  const own = sql.join([sql`f.workspace_id = ${input.workspaceId}`, ...facts.where], sql` and `);
  const grouped = facts.having ? sql`group by f.contact_id ${facts.having}` : sql``;
  if (input.scope === "each") {
    const rows = sql`select 1 from ${facts.from} where ${own} and f.contact_id = ${contacts.id} ${grouped}`;
    return isWanted ? sql`exists (${rows})` : sql`(not exists (${rows}))`;
  }
  const ids = sql`select f.contact_id from ${facts.from} where ${own} ${grouped}`;
  if (isWanted) return sql`(${contacts.id} in (${ids}))`;
  return input.isJoined
    ? sql`(not exists (select 1 from (${ids}) g where g.contact_id = ${contacts.id}))`
    : sql`(${contacts.id} not in (${ids}))`;
}

interface Measured extends Facts {
  /** The number compared, over one person's rows: `count(*)`. */
  measure: SQL;
  /** Whether every row adds something, so that "at least 1" means "any". */
  isCount: boolean;
  comparison: Comparison;
  value: number;
}

/**
 * "So many rows, or so much, per person". Who has no row at all counts as 0: where 0 satisfies the
 * comparison, the condition is that nobody's rows contradict it.
 */
function aggregate(facts: Measured, input: Compiling): SQL {
  const { from, where, measure, comparison, value, isCount } = facts;
  const isAny = comparison === "at_least" && value === 1;
  const isNone = comparison !== "at_least" && value === 0;
  if (isCount && (isAny || isNone)) return hasRows({ from, where }, isAny, input);
  const holds = sql`${measure} ${sql.raw(OPERATORS[comparison])} ${value}::numeric`;
  const holdsForNone = compares(0, comparison, value);
  const having = sql`having ${holdsForNone ? sql`not (${holds})` : holds}`;
  return hasRows({ from, where, having }, !holdsForNone, input);
}

function compileOrders(node: OrdersCondition, input: Compiling): SQL {
  const { comparison, value } = node;
  const isCount = node.measure === "count";
  const interval = resolvePast(node.window, input.moment);
  if (isCount && !interval.from && !interval.to) return counted(comparison, value);
  const where = [within(sql`f.ordered_at`, interval)];
  if (!isCount) where.push(sql`f.currency = ${node.currency}`);
  const measure = isCount ? sql`count(*)` : sql`sum(f.total)`;
  return aggregate({ from: sql`orders f`, where, measure, isCount, comparison, value }, input);
}

/** The last order by now stands with the person; the last one by a fixed day is looked for. */
function compileLastOrder(node: LastOrderCondition, input: Compiling): SQL {
  const interval = resolvePast(node.window, input.moment);
  const { end } = input.moment;
  if (!end) return within(sql`${contacts.lastOrderAt}`, interval, true);
  const any = (where: SQL, isWanted: boolean) =>
    hasRows({ from: sql`orders f`, where: [where] }, isWanted, input);
  const isThen = any(within(sql`f.ordered_at`, interval), true);
  if (!interval.to || interval.to >= end) return isThen;
  const later = within(sql`f.ordered_at`, { from: interval.to, to: end });
  return sql`(${isThen} and ${any(later, false)})`;
}

/** All orders of a person are counted on the person already (`recomputeOrderTotals`). */
function counted(comparison: Comparison, value: number): SQL {
  return sql`(${contacts.orderCount} ${sql.raw(OPERATORS[comparison])} ${value}::int)`;
}

function compileConsent(node: ConsentCondition, input: Compiling): SQL {
  const state = node.is === "withdrawn" ? "withdrawn" : "granted";
  const where = [sql`f.topic_id = ${node.topicId}`, sql`f.state = ${state}`];
  return hasRows({ from: sql`consent_states f`, where }, node.is !== "not_granted", input);
}

function compileMessages(node: MessagesCondition, input: Compiling): SQL {
  const isReceived = node.did === "received";
  const interval = resolvePast(node.window, input.moment);
  const where = isReceived
    ? [sql`f.unsent = 'no'`, sql`f.state = 'accepted'`, within(sql`f.result_at`, interval)]
    : [
        sql`f.kind = ${node.did === "opened" ? "open" : "click"}`,
        sql`not f.is_machine`,
        within(sql`f.at`, interval),
      ];
  if (node.campaignId) where.push(sql`f.campaign_id = ${node.campaignId}`);
  const facts = {
    from: isReceived ? sql`messages f` : sql`message_events f`,
    where,
    measure: isReceived ? sql`count(*)` : sql`count(distinct f.message_id)`,
    isCount: true,
    comparison: node.comparison,
    value: node.value,
  };
  return aggregate(facts, input);
}
