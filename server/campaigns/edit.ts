import { listAttributeDefinitions } from "../contacts";
import {
  footerOf,
  type LetterDocument,
  letterColours,
  readLetter,
  upgradeLetter,
} from "../content";
import { AppError, type Ctx } from "../kernel";
import { type BrandKit, findBrandKit, mayInBrand } from "../workspaces";
import { targetOf } from "./audience";
import { authorOf, type MemberCtx } from "./manage";
import { maySend } from "./may-send";
import * as queries from "./queries";
import { reviewOf } from "./review";
import { CampaignState, type LetterSave } from "./schemas";

/** A campaign with everything its letter is drawn with. */
export interface LoadedCampaign {
  row: queries.CampaignRow;
  state: CampaignState;
  document: LetterDocument;
  brandName: string;
  topicName: string;
  isTopicArchived: boolean;
  updatedByName: string | null;
  kit: BrandKit;
  attributes: { key: string; label: string }[];
}

/** Loads a campaign and its brand's kit. NOT_FOUND when either is not of this workspace. */
export async function loadCampaign(ctx: Ctx, id: string): Promise<LoadedCampaign> {
  const found = await queries.findCampaign(ctx.db, ctx.workspaceId, id);
  if (!found) throw new AppError("NOT_FOUND");
  const { campaign: row, ...names } = found;
  const kit = await findBrandKit(ctx.db, ctx.workspaceId, row.brandId);
  if (!kit) throw new AppError("NOT_FOUND");
  const attributes = await listAttributeDefinitions(ctx.db, ctx.workspaceId);
  return {
    row,
    ...names,
    state: CampaignState.parse(row.state),
    document: upgradeLetter(row.document),
    kit,
    attributes: attributes.map(({ key, label }) => ({ key, label })),
  };
}

/** Everything the editor needs at once. */
export async function getCampaign(ctx: MemberCtx, input: { id: string }) {
  const loaded = await loadCampaign(ctx, input.id);
  const { row, kit, topicName } = loaded;
  return {
    id: row.id,
    name: row.name,
    state: loaded.state,
    revision: row.revision,
    document: loaded.document,
    problems: problemsOf(loaded),
    topic: { id: row.topicId, name: topicName, isArchived: loaded.isTopicArchived },
    brand: {
      id: kit.brand.id,
      name: kit.brand.name,
      logoUrl: kit.brand.logoUrl,
      senderName: kit.brand.senderName,
      senderEmail: kit.brand.senderEmail,
    },
    colours: letterColours(kit.brand.colour),
    footer: footerOf(kit, topicName),
    imprintMissing: kit.imprintMissing,
    attributes: loaded.attributes,
    audience: row.audience,
    isArchived: row.archivedAt !== null,
    target: targetOf(row),
    /** May let it go out, and may judge a review. */
    maySend: maySend(ctx, row),
    mayReview: mayInBrand(ctx.member, "campaigns.send", row.brandId),
    review: reviewOf(row),
    sendAt: row.sendAt,
    startError: row.startError,
    timeZone: await queries.findTimeZone(ctx.db, ctx.workspaceId),
    updatedAt: row.updatedAt,
    updatedByName: loaded.updatedByName,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
  };
}

export function problemsOf(loaded: Pick<LoadedCampaign, "document" | "attributes">) {
  return readLetter(
    loaded.document,
    loaded.attributes.map((a) => a.key),
  ).problems;
}

/**
 * Keeps a draft. Texts may be faulty (they are reported, not refused): writing happens in steps.
 * REVISION_CONFLICT (params `by`, `at`, `revision`) when somebody saved since `revision`;
 * CAMPAIGN_STATE when it is no draft any more.
 */
export async function saveLetter(ctx: Ctx, input: LetterSave) {
  const { workspaceId } = ctx;
  const author = authorOf(ctx);
  const revision = await queries.saveDocument(
    ctx.db,
    { workspaceId, id: input.id, revision: input.revision },
    { document: input.document, updatedBy: author, updatedAt: ctx.now },
  );
  if (revision === null) return refuseSave(ctx, input);
  const attributes = await listAttributeDefinitions(ctx.db, workspaceId);
  const problems = problemsOf({ document: input.document, attributes });
  return { revision, savedAt: ctx.now, problems };
}

async function refuseSave(ctx: Ctx, input: LetterSave): Promise<never> {
  const found = await queries.findCampaign(ctx.db, ctx.workspaceId, input.id);
  if (!found) throw new AppError("NOT_FOUND");
  const { campaign, updatedByName } = found;
  if (campaign.state !== "draft" || campaign.archivedAt) throw new AppError("CAMPAIGN_STATE");
  throw new AppError("REVISION_CONFLICT", {
    params: {
      by: updatedByName ?? "",
      at: campaign.updatedAt.toISOString(),
      revision: campaign.revision,
    },
  });
}

/** The draft as it stands now: what "show theirs" loads, and what a quiet page notices by asking. */
export async function currentDraft(ctx: Ctx, input: { id: string }) {
  const found = await queries.findCampaign(ctx.db, ctx.workspaceId, input.id);
  if (!found) throw new AppError("NOT_FOUND");
  const { campaign, updatedByName } = found;
  return {
    revision: campaign.revision,
    document: upgradeLetter(campaign.document),
    updatedByName,
    updatedAt: campaign.updatedAt,
    state: CampaignState.parse(campaign.state),
  };
}
