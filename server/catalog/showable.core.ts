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

const isSecure = (url: string): boolean => url.startsWith("https://");

/**
 * Whether a letter may show a product: not archived, with a name and a page (https), in stock or
 * not counted, and with an image (https) where the block needs one. Asked when a block is previewed
 * and again for each letter when it is sent. `showable` in block-queries.ts is its twin in SQL; a
 * test holds both to the same answers.
 */
export function isShowable(product: CatalogProduct, needs: ProductNeeds): boolean {
  const { archivedAt, name, url, stock, imageUrl } = product;
  if (archivedAt !== null || name === "" || !isSecure(url)) return false;
  if (stock !== null && stock <= 0) return false;
  return !needs.image || isSecure(imageUrl);
}
