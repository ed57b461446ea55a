import { record } from "../audit";
import {
  countFailures,
  countUnknown,
  retryMessages,
  settleMessages,
  wakeSender,
} from "../delivery";
import { AppError, authorOf, type Ctx } from "../kernel";
import type { MemberCtx } from "./manage";
import { lockForSender } from "./may-send";
import * as queries from "./queries";
import type { RetryInput, SettleInput } from "./schemas";
import { requireWayOut } from "./start";

/**
 * Says what became of letters of which nobody knew whether they arrived; never sends any. `settled` of
 * them were unknown until now, `remaining` still are: those of a very large number are settled in several
 * calls. NOT_FOUND, FORBIDDEN for who may not send the campaign.
 */
export async function settleUnknown(
  ctx: MemberCtx,
  input: SettleInput,
): Promise<{ settled: number; remaining: number }> {
  const row = await lockForSender(ctx, input.campaignId);
  const { as, reason: because } = input;
  const settled = await settleMessages(ctx.db, ctx.workspaceId, { ...input, as, because });
  const remaining = await countUnknown(ctx.db, ctx.workspaceId, input);
  await record(ctx, {
    action: "campaigns.settle_unknown",
    subjectType: "campaign",
    subjectId: row.id,
    summary: { count: settled, as, reason: because },
  });
  return { settled, remaining };
}

/** What a retry would be about. */
export interface Failures {
  /** Those that would be tried again, most frequent first; `reason` is "" where none is known. */
  reasons: { reason: string; count: number }[];
  retryable: number;
  /** Their address is suppressed by now: they stay as they are. */
  leftOut: number;
}

async function failuresOf(ctx: Ctx, input: RetryInput): Promise<Failures> {
  const rows = await countFailures(ctx.db, ctx.workspaceId, input);
  const sum = (some: typeof rows) => some.reduce((all, row) => all + row.count, 0);
  const reasons = rows.filter((row) => !row.isSuppressed);
  return {
    reasons: reasons.map(({ reason, count }) => ({ reason, count })),
    retryable: sum(reasons),
    leftOut: sum(rows.filter((row) => row.isSuppressed)),
  };
}

/** The failures of a campaign by reason, and who of them would not be tried again. NOT_FOUND. */
export async function getFailures(ctx: Ctx, input: RetryInput): Promise<Failures> {
  const found = await queries.findCampaign(ctx.db, ctx.workspaceId, input.campaignId);
  if (!found) throw new AppError("NOT_FOUND");
  return failuresOf(ctx, input);
}

/**
 * Has failed letters tried once more, and sends on when the campaign was finished. `retried` are in the
 * queue now, `remaining` could follow in a further call, `leftOut` are suppressed by now. Whoever asks
 * second finds nothing left. NOT_FOUND, FORBIDDEN, CAMPAIGN_STATE unless it is sending or finished and
 * not archived, and what `requireWayOut` refuses.
 */
export async function retryFailed(
  ctx: MemberCtx,
  input: RetryInput,
): Promise<{ retried: number; remaining: number; leftOut: number }> {
  // Before the campaign's row, as a sweep does it: one that would finish the campaign comes to its
  // end before, or waits and then sees what is queued here.
  await wakeSender(ctx.db, ctx.workspaceId);
  const row = await lockForSender(ctx, input.campaignId);
  const isOpen = row.state === "sending" || row.state === "finished";
  if (!isOpen || row.archivedAt) throw new AppError("CAMPAIGN_STATE");
  await requireWayOut(ctx, row);
  const retried = await retryMessages(ctx.db, ctx.workspaceId, input);
  if (retried > 0) {
    await queries.updateCampaign(ctx.db, row, {
      state: "sending",
      finishedAt: null,
      updatedBy: authorOf(ctx),
      updatedAt: ctx.now,
    });
  }
  const { retryable: remaining, leftOut } = await failuresOf(ctx, input);
  await record(ctx, {
    action: "campaigns.retry_failed",
    subjectType: "campaign",
    subjectId: row.id,
    summary: { count: retried, leftOut },
  });
  return { retried, remaining, leftOut };
}
