import { record } from "../audit";
import { listAttributeDefinitions } from "../contacts";
import {
  footerOf,
  type LetterDocument,
  letterColours,
  readLetter,
  upgradeLetter,
} from "../content";
import { AppError, authorOf, type Ctx } from "../kernel";
import { type BrandKit, findBrandKit, findWorkspaceFacts, mayInBrand } from "../workspaces";
import { targetOf } from "./audience";
import type { MemberCtx } from "./manage";
import { maySend } from "./may-send";
import * as queries from "./queries";
import { reviewOf } from "./review";
import {
  type AtRevision,
  CampaignState,
  type LetterSave,
  type OfVariant,
  type VersionRestore,
} from "./schemas";
import { timingOf } from "./timing";
import { listVariants, updateVariant, type VariantRow } from "./variant-queries";
import { findVersionDraft, keepVersion } from "./versions";

/** One version of a campaign's letter. */
export interface Variant {
  id: string;
  /** 0 to 3: A to D. */
  position: number;
  weight: number;
  document: LetterDocument;
  /** Frozen content, once it is being sent. */
  versionId: string | null;
}

/** A campaign with everything its letter is drawn with. */
export interface LoadedCampaign {
  row: queries.CampaignRow;
  state: CampaignState;
  /** All versions of the letter, in their order. */
  variants: Variant[];
  /** The one that was asked for; without asking, the first. */
  variant: Variant;
  /** Its letter. */
  document: LetterDocument;
  brandName: string;
  topicName: string;
  isTopicArchived: boolean;
  updatedByName: string | null;
  kit: BrandKit;
  attributes: { key: string; label: string }[];
}

function asVariant(row: VariantRow): Variant {
  const { id, position, weight, versionId } = row;
  return { id, position, weight, versionId, document: upgradeLetter(row.document) };
}

/**
 * Loads a campaign, its variants and its brand's kit. NOT_FOUND when one of them is not of this
 * workspace or campaign.
 */
export async function loadCampaign(
  ctx: Ctx,
  id: string,
  variantId?: string,
): Promise<LoadedCampaign> {
  const found = await queries.findCampaign(ctx.db, ctx.workspaceId, id);
  if (!found) throw new AppError("NOT_FOUND");
  const variants = (await listVariants(ctx.db, ctx.workspaceId, id)).map(asVariant);
  const variant = variantId ? variants.find((one) => one.id === variantId) : variants[0];
  if (!variant) throw new AppError("NOT_FOUND", { field: "variantId" });
  const { campaign: row, ...names } = found;
  const kit = await findBrandKit(ctx.db, ctx.workspaceId, row.brandId);
  if (!kit) throw new AppError("NOT_FOUND");
  const attributes = await listAttributeDefinitions(ctx.db, ctx.workspaceId);
  return {
    row,
    ...names,
    state: CampaignState.parse(row.state),
    variants,
    variant,
    document: variant.document,
    kit,
    attributes: attributes.map(({ key, label }) => ({ key, label })),
  };
}

/** Everything the editor needs at once. */
export async function getCampaign(ctx: MemberCtx, input: OfVariant) {
  const loaded = await loadCampaign(ctx, input.id, input.variantId);
  const { row, kit, topicName, variant } = loaded;
  return {
    id: row.id,
    name: row.name,
    state: loaded.state,
    revision: row.revision,
    variantId: variant.id,
    variants: loaded.variants.map(({ id, position, weight }) => ({ id, position, weight })),
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
    timing: timingOf(row),
    startError: row.startError,
    timeZone: (await findWorkspaceFacts(ctx.db, ctx.workspaceId)).timeZone,
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
  const opened = await openDraft(ctx, input);
  return await putDraft(ctx, opened, { document: input.document, restoredFrom: null });
}

/**
 * Puts an earlier version in the place of the draft, which stays a version itself. NOT_FOUND at
 * `snapshotId`, and what saving is refused for.
 */
export async function restoreVersion(ctx: Ctx, input: VersionRestore) {
  const opened = await openDraft(ctx, input);
  const { id: variantId } = opened.loaded.variant;
  const { snapshotId } = input;
  const { document, savedAt } = await findVersionDraft(ctx, { variantId, snapshotId });
  const saved = await putDraft(ctx, opened, { document, restoredFrom: savedAt });
  await record(ctx, {
    action: "campaigns.restore_version",
    subjectType: "campaign",
    subjectId: input.id,
    summary: { of: savedAt.toISOString() },
  });
  return { ...saved, document };
}

interface OpenDraft {
  revision: number;
  loaded: LoadedCampaign;
}

/** Moves a draft to its next revision and holds it until commit; refuses who comes late. */
async function openDraft(ctx: Ctx, input: AtRevision & OfVariant): Promise<OpenDraft> {
  const { workspaceId } = ctx;
  const revision = await queries.bumpRevision(
    ctx.db,
    { workspaceId, id: input.id, revision: input.revision },
    { updatedBy: authorOf(ctx), updatedAt: ctx.now },
  );
  if (revision === null) return refuseSave(ctx, input);
  return { revision, loaded: await loadCampaign(ctx, input.id, input.variantId) };
}

async function putDraft(
  ctx: Ctx,
  { revision, loaded }: OpenDraft,
  { document, restoredFrom }: { document: LetterDocument; restoredFrom: Date | null },
) {
  const { row, variant, attributes } = loaded;
  const key = { workspaceId: ctx.workspaceId, campaignId: row.id, id: variant.id };
  await updateVariant(ctx.db, key, { document });
  await keepVersion(ctx, {
    variantId: variant.id,
    before: variant.document,
    after: document,
    made: { by: row.createdBy, at: row.createdAt },
    restoredFrom,
  });
  return { revision, savedAt: ctx.now, problems: problemsOf({ document, attributes }) };
}

async function refuseSave(ctx: Ctx, input: { id: string }): Promise<never> {
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
export async function currentDraft(ctx: Ctx, input: OfVariant) {
  const loaded = await loadCampaign(ctx, input.id, input.variantId);
  const { row, state, document, updatedByName } = loaded;
  return { revision: row.revision, document, updatedByName, updatedAt: row.updatedAt, state };
}
