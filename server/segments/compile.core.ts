import { type SQL, sql } from "drizzle-orm";
import { contacts } from "@/db";
import { compileAttribute } from "./compile-attribute.core";
import { within } from "./interval.core";
import { type Asked, type ResolvedMoment, resolveMoment, resolveWindow } from "./resolve.core";
import type {
  Comparison,
  Condition,
  ConsentCondition,
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
}

const NOBODY = sql`false`;

/**
 * A rule as a condition on `contacts`, never null. The statement it stands in adds the workspace and
 * "not removed" of the person itself; what is read beside it names the workspace here. A rule that
 * does not fit the workspace's attributes throws (`checkRule` says where): never "everybody".
 */
export function compileRule(rule: SegmentRule, input: CompileInput): SQL {
  return compileNode(rule.root, { ...input, moment: resolveMoment(rule.moment, input) });
}

/** Each node of a rule by its id: what a builder shows beside its rows. */
export function compileNodes(
  rule: SegmentRule,
  nodes: readonly RuleNode[],
  input: CompileInput,
): { id: string; condition: SQL }[] {
  const compiling = { ...input, moment: resolveMoment(rule.moment, input) };
  return nodes.map((node) => ({ id: node.id, condition: compileNode(node, compiling) }));
}

function compileNode(node: RuleNode, input: Compiling): SQL {
  if (node.type !== "group") return compileCondition(node, input);
  if (node.children.length === 0) return NOBODY;
  const parts = node.children.map((child) => compileNode(child, input));
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
      return within(sql`${contacts.lastOrderAt}`, resolveWindow(node.window, input.moment), true);
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
  /** The number compared, over one person's rows: `count(*)`. */
  measure: SQL;
  comparison: Comparison;
  value: number;
}

/**
 * "So many rows, or so much, per person". Who has no row at all counts as 0: where 0 satisfies the
 * comparison, the condition is that nobody's rows contradict it.
 */
function aggregate(facts: Facts, input: Compiling): SQL {
  const { comparison, value, measure } = facts;
  const operator = { at_least: ">=", at_most: "<=", exactly: "=" } as const;
  const holds = sql`${measure} ${sql.raw(operator[comparison])} ${value}::numeric`;
  const holdsForNone = compares(0, comparison, value);
  const own = sql.join([sql`f.workspace_id = ${input.workspaceId}`, ...facts.where], sql` and `);
  const having = sql`having ${holdsForNone ? sql`not (${holds})` : holds}`;
  const rows =
    input.scope === "each"
      ? sql`select 1 from ${facts.from} where ${own} and f.contact_id = ${contacts.id}
            group by f.contact_id ${having}`
      : sql`select 1 from (select f.contact_id from ${facts.from} where ${own}
            group by f.contact_id ${having}) g where g.contact_id = ${contacts.id}`;
  return holdsForNone ? sql`(not exists (${rows}))` : sql`exists (${rows})`;
}

/** "At least once" and "never" need no counting; the planner makes joins of them by itself. */
function anyOrNone(facts: Facts, input: Compiling): SQL | null {
  const isAny = facts.comparison === "at_least" && facts.value === 1;
  const isNone = facts.comparison !== "at_least" && facts.value === 0;
  if (!isAny && !isNone) return null;
  const own = sql.join([sql`f.workspace_id = ${input.workspaceId}`, ...facts.where], sql` and `);
  const rows = sql`select 1 from ${facts.from} where ${own} and f.contact_id = ${contacts.id}`;
  return isAny ? sql`exists (${rows})` : sql`(not exists (${rows}))`;
}

function compileOrders(node: OrdersCondition, input: Compiling): SQL {
  const where = [within(sql`f.ordered_at`, resolveWindow(node.window, input.moment))];
  const { comparison, value } = node;
  if (node.measure === "total") {
    where.push(sql`f.currency = ${node.currency}`);
    const measure = sql`sum(f.total)`;
    return aggregate({ from: sql`orders f`, where, measure, comparison, value }, input);
  }
  const facts = { from: sql`orders f`, where, measure: sql`count(*)`, comparison, value };
  return anyOrNone(facts, input) ?? aggregate(facts, input);
}

function compileConsent(node: ConsentCondition, input: Compiling): SQL {
  const stands = sql`exists (select 1 from consent_states f where f.workspace_id = ${input.workspaceId}
    and f.contact_id = ${contacts.id} and f.topic_id = ${node.topicId}
    and f.state = ${node.is === "withdrawn" ? "withdrawn" : "granted"})`;
  return node.is === "not_granted" ? sql`(not ${stands})` : stands;
}

function compileMessages(node: MessagesCondition, input: Compiling): SQL {
  const isReceived = node.did === "received";
  const interval = resolveWindow(node.window, input.moment);
  const where = isReceived
    ? [sql`f.state = 'accepted'`, within(sql`f.result_at`, interval)]
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
    comparison: node.comparison,
    value: node.value,
  };
  return anyOrNone(facts, input) ?? aggregate(facts, input);
}
