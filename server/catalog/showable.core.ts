/** A product as letters show it. `price` is decimal text in `currency`. */
export interface CatalogProduct {
  id: string;
  sku: string;
  name: string;
  description: string;
  category: string;
  url: string;
  imageUrl: string;
  price: string | null;
  currency: string;
  stock: number | null;
  archivedAt: Date | null;
}

/** What a block needs of each product, beyond what every block does. */
export interface ProductNeeds {
  image: boolean;
}

/** What the pickiest block needs: lists and pages of products say whatever keeps one out of any. */
export const EVERY_NEED: ProductNeeds = { image: true };

const isSecure = (url: string): boolean => url.startsWith("https://");

/** Why a letter may not show a product. */
export type HiddenReason = "archived" | "no_name" | "sold_out" | "no_image";

/** Everything that keeps a product out of letters; empty when nothing does. */
export function hiddenBy(product: CatalogProduct, needs: ProductNeeds): HiddenReason[] {
  const { archivedAt, name, stock, imageUrl } = product;
  const reasons: HiddenReason[] = [];
  if (archivedAt !== null) reasons.push("archived");
  if (name === "") reasons.push("no_name");
  if (stock !== null && stock <= 0) reasons.push("sold_out");
  if (needs.image && !isSecure(imageUrl)) reasons.push("no_image");
  return reasons;
}

/**
 * Whether a letter may show a product: not archived, with a name, in stock or not counted, and with
 * an image (https) where the block needs one. Without a page it is shown all the same, and leads
 * nowhere. Asked when a block is previewed and again for each letter when it is sent. `showable` in block-queries.ts is its twin in SQL; a
 * test holds both to the same answers.
 */
export function isShowable(product: CatalogProduct, needs: ProductNeeds): boolean {
  return hiddenBy(product, needs).length === 0;
}
