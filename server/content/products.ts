import { type CatalogProduct, findBestsellers, findBoughtBy, pickProducts } from "../catalog";
import type { Ctx } from "../kernel";
import type { CompiledLetter, LetterLocale, ProductSlot } from "./compiled";
import { safeLink } from "./links.core";
import { MAX_LINK_LABEL } from "./links-out.core";
import { isEmpty } from "./parts.core";
import * as queries from "./queries";
import type { LetterProduct, LetterProducts } from "./render";
import { allBlocks, type LetterDocument, MAX_PRODUCTS } from "./schemas";

type Reader = Pick<Ctx, "db" | "workspaceId" | "now">;

const DAY = 86_400_000;

/**
 * How long a list of bestsellers serves the mails of one process. Which of its products may be
 * shown is asked anew each time, so only their order is ever this old.
 */
const FRESH_MS = 300_000;
/** A list too short for a block grows with the next product that comes in. */
const SHORT_FRESH_MS = 5_000;
/** Read beyond a block's places, for those that sell out meanwhile. */
const SPARE = 12;
const KEPT = 200;
const ranks = new Map<string, { at: number; ids: string[] }>();

const needsOf = ({ hasImage = true }: ProductSlot) => ({ image: hasImage });

async function bestsellers(ctx: Reader, slot: ProductSlot, days: number) {
  const needs = needsOf(slot);
  const key = `${ctx.workspaceId} ${days} ${needs.image}`;
  const now = ctx.now.getTime();
  let rank = ranks.get(key);
  const fresh = rank && rank.ids.length < MAX_PRODUCTS ? SHORT_FRESH_MS : FRESH_MS;
  if (!rank || Math.abs(now - rank.at) > fresh) {
    const from = new Date(now - days * DAY);
    const asked = { from, to: ctx.now, limit: MAX_PRODUCTS + SPARE, needs };
    const found = await findBestsellers(ctx, asked);
    rank = { at: now, ids: found.map((product) => product.id) };
    if (ranks.size >= KEPT) ranks.delete(ranks.keys().next().value ?? "");
    ranks.set(key, rank);
  }
  return (await pickProducts(ctx, rank.ids, needs)).slice(0, slot.count);
}

function priceOf({ price, currency }: CatalogProduct, locale: LetterLocale): string | null {
  if (price === null) return null;
  if (!/^[A-Z]{3}$/.test(currency)) return price;
  return new Intl.NumberFormat(locale, { style: "currency", currency }).format(Number(price));
}

const webAddress = (text: string) => (text.startsWith("https://") ? safeLink(text) : null);

function shown(
  product: CatalogProduct,
  { hasImage }: ProductSlot,
  locale: LetterLocale,
): LetterProduct[] {
  const url = webAddress(product.url);
  const image = hasImage === false ? null : webAddress(product.imageUrl);
  const isLacking = hasImage === undefined ? !url || !image : hasImage && !image;
  if (isLacking) return [];
  return [{ name: product.name, url, image, price: priceOf(product, locale), linkId: null }];
}

/** Products of one slot for each person: the same for all, or what each of them bought. */
async function slotFor(
  ctx: Reader,
  slot: ProductSlot,
  contactIds: readonly string[],
): Promise<(contactId: string) => CatalogProduct[]> {
  const { source, count } = slot;
  const needs = needsOf(slot);
  if (source.kind === "bought") {
    const bought = await findBoughtBy(ctx, contactIds, { limit: count, needs });
    return (contactId) => bought.get(contactId) ?? [];
  }
  const same =
    source.kind === "picked"
      ? (await pickProducts(ctx, source.productIds, needs)).slice(0, count)
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
  return productsOf("").flatMap((product) => shown(product, slot, locale));
}

/**
 * The product blocks of a letter that show fewer products now than they have places, and how many.
 * What people bought is theirs and not asked; a block without any product is `products_none`.
 */
export async function shortBlocks(
  ctx: Reader,
  document: LetterDocument,
  locale: LetterLocale,
): Promise<{ id: string; found: number; count: number }[]> {
  const short: { id: string; found: number; count: number }[] = [];
  for (const block of allBlocks(document.blocks)) {
    if (block.type !== "product" || block.source.kind === "bought" || isEmpty(block)) continue;
    const { id, source, count, hasImage } = block;
    const found = await productsOfSlot(ctx, { key: "p0", source, count, hasImage }, locale);
    if (found.length < count) short.push({ id, found: found.length, count });
  }
  return short;
}

/**
 * The products that each person's mail of this letter shows now: in stock, with a picture
 * where the block has them. Hand in a batch of people at once; somebody unknown bought nothing.
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
      slots[slot.key] = productsOf(contactId).flatMap((one) => shown(one, slot, compiled.locale));
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
  const labels = new Map(
    products.flatMap(({ url, name }) => (url ? [[url, name.slice(0, MAX_LINK_LABEL)]] : [])),
  );
  if (labels.size === 0) return;
  const wanted = [...labels].map(([url, label]) => ({ url, label }));
  const ids = await queries.ensureProductLinks(ctx.db, ctx, { versionId, wanted });
  for (const product of products) product.linkId = ids.get(product.url ?? "") ?? null;
}
