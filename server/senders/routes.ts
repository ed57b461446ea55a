import { record } from "../audit";
import { AppError, type Ctx, newId } from "../kernel";
import type { RouteInput } from "./schemas";
import * as queries from "./server-queries";

/** One rule as screens show it. */
export interface Rule {
  brandId: string | null;
  kind: string | null;
  serverIds: string[];
}

/** The rules of the workspace, those for any brand first, and the brands they may name. */
export async function listRules(ctx: Ctx) {
  const rules = new Map<string, Rule>();
  for (const { brandId, kind, serverId } of await queries.listRoutes(ctx.db, ctx.workspaceId)) {
    const key = `${brandId} ${kind}`;
    const rule = rules.get(key) ?? { brandId, kind, serverIds: [] };
    rules.set(key, { ...rule, serverIds: [...rule.serverIds, serverId] });
  }
  const weight = ({ brandId, kind }: Rule) => (brandId ? 2 : 0) + (kind ? 1 : 0);
  const brands = await queries.listBrandNames(ctx.db, ctx.workspaceId);
  return {
    rules: [...rules.values()].sort((a, b) => weight(a) - weight(b)),
    brands: brands.map(({ id, name, archivedAt }) => ({
      id,
      name,
      isArchived: archivedAt !== null,
    })),
  };
}

const summaryOf = ({ brandId, kind }: queries.RuleKey) => ({
  brand: brandId ?? "any",
  kind: kind ?? "any",
});

/** Sets the servers of a rule and their order. Errors: NOT_FOUND for a brand or server that is not there. */
export async function setRule(ctx: Ctx, input: RouteInput): Promise<void> {
  const { workspaceId, db, now } = ctx;
  const { brandId, kind, serverIds } = input;
  const isKnown =
    (brandId === null || (await queries.hasBrand(db, workspaceId, brandId))) &&
    (await queries.countServers(db, workspaceId, serverIds)) === serverIds.length;
  if (!isKnown) throw new AppError("NOT_FOUND");
  await queries.deleteRule(db, workspaceId, { brandId, kind });
  await queries.insertRoutes(
    db,
    serverIds.map((serverId, position) => ({
      ...{ workspaceId, id: newId(now.getTime()), brandId, kind, serverId, position },
      createdAt: now,
    })),
  );
  await record(ctx, {
    action: "mail_routes.set",
    subjectType: "workspace",
    subjectId: workspaceId,
    summary: { ...summaryOf(input), servers: serverIds },
  });
}

/** Removes a rule: its mail takes the next one that fits. Errors: NOT_FOUND. */
export async function removeRule(ctx: Ctx, rule: queries.RuleKey): Promise<void> {
  const removed = await queries.deleteRule(ctx.db, ctx.workspaceId, rule);
  if (removed === 0) throw new AppError("NOT_FOUND");
  await record(ctx, {
    action: "mail_routes.remove",
    subjectType: "workspace",
    subjectId: ctx.workspaceId,
    summary: summaryOf(rule),
  });
}
