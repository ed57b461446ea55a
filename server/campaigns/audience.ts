import type { SQL } from "drizzle-orm";
import { record } from "../audit";
import { type AudienceCounts, type AudienceTarget, audienceCounts } from "../consent";
import { narrow } from "../contacts";
import { AppError, authorOf, type Ctx } from "../kernel";
import {
  compileTarget,
  everybodyAt,
  FrozenTarget,
  freezeTarget,
  listTargetChoices,
  type Target,
  targetSchema,
} from "../segments";
import * as queries from "./queries";
import type { CampaignTarget } from "./schemas";

/** Whom a campaign is for, as it was chosen. */
export function targetOf(row: queries.CampaignRow): Target {
  return targetSchema.parse(row.target);
}

/** The rules an audience is taken by: those it was started with, else the segments' as they are now. */
export async function currentTarget(ctx: Ctx, row: queries.CampaignRow): Promise<FrozenTarget> {
  if (row.frozen) return FrozenTarget.parse(row.frozen);
  if (row.startedAt) return everybodyAt(row.startedAt);
  return await freezeTarget(ctx, targetOf(row));
}

/** A target for counting everybody it means at once; none when it means everybody. */
async function countedTarget(ctx: Ctx, target: FrozenTarget): Promise<AudienceTarget | undefined> {
  const isEverybody = target.include.length === 0 && target.exclude.length === 0;
  return isEverybody ? undefined : await compileTarget(ctx, target, "all");
}

/** The explained count of a target and topic. */
export async function countTarget(
  ctx: Ctx,
  asked: { topicId: string; target: FrozenTarget },
): Promise<AudienceCounts> {
  const target = await countedTarget(ctx, asked.target);
  return audienceCounts(ctx.db, ctx.workspaceId, { topicId: asked.topicId, now: ctx.now, target });
}

/** The explained count of a campaign, now. SEGMENT_UNUSABLE names a segment that cannot be asked. */
export async function countAudience(ctx: Ctx, input: { id: string }): Promise<AudienceCounts> {
  const found = await queries.findCampaign(ctx.db, ctx.workspaceId, input.id);
  if (!found) throw new AppError("NOT_FOUND");
  const target = await currentTarget(ctx, found.campaign);
  return countTarget(ctx, { topicId: found.campaign.topicId, target });
}

/**
 * Whom a campaign would reach, as a condition for reading a few of them in the order of their ids;
 * undefined when the topic alone decides.
 */
export async function reachableAmong(ctx: Ctx, row: queries.CampaignRow): Promise<SQL | undefined> {
  const target = await currentTarget(ctx, row);
  if (target.include.length === 0 && target.exclude.length === 0) return undefined;
  const meant = (conditions: AudienceTarget) => queries.minus(conditions);
  return await narrow(ctx.db, ctx.workspaceId, {
    all: meant(await compileTarget(ctx, target, "all")),
    each: meant(await compileTarget(ctx, target, "each")),
  });
}

/** Chooses whom a draft is for. CAMPAIGN_STATE once it is no draft; SEGMENT_UNUSABLE. */
export async function setTarget(ctx: Ctx, input: CampaignTarget): Promise<void> {
  const { id, target } = input;
  const row = await queries.lockCampaign(ctx.db, ctx.workspaceId, id);
  if (!row) throw new AppError("NOT_FOUND");
  if (row.state !== "draft" || row.archivedAt) throw new AppError("CAMPAIGN_STATE");
  await freezeTarget(ctx, target);
  await queries.updateCampaign(ctx.db, row, {
    target,
    review: "none",
    updatedBy: authorOf(ctx),
    updatedAt: ctx.now,
  });
  await record(ctx, {
    action: "campaigns.set_target",
    subjectType: "campaign",
    subjectId: row.id,
    summary: { include: target.include, exclude: target.exclude },
  });
}

/** Segments a campaign can be sent to, with their last counts. */
export function listSegmentChoices(ctx: Ctx) {
  return listTargetChoices(ctx);
}
