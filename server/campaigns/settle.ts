import { record } from "../audit";
import {
  countFailures,
  countUnknown,
  listBrandsOf,
  readMoment,
  retryMessages,
  settleMessages,
  wakeSender,
} from "../delivery";
import { AppError, authorOf, type Ctx } from "../kernel";
import { mayInBrand } from "../workspaces";
import type { MemberCtx } from "./manage";
import { lockForSender } from "./may-send";
import * as queries from "./queries";
import type { FailuresInput, RetryInput, SettleInput, UnknownInput } from "./schemas";
import { requireWayOut } from "./start";

/** What goes out without a campaign has lanes of its own. */
const SINGLE_LANES = ["opt_in", "transactional"] as const;

/** Whose messages are asked about, for who may send them. */
interface Owner {
  /** Held; null for messages without a campaign. */
  campaign: queries.CampaignRow | null;
  brandIds: string[];
  subject: { subjectType: string; subjectId: string };
}

async function lockOwner(ctx: MemberCtx, input: RetryInput): Promise<Owner> {
  if (input.campaignId !== null) {
    const row = await lockForSender(ctx, input.campaignId);
    const subject = { subjectType: "campaign", subjectId: row.id };
    return { campaign: row, brandIds: [row.brandId], subject };
  }
  const brandIds = await listBrandsOf(ctx.db, ctx.workspaceId, input);
  if (!brandIds.every((brandId) => mayInBrand(ctx.member, "campaigns.send", brandId))) {
    throw new AppError("FORBIDDEN");
  }
  const subject = { subjectType: "workspace", subjectId: ctx.workspaceId };
  return { campaign: null, brandIds, subject };
}

async function requireKnown(ctx: Ctx, campaignId: string | null): Promise<void> {
  const isKnown =
    campaignId === null || (await queries.findCampaign(ctx.db, ctx.workspaceId, campaignId));
  if (!isKnown) throw new AppError("NOT_FOUND");
}

/**
 * Of how many letters in a list that somebody looked at nobody knows whether they arrived, and the `asOf`
 * with which exactly these are settled. NOT_FOUND.
 */
export async function getUnknown(
  ctx: Ctx,
  input: UnknownInput,
): Promise<{ count: number; asOf: Date }> {
  await requireKnown(ctx, input.campaignId);
  return countUnknown(ctx.db, ctx.workspaceId, input);
}

/**
 * Says what became of letters of which nobody knew whether they arrived; never sends any. `settled` of
 * them were unknown until now, `remaining` still are: those of a very large number are settled in several
 * calls. What became unknown after `asOf` is in neither. NOT_FOUND, FORBIDDEN for who may not send the
 * campaign.
 */
export async function settleUnknown(
  ctx: MemberCtx,
  input: SettleInput,
): Promise<{ settled: number; remaining: number }> {
  const { subject } = await lockOwner(ctx, input);
  const { as, reason: because } = input;
  const settled = await settleMessages(ctx.db, ctx.workspaceId, { ...input, as, because });
  const { count: remaining } = await countUnknown(ctx.db, ctx.workspaceId, input);
  await record(ctx, {
    action: "campaigns.settle_unknown",
    ...subject,
    summary: { count: settled, as, reason: because },
  });
  return { settled, remaining };
}

/** Whether failures of a campaign can go on their way again. */
export function isRetryable({ state, archivedAt }: queries.CampaignRow): boolean {
  return (state === "sending" || state === "finished") && archivedAt === null;
}

/** What a retry would be about. */
export interface Failures {
  /** Those that would be tried again, most frequent first; `reason` is "" where none is known. */
  reasons: { reason: string; count: number }[];
  retryable: number;
  /** Their address is suppressed by now: they stay as they are. */
  leftOut: number;
}

/** With the moment by which the last of them had failed: what is being written at this instant is later. */
async function failuresOf(ctx: Ctx, input: RetryInput): Promise<Failures & { asOf: Date }> {
  const rows = await countFailures(ctx.db, ctx.workspaceId, input);
  const lasts = rows.map(({ last }) => new Date(last).getTime());
  const sum = (some: typeof rows) => some.reduce((all, row) => all + row.count, 0);
  const reasons = rows.filter((row) => !row.isSuppressed);
  return {
    reasons: reasons.map(({ reason, count }) => ({ reason, count })),
    retryable: sum(reasons),
    leftOut: sum(rows.filter((row) => row.isSuppressed)),
    asOf: lasts.length > 0 ? new Date(Math.max(...lasts)) : input.asOf,
  };
}

/**
 * The failures of a campaign by reason, and who of them would not be tried again, with the `asOf` with
 * which exactly these are. NOT_FOUND.
 */
export async function getFailures(
  ctx: Ctx,
  input: FailuresInput,
): Promise<Failures & { asOf: Date }> {
  await requireKnown(ctx, input.campaignId);
  const asOf = await readMoment(ctx.db);
  return failuresOf(ctx, { ...input, asOf });
}

/**
 * Has failed letters tried once more, and sends on when the campaign was finished. `retried` are in the
 * queue now, `remaining` could follow in a further call, `leftOut` are suppressed by now; what failed
 * after `asOf`, also what was tried again by this, is in none. Whoever asks second finds nothing left.
 * NOT_FOUND, FORBIDDEN, CAMPAIGN_STATE unless it is sending or finished and not archived, and what
 * `requireWayOut` refuses.
 */
export async function retryFailed(
  ctx: MemberCtx,
  input: RetryInput,
): Promise<{ retried: number; remaining: number; leftOut: number }> {
  // Before the campaign's row, as a sweep does it: one that would finish the campaign comes to its
  // end before, or waits and then sees what is queued here.
  const lanes = input.campaignId === null ? SINGLE_LANES : (["campaign"] as const);
  for (const lane of lanes) await wakeSender(ctx.db, ctx.workspaceId, { lane });
  const { campaign, brandIds, subject } = await lockOwner(ctx, input);
  if (campaign && !isRetryable(campaign)) throw new AppError("CAMPAIGN_STATE");
  for (const brandId of brandIds) await requireWayOut(ctx, { brandId });
  const retried = await retryMessages(ctx.db, ctx.workspaceId, input);
  if (campaign && retried > 0) {
    await queries.updateCampaign(ctx.db, campaign, {
      state: "sending",
      finishedAt: null,
      updatedBy: authorOf(ctx),
      updatedAt: ctx.now,
    });
  }
  const { retryable: remaining, leftOut } = await failuresOf(ctx, input);
  await record(ctx, {
    action: "campaigns.retry_failed",
    ...subject,
    summary: { count: retried, leftOut },
  });
  return { retried, remaining, leftOut };
}
