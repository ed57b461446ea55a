import { pickProducts, searchProducts } from "../catalog";
import type { Ctx } from "../kernel";
import { findWorkspaceKey } from "../workspaces";
import { letterLocale } from "./footer";
import { productsOfSlot } from "./products";
import type { LetterProduct } from "./render";
import type { ProductSource } from "./schemas";

const OFFERED = 20;

interface ChoiceInput {
  text: string;
  ids: readonly string[];
  hasImage: boolean;
}

/** Products to pick by hand, and those that are picked already, as long as they may be shown. */
export async function productChoices(ctx: Ctx, input: ChoiceInput) {
  const needs = { image: input.hasImage };
  const asked = { text: input.text, limit: OFFERED, needs };
  const found = await searchProducts(ctx, asked);
  const picked = await pickProducts(ctx, input.ids, needs);
  const brief = ({ id, name, sku }: { id: string; name: string; sku: string }) => ({
    id,
    name,
    sku,
  });
  return { found: found.map(brief), picked: picked.map(brief) };
}

/** The products a block would show now to somebody about whom nothing is known. */
export async function productSample(
  ctx: Ctx,
  input: { source: ProductSource; count: number; hasImage: boolean },
): Promise<LetterProduct[]> {
  const workspace = await findWorkspaceKey(ctx.db, ctx.workspaceId);
  const locale = letterLocale(workspace.locale);
  return productsOfSlot(ctx, { key: "p0", ...input }, locale);
}
