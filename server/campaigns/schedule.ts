import { record } from "../audit";
import { planStart } from "../delivery";
import { AppError, authorOf, type Ctx, toAppError } from "../kernel";
import { findWorkspaceFacts } from "../workspaces";
import type { MemberCtx } from "./manage";
import { lockForSender } from "./may-send";
import * as queries from "./queries";
import type { ScheduleInput } from "./schemas";
import { startCampaign } from "./start";
import { readStart, timingSummary } from "./timing";
import { listVariants } from "./variant-queries";
import { markVersions } from "./versions";

/**
 * Lets a campaign start by itself at a clock time of the workspace's zone, or so early that it leaves at
 * that time in each person's own. It is held as it is until then: who wants to change it takes it back
 * first. SCHEDULE_INVALID (at `time`) for a time that does not exist in the workspace's zone,
 * SCHEDULE_PAST, and what sending now would be refused for.
 */
export async function scheduleCampaign(
  ctx: MemberCtx,
  input: ScheduleInput,
): Promise<{ sendAt: Date }> {
  const row = await lockForSender(ctx, input.id);
  if (row.state !== "draft" || row.archivedAt) throw new AppError("CAMPAIGN_STATE");
  if (row.revision !== input.revision) throw new AppError("REVISION_CONFLICT");
  const { timeZone } = await findWorkspaceFacts(ctx.db, ctx.workspaceId);
  const { clock = "workspace", ifPast = "next_day", window = null, day, time } = input;
  const asked = { start: clock, day, time, ifPast, window };
  const { begin: sendAt, timing } = readStart(asked, { timeZone, now: ctx.now });
  await queries.updateCampaign(ctx.db, row, {
    state: "scheduled",
    sendAt,
    ...timing,
    startError: null,
    updatedBy: authorOf(ctx),
    updatedAt: ctx.now,
  });
  await markVersions(ctx, await listVariants(ctx.db, ctx.workspaceId, row.id), "scheduled");
  await record(ctx, {
    action: "campaigns.schedule",
    subjectType: "campaign",
    subjectId: row.id,
    summary: { sendAt: sendAt.toISOString(), ...timingSummary(timing) },
  });
  // The first zones are past the time of preparing already: what keeps it back is said at once.
  if (sendAt <= ctx.now) await startCampaign(ctx, { ...row, ...timing, sendAt });
  else await planStart(ctx, { campaignId: row.id, sendAt });
  return { sendAt };
}

/** Takes a scheduled campaign back; it is a draft again. CAMPAIGN_STATE once it has started. */
export async function unscheduleCampaign(ctx: MemberCtx, input: { id: string }): Promise<void> {
  const row = await lockForSender(ctx, input.id);
  if (row.state !== "scheduled") throw new AppError("CAMPAIGN_STATE");
  await queries.updateCampaign(ctx.db, row, {
    state: "draft",
    sendAt: null,
    updatedBy: authorOf(ctx),
    updatedAt: ctx.now,
  });
  await record(ctx, { action: "campaigns.unschedule", subjectType: "campaign", subjectId: row.id });
}

/**
 * Starts a campaign whose moment has come: the job is released at it, by the database's clock, so no
 * other is asked. One that was taken back, or put off, stays as it is: its later moment has a job of its
 * own. One that cannot start is a draft again, with the reason.
 */
export async function startScheduled(
  ctx: Ctx,
  input: { campaignId: string; sendAt: string },
): Promise<void> {
  const row = await queries.lockCampaign(ctx.db, ctx.workspaceId, input.campaignId);
  if (row?.state !== "scheduled" || row.sendAt?.toISOString() !== input.sendAt) return;
  try {
    // In a savepoint: what a failed start had written is gone, and what follows can still be.
    await ctx.db.transaction((db) => startCampaign({ ...ctx, db }, row));
  } catch (error) {
    const { code, status } = toAppError(error);
    // A fault of ours is no answer about the campaign; the job tries again.
    if (status >= 500) throw error;
    await queries.updateCampaign(ctx.db, row, { state: "draft", sendAt: null, startError: code });
    await record(ctx, {
      action: "campaigns.start_failed",
      subjectType: "campaign",
      subjectId: row.id,
      summary: { code },
    });
  }
}
