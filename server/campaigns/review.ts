import { record } from "../audit";
import { AppError, authorOf, newId } from "../kernel";
import { mayInBrand } from "../workspaces";
import type { MemberCtx } from "./manage";
import * as queries from "./queries";
import type { ReviewInput, ReviewKind } from "./schemas";
import { listVariants } from "./variant-queries";
import { markVersions } from "./versions";

/** Whether a step may follow where a review stands. */
const FOLLOWS: Record<ReviewKind, readonly string[]> = {
  requested: ["none", "returned", "approved"],
  withdrawn: ["requested"],
  approved: ["requested"],
  returned: ["requested", "approved"],
};

/**
 * One step of a draft's review, about the revision that was looked at: asked for or withdrawn by who
 * writes, approved or returned by who may send. CAMPAIGN_STATE out of turn, REVISION_CONFLICT when
 * the letter was changed since, FORBIDDEN.
 */
export async function reviewCampaign(ctx: MemberCtx, input: ReviewInput): Promise<void> {
  const { kind, note } = input;
  const row = await queries.lockCampaign(ctx.db, ctx.workspaceId, input.id);
  if (!row) throw new AppError("NOT_FOUND");
  const isJudging = kind === "approved" || kind === "returned";
  if (isJudging && !mayInBrand(ctx.member, "campaigns.send", row.brandId)) {
    throw new AppError("FORBIDDEN");
  }
  if (row.state !== "draft" || row.archivedAt) throw new AppError("CAMPAIGN_STATE");
  if (row.revision !== input.revision) throw new AppError("REVISION_CONFLICT");
  if (!FOLLOWS[kind].includes(reviewOf(row))) throw new AppError("CAMPAIGN_STATE");
  await queries.insertReview(ctx.db, {
    workspaceId: ctx.workspaceId,
    campaignId: row.id,
    id: newId(ctx.now.getTime()),
    kind,
    revision: row.revision,
    note,
    by: authorOf(ctx),
    at: ctx.now,
  });
  await queries.updateCampaign(ctx.db, row, {
    review: kind === "withdrawn" ? "none" : kind,
    reviewedRevision: row.revision,
  });
  if (kind === "requested" || kind === "approved") {
    const variants = await listVariants(ctx.db, ctx.workspaceId, row.id);
    await markVersions(ctx, variants, kind);
  }
  await record(ctx, {
    action: `campaigns.review_${kind}`,
    subjectType: "campaign",
    subjectId: row.id,
    summary: { revision: row.revision },
  });
}

/** Where a review stands: what was said about an older revision counts no more. */
export function reviewOf(
  row: Pick<queries.CampaignRow, "review" | "revision" | "reviewedRevision">,
): string {
  return row.reviewedRevision === row.revision ? row.review : "none";
}

/** The steps of a campaign's reviews, newest first, with who took them. */
export function listReviews(ctx: MemberCtx, input: { id: string }) {
  return queries.listReviews(ctx.db, ctx.workspaceId, input.id);
}
