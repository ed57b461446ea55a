import { record } from "../audit";
import { freezeLetter } from "../content";
import { planPreparing } from "../delivery";
import { AppError, type Ctx } from "../kernel";
import { freezeTarget } from "../segments";
import { leavesMachine, verifiedSender } from "../senders";
import { findBrandKit, isDemoWithRealMail } from "../workspaces";
import { countTarget, targetOf } from "./audience";
import { campaignBlockers, letterBlockers } from "./check";
import { loadCampaign } from "./edit";
import * as queries from "./queries";
import { timingOf, timingSummary } from "./timing";
import { updateVariant } from "./variant-queries";

/** Starts a send as `beginCampaign` does, once `requireWayOut` holds. */
export async function startCampaign(ctx: Ctx, row: queries.CampaignRow): Promise<void> {
  await requireWayOut(ctx, row);
  await beginCampaign(ctx, row);
}

/**
 * Whether letters of this brand may leave at all. DEMO_REAL_MAIL in a demo shop whose letters would
 * leave this machine: its people do not exist. FROM_DOMAIN_UNVERIFIED when letters would leave it
 * under a From address that no proven sending domain stands for.
 */
export async function requireWayOut(
  ctx: Ctx,
  { brandId }: Pick<queries.CampaignRow, "brandId">,
): Promise<void> {
  if (await isDemoWithRealMail(ctx)) throw new AppError("DEMO_REAL_MAIL");
  await requireSender(ctx, brandId);
}

/** The second half of `requireWayOut`: also test letters leave only under a proven From address. */
export async function requireSender(ctx: Ctx, brandId: string): Promise<void> {
  if (!(await leavesMachine(ctx))) return;
  const kit = await findBrandKit(ctx.db, ctx.workspaceId, brandId);
  const sender = kit && (await verifiedSender(ctx, kit.brand.senderEmail));
  if (!sender) throw new AppError("FROM_DOMAIN_UNVERIFIED");
}

/**
 * Begins a send, once: freezes every variant's letter and the audience, notes the explained count and enqueues the
 * preparation, all in the caller's transaction, which holds the row. CAMPAIGN_NOT_READY (params
 * `check`), SEGMENT_UNUSABLE and AUDIENCE_EMPTY when nothing could be sent.
 */
export async function beginCampaign(ctx: Ctx, row: queries.CampaignRow): Promise<void> {
  const loaded = await loadCampaign(ctx, row.id);
  const { kit, topicName, variants } = loaded;
  const [blocker] = [
    ...campaignBlockers(loaded),
    ...variants.flatMap((variant) =>
      letterBlockers({ ...loaded, variant, document: variant.document }),
    ),
  ];
  if (blocker) throw new AppError("CAMPAIGN_NOT_READY", { params: { check: blocker.code } });
  const frozen = await freezeTarget(ctx, targetOf(row));
  const audience = await countTarget(ctx, { topicId: row.topicId, target: frozen });
  if (audience.reachable === 0) throw new AppError("AUDIENCE_EMPTY");
  for (const { id, document } of variants) {
    const versionId = await freezeLetter(ctx, { campaignId: row.id, document, kit, topicName });
    const key = { workspaceId: ctx.workspaceId, campaignId: row.id, id };
    await updateVariant(ctx.db, key, { versionId });
  }
  await queries.updateCampaign(ctx.db, row, {
    state: "preparing",
    frozen,
    audience: { ...audience },
    startError: null,
    startedAt: ctx.now,
    updatedAt: ctx.now,
  });
  await planPreparing(ctx, row.id);
  await record(ctx, {
    action: "campaigns.send",
    subjectType: "campaign",
    subjectId: row.id,
    summary: {
      variants: variants.length,
      reachable: audience.reachable,
      ...timingSummary(timingOf(row)),
    },
  });
}
