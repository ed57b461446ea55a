import { record } from "../audit";
import { AppError, authorOf, type Ctx, newId } from "../kernel";
import * as queries from "./queries";
import { MAX_VARIANTS, type VariantAdd, type VariantRemove, type VariantWeights } from "./schemas";
import {
  deleteVariant,
  insertVariants,
  listVariants,
  updateVariant,
  type VariantRow,
} from "./variant-queries";
import { keepFirst } from "./versions";

/** The variants of a draft, which is held and moved to its next revision. */
async function changing(ctx: Ctx, input: { id: string; revision: number }) {
  const { workspaceId } = ctx;
  const row = await queries.lockCampaign(ctx.db, workspaceId, input.id);
  if (!row) throw new AppError("NOT_FOUND");
  if (row.state !== "draft" || row.archivedAt) throw new AppError("CAMPAIGN_STATE");
  const at = { workspaceId, id: input.id, revision: input.revision };
  const set = { updatedBy: authorOf(ctx), updatedAt: ctx.now };
  const revision = await queries.bumpRevision(ctx.db, at, set);
  if (revision === null) throw new AppError("REVISION_CONFLICT");
  return { revision, variants: await listVariants(ctx.db, workspaceId, input.id) };
}

async function note(ctx: Ctx, id: string, action: string): Promise<void> {
  await record(ctx, { action, subjectType: "campaign", subjectId: id });
}

function requireVariant(variants: readonly VariantRow[], id: string): VariantRow {
  const variant = variants.find((one) => one.id === id);
  if (!variant) throw new AppError("NOT_FOUND", { field: "variantId" });
  return variant;
}

/** Adds a version of the letter, a copy to begin with. TEMPLATE_LIMIT beyond four. */
export async function addVariant(ctx: Ctx, input: VariantAdd) {
  const { revision, variants } = await changing(ctx, input);
  if (variants.length >= MAX_VARIANTS) throw new AppError("TEMPLATE_LIMIT");
  const { document, weight } = requireVariant(variants, input.from);
  const id = newId(ctx.now.getTime());
  const { workspaceId } = ctx;
  const position = variants.length;
  await insertVariants(ctx.db, [
    { workspaceId, id, campaignId: input.id, position, weight, document },
  ]);
  await keepFirst(ctx, [{ id, document }]);
  await note(ctx, input.id, "campaigns.add_variant");
  return { id, revision };
}

/** Takes a version of the letter away. CAMPAIGN_STATE for the last one. */
export async function removeVariant(ctx: Ctx, input: VariantRemove) {
  const { revision, variants } = await changing(ctx, input);
  const variant = requireVariant(variants, input.variantId);
  if (variants.length === 1) throw new AppError("CAMPAIGN_STATE");
  await deleteVariant(ctx.db, variant);
  await note(ctx, input.id, "campaigns.remove_variant");
  return { revision };
}

/** Changes how the audience is shared out. */
export async function setWeights(ctx: Ctx, input: VariantWeights) {
  const { revision, variants } = await changing(ctx, input);
  const { workspaceId } = ctx;
  for (const { id, weight } of input.weights) {
    requireVariant(variants, id);
    await updateVariant(ctx.db, { workspaceId, campaignId: input.id, id }, { weight });
  }
  await note(ctx, input.id, "campaigns.set_weights");
  return { revision };
}
