import { AppError, type Ctx } from "../kernel";
import { prepareChunk } from "./prepare";
import * as queries from "./queries";
import { beginCampaign } from "./start";

/**
 * Starts a campaign at `ctx.now`, a moment of the past, and makes all its messages at once. For the
 * demo shop, whose letters never leave. Throws what `beginCampaign` refuses.
 */
export async function replayStart(ctx: Ctx, campaignId: string): Promise<void> {
  const row = await queries.lockCampaign(ctx.db, ctx.workspaceId, campaignId);
  if (!row) throw new AppError("NOT_FOUND");
  await beginCampaign(ctx, row);
  for (let isDone = false; !isDone; ) isDone = await prepareChunk(ctx, { campaignId });
}

/** Ends a campaign of the past at `ctx.now`. */
export async function replayEnd(ctx: Ctx, campaignId: string): Promise<void> {
  const row = { workspaceId: ctx.workspaceId, id: campaignId };
  await queries.updateCampaign(ctx.db, row, { state: "finished", finishedAt: ctx.now });
}
