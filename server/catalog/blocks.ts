import type { Ctx } from "../kernel";
import * as queries from "./block-queries";
import { type CatalogProduct, isShowable, type ProductNeeds } from "./showable.core";

type Reader = Pick<Ctx, "db" | "workspaceId">;

/**
 * The showable products among hand-picked ids, in the order they were picked. Unknown ones and
 * those that may not be shown (now) are left out.
 */
export async function pickProducts(
  ctx: Reader,
  ids: readonly string[],
  needs: ProductNeeds,
): Promise<CatalogProduct[]> {
  if (ids.length === 0) return [];
  const found = await queries.findProducts(ctx.db, ctx.workspaceId, ids);
  const byId = new Map(found.map((product) => [product.id, product]));
  return ids.flatMap((id) => {
    const product = byId.get(id);
    return product && isShowable(product, needs) ? [product] : [];
  });
}

/**
 * The showable bestsellers from `from` up to (not including) `to`, by pieces; ties and the products
 * that nobody bought in that time follow, the latest made first. Its cost grows with the orders of
 * the time: ask once for a whole run of letters, never for each.
 */
export async function findBestsellers(
  ctx: Reader,
  asked: { from: Date; to: Date; limit: number; needs: ProductNeeds },
): Promise<(CatalogProduct & { pieces: number })[]> {
  const found = await queries.listBestsellers(ctx.db, ctx.workspaceId, asked);
  return found.filter((product) => isShowable(product, asked.needs));
}

/**
 * What each of these people bought and may be shown, the latest purchase first, up to `limit` a
 * person; everybody asked for has an entry. One statement for a whole batch of letters: hand in
 * some hundred ids, not everybody.
 */
export async function findBoughtBy(
  ctx: Reader,
  contactIds: readonly string[],
  asked: { limit: number; needs: ProductNeeds },
): Promise<Map<string, CatalogProduct[]>> {
  const bought = new Map<string, CatalogProduct[]>(contactIds.map((id) => [id, []]));
  if (bought.size === 0) return bought;
  const given = { ...asked, contactIds: [...bought.keys()] };
  for (const { contactId, ...product } of await queries.listBought(
    ctx.db,
    ctx.workspaceId,
    given,
  )) {
    if (isShowable(product, asked.needs)) bought.get(contactId)?.push(product);
  }
  return bought;
}

/** Showable products to pick from, by words of their name or number; no words: the first by name. */
export async function searchProducts(
  ctx: Reader,
  asked: { text: string; limit: number; needs: ProductNeeds },
): Promise<CatalogProduct[]> {
  const found = await queries.searchProducts(ctx.db, ctx.workspaceId, asked);
  return found.filter((product) => isShowable(product, asked.needs));
}
