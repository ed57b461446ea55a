import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { contacts } from "@/db";
import { AppError, type Ctx } from "../kernel";
import { compileInput, knownOf } from "./ask";
import { checkRule } from "./check.core";
import { compileRule, type Scope } from "./compile.core";
import * as queries from "./queries";
import { SegmentRule, type Target, upgradeRule } from "./schemas";

const FrozenSegment = z.object({ id: z.uuid(), name: z.string(), rule: SegmentRule });

/** A target with the rules as they stood at the moment the audience was taken by. */
export const FrozenTarget = z.object({
  at: z.iso.datetime(),
  include: z.array(FrozenSegment),
  exclude: z.array(FrozenSegment),
});
export type FrozenTarget = z.infer<typeof FrozenTarget>;

/**
 * The rules of a target, as they stand now. SEGMENT_UNUSABLE (at `target`, param `name`) for one that
 * is gone, archived, empty or asks about something that is gone: never "everybody" instead.
 */
export async function freezeTarget(ctx: Ctx, target: Target): Promise<FrozenTarget> {
  const ids = [...target.include, ...target.exclude];
  const found = ids.length > 0 ? await queries.listByIds(ctx.db, ctx.workspaceId, ids) : [];
  const known = await knownOf(ctx);
  const frozen = (id: string) => {
    const row = found.find((one) => one.id === id);
    const rule = row ? upgradeRule(row.rule) : null;
    if (!row || !rule || checkRule(rule, known).length > 0) {
      throw new AppError("SEGMENT_UNUSABLE", {
        field: "target",
        params: { name: row?.name ?? "" },
      });
    }
    return { id, name: row.name, rule };
  };
  return {
    at: ctx.now.toISOString(),
    include: target.include.map(frozen),
    exclude: target.exclude.map(frozen),
  };
}

/** A target as two conditions on `contacts`: who is meant, and who of them is left out. */
export interface TargetConditions {
  included: SQL;
  excluded: SQL;
}

/** Compiles a frozen target at its own moment. */
export async function compileTarget(
  ctx: Ctx,
  target: FrozenTarget,
  scope: Scope,
): Promise<TargetConditions> {
  const known = await knownOf(ctx);
  const input = await compileInput(ctx, known, { scope, at: new Date(target.at) });
  const anyOf = (segments: FrozenTarget["include"]) =>
    sql`(${sql.join(
      segments.map(({ rule }) => compileRule(rule, input)),
      sql` or `,
    )})`;
  // Who came later is not of this audience, however long preparing it takes.
  const wasThere = sql`${contacts.createdAt} <= ${target.at}::timestamptz`;
  return {
    included:
      target.include.length > 0 ? sql`(${wasThere} and ${anyOf(target.include)})` : wasThere,
    excluded: target.exclude.length > 0 ? anyOf(target.exclude) : sql`false`,
  };
}

/** A target nothing was said about: everybody who was there at a moment. */
export function everybodyAt(at: Date): FrozenTarget {
  return { at: at.toISOString(), include: [], exclude: [] };
}

/** Segments that can be chosen for a target, by name. */
export async function listTargetChoices(ctx: Ctx) {
  return await queries.listNames(ctx.db, ctx.workspaceId);
}
