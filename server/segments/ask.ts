import type { SQL } from "drizzle-orm";
import { inQueryRole } from "@/db";
import { listTopics } from "../consent";
import {
  type ContactListInput,
  countPeople,
  listAttributeDefinitions,
  listPeople,
  narrow,
} from "../contacts";
import { AppError, type Ctx } from "../kernel";
import { findWorkspaceFacts } from "../workspaces";
import { checkRule, type Known, type RuleProblem } from "./check.core";
import { type CompileInput, compileNodes, compileRule, type Scope } from "./compile.core";
import { fieldText } from "./compile-attribute.core";
import * as queries from "./queries";
import { nodesOf, type SegmentRule } from "./schemas";
import { placeOf } from "./values.core";

/** What exists in the workspace that a rule may ask about. */
export async function knownOf(ctx: Ctx): Promise<Known> {
  const { db, workspaceId } = ctx;
  const attributes = await listAttributeDefinitions(db, workspaceId);
  const topics = await listTopics(db, workspaceId);
  const sent = await queries.listSentCampaigns(db, workspaceId);
  return {
    attributes: new Map(attributes.map(({ key, type }) => [key, type])),
    topicIds: new Set(topics.map((topic) => topic.id)),
    campaignIds: new Set(sent.map((campaign) => campaign.id)),
  };
}

/** What a rule is compiled with, at `at` (the request's moment unless a campaign has frozen one). */
export async function compileInput(
  ctx: Ctx,
  known: Known,
  asked: { scope: Scope; at?: Date },
): Promise<CompileInput> {
  const { timeZone } = await findWorkspaceFacts(ctx.db, ctx.workspaceId);
  return {
    workspaceId: ctx.workspaceId,
    attributes: known.attributes,
    timeZone,
    now: asked.at ?? ctx.now,
    scope: asked.scope,
  };
}

/** The answer to a rule that is being built: its faults, or the number of people it means. */
export interface RuleCount {
  problems: RuleProblem[];
  /** Null while the rule has a fault. */
  people: number | null;
}

/** Counts exactly, as the rule stands in the builder, saved or not. */
export async function countRule(ctx: Ctx, input: { rule: SegmentRule }): Promise<RuleCount> {
  const known = await knownOf(ctx);
  const problems = checkRule(input.rule, known);
  if (problems.length > 0) return { problems, people: null };
  const condition = compileRule(input.rule, await compileInput(ctx, known, { scope: "all" }));
  const people = await inQueryRole(ctx.db, (tx) =>
    queries.countPeople(tx, ctx.workspaceId, condition),
  );
  return { problems, people };
}

/**
 * How many people each row and group within the rule would mean alone, by its id; rows with a fault
 * are left out. Asked one by one: as one statement they would look up each person's facts.
 */
export async function countRows(
  ctx: Ctx,
  input: { rule: SegmentRule },
): Promise<Record<string, number>> {
  const known = await knownOf(ctx);
  const faulty = new Set(checkRule(input.rule, known).map((problem) => problem.nodeId));
  const sound = nodesOf(input.rule.root)
    .slice(1)
    .map(({ node }) => node)
    .filter((node) => nodesOf(node).every(({ node: inner }) => !faulty.has(inner.id)));
  const compiled = compileNodes(
    input.rule,
    sound,
    await compileInput(ctx, known, { scope: "all" }),
  );
  return await inQueryRole(ctx.db, async (tx) => {
    const counts: Record<string, number> = {};
    for (const { id, condition } of compiled) {
      counts[id] = await queries.countPeople(tx, ctx.workspaceId, condition);
    }
    return counts;
  });
}

/** The condition of a rule as a list pages by it. RULE_INVALID while it has a fault. */
export async function listCondition(ctx: Ctx, rule: SegmentRule): Promise<SQL> {
  const known = await knownOf(ctx);
  if (checkRule(rule, known).length > 0) throw new AppError("RULE_INVALID");
  const input = await compileInput(ctx, known, { scope: "all" });
  return await narrow(ctx.db, ctx.workspaceId, {
    all: compileRule(rule, input),
    each: compileRule(rule, { ...input, scope: "each" }),
  });
}

/** A page of the people a rule means, with the list's own search, filters and order. */
export async function listRulePeople(
  ctx: Ctx,
  input: { rule: SegmentRule; list: ContactListInput },
) {
  return await listPeople(ctx, input.list, await listCondition(ctx, input.rule));
}

/** How many of them the list's search and filters leave. */
export async function countRulePeople(
  ctx: Ctx,
  input: { rule: SegmentRule; list: ContactListInput },
): Promise<number> {
  return await countPeople(ctx, input.list, await listCondition(ctx, input.rule));
}

/** What a builder offers: attributes, topics, campaigns and currencies there are. */
export async function builderChoices(ctx: Ctx) {
  const { db, workspaceId } = ctx;
  const { currency, timeZone } = await findWorkspaceFacts(db, workspaceId);
  const used = await queries.listOrderCurrencies(db, workspaceId);
  return {
    attributes: await listAttributeDefinitions(db, workspaceId),
    topics: (await listTopics(db, workspaceId)).map(({ id, name, brandName }) => ({
      id,
      name,
      brandName,
    })),
    campaigns: await queries.listSentCampaigns(db, workspaceId),
    currencies: [...new Set([...used, currency])],
    timeZone,
  };
}

/** Up to 20 values that people have of a field, the frequent ones first. FIELD_UNKNOWN. */
export async function listFieldValues(
  ctx: Ctx,
  input: { field: string; search: string },
): Promise<string[]> {
  const place = placeOf(input.field, (await knownOf(ctx)).attributes);
  if (!place) throw new AppError("FIELD_UNKNOWN", { field: "field" });
  const asked = { value: fieldText(place), search: input.search.trim(), limit: 20 };
  return await queries.listValues(ctx.db, ctx.workspaceId, asked);
}
