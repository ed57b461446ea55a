import { type CatalogProduct, findBestsellers, findBoughtBy, pickProducts } from "../catalog";
import type { Ctx } from "../kernel";
import type { CompiledLetter, LetterLocale, ProductSlot } from "./compiled";
import { safeLink } from "./links.core";
import { MAX_LINK_LABEL } from "./links-out.core";
import * as queries from "./queries";
import type { LetterProduct, LetterProducts } from "./render";

type Reader = Pick<Ctx, "db" | "workspaceId" | "now">;

/** Every product block shows pictures. */
export const PRODUCT_NEEDS = { image: true };
const DAY = 86_400_000;

/**
 * How long a list of bestsellers serves the mails of one process. Which of its products may be
 * shown is asked anew each time, so only their order is ever this old.
 */
const FRESH_MS = 300_000;
/** Read beyond a block's places, for those that sell out meanwhile. */
const SPARE = 12;
const KEPT = 200;
const ranks = new Map<string, { at: number; ids: string[] }>();

async function bestsellers(ctx: Reader, slot: ProductSlot, days: number) {
  const key = `${ctx.workspaceId} ${days}`;
  const now = ctx.now.getTime();
  let rank = ranks.get(key);
  if (!rank || Math.abs(now - rank.at) > FRESH_MS) {
    const from = new Date(now - days * DAY);
    const asked = { from, to: ctx.now, limit: 6 + SPARE, needs: PRODUCT_NEEDS };
    const found = await findBestsellers(ctx, asked);
    rank = { at: now, ids: found.map((product) => product.id) };
    if (ranks.size >= KEPT) ranks.delete(ranks.keys().next().value ?? "");
    ranks.set(key, rank);
  }
  return (await pickProducts(ctx, rank.ids, PRODUCT_NEEDS)).slice(0, slot.count);
}

function priceOf({ price, currency }: CatalogProduct, locale: LetterLocale): string {
  if (price === null) return "";
  if (!/^[A-Z]{3}$/.test(currency)) return price;
  return new Intl.NumberFormat(locale, { style: "currency", currency }).format(Number(price));
}

function shown(product: CatalogProduct, locale: LetterLocale): LetterProduct[] {
  const [url, image] = [safeLink(product.url), safeLink(product.imageUrl)];
  if (!url || !image) return [];
  return [{ name: product.name, url, image, price: priceOf(product, locale), linkId: null }];
}

/** Products of one slot for each person: the same for all, or what each of them bought. */
async function slotFor(
  ctx: Reader,
  slot: ProductSlot,
  contactIds: readonly string[],
): Promise<(contactId: string) => CatalogProduct[]> {
  const { source, count } = slot;
  if (source.kind === "bought") {
    const bought = await findBoughtBy(ctx, contactIds, { limit: count, needs: PRODUCT_NEEDS });
    return (contactId) => bought.get(contactId) ?? [];
  }
  const same =
    source.kind === "picked"
      ? (await pickProducts(ctx, source.productIds, PRODUCT_NEEDS)).slice(0, count)
      : await bestsellers(ctx, slot, source.days);
  return () => same;
}

/** The products of one slot for somebody about whom nothing is known. */
export async function productsOfSlot(
  ctx: Reader,
  slot: ProductSlot,
  locale: LetterLocale,
): Promise<LetterProduct[]> {
  const productsOf = await slotFor(ctx, slot, []);
  return productsOf("").flatMap((product) => shown(product, locale));
}

/**
 * The products that each person's mail of this letter shows now: in stock, with a picture, with
 * addresses of the web. Hand in a batch of people at once; somebody unknown bought nothing.
 */
export async function productsFor(
  ctx: Reader,
  compiled: CompiledLetter,
  contactIds: readonly string[],
): Promise<Map<string, LetterProducts>> {
  const found = new Map<string, LetterProducts>(contactIds.map((id) => [id, {}]));
  for (const slot of compiled.products) {
    const productsOf = await slotFor(ctx, slot, contactIds);
    for (const [contactId, slots] of found) {
      slots[slot.key] = productsOf(contactId).flatMap((one) => shown(one, compiled.locale));
    }
  }
  return found;
}

/**
 * Gives each shown product the id of its row in `content_links`, so that a mailed letter leads to
 * it as to every other link. Which products a version will show is not known when it is frozen;
 * their rows come with the first mail that needs them.
 */
export async function linkProducts(
  ctx: Pick<Ctx, "db" | "workspaceId" | "now">,
  versionId: string,
  mails: Iterable<LetterProducts>,
): Promise<void> {
  const products = [...mails].flatMap((slots) => Object.values(slots).flat());
  if (products.length === 0) return;
  const labels = new Map(products.map(({ url, name }) => [url, name.slice(0, MAX_LINK_LABEL)]));
  const wanted = [...labels].map(([url, label]) => ({ url, label }));
  const ids = await queries.ensureProductLinks(ctx.db, ctx, { versionId, wanted });
  for (const product of products) product.linkId = ids.get(product.url) ?? null;
}
