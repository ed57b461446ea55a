import type { ProductValue } from "@/db";

/** Fields of a product that files and people write, by their names in the database. */
export const PRODUCT_FIELDS = [
  "name",
  "description",
  "category",
  "url",
  "image_url",
  "price",
  "currency",
  "stock",
] as const;
export type ProductField = (typeof PRODUCT_FIELDS)[number];

/** A product's own values. `price` is decimal text with two places; texts are '' where nothing stands. */
export interface ProductValues {
  name: string;
  description: string;
  category: string;
  url: string;
  image_url: string;
  price: string | null;
  currency: string;
  stock: number | null;
}

/** A product while the rows of a chunk are applied to it. */
export interface StandingProduct extends ProductValues {
  id: string;
  sku: string;
}

/** A row of a file as what it says about a product. Only filled cells are present. */
export interface IncomingProduct {
  sku: string;
  /** A price comes with its currency. */
  fields: Partial<ProductValues>;
}

/** `{field: [before, after]}`: the net effect of all rows so far. */
export type ProductChanges = Partial<Record<ProductField, [ProductValue, ProductValue]>>;

/** What an import has done to one product. */
export interface ProductFootprint {
  isCreated: boolean;
  changes: ProductChanges;
}

export type ProductPolicy = "fill_empty" | "overwrite" | "keep";

export interface ProductIntake {
  policy: ProductPolicy;
  /** Of products without a price so far. */
  currency: string;
  newId: () => string;
}

/** What stands before the rows; changed on the way. Footprints are of this import, by product. */
export interface ProductStanding {
  bySku: Map<string, StandingProduct>;
  footprints: Map<string, ProductFootprint>;
}

export type ProductFate = "created" | "updated" | "unchanged";

const isEmpty = (value: ProductValue): boolean => value === "" || value === null;

/** What an import came to for a product, all its rows together. */
export function fateOf({ isCreated, changes }: ProductFootprint): ProductFate {
  if (isCreated) return "created";
  const isChanged = Object.values(changes).some(([before, after]) => before !== after);
  return isChanged ? "updated" : "unchanged";
}

function blank(id: string, sku: string, currency: string): StandingProduct {
  return {
    id,
    sku,
    name: "",
    description: "",
    category: "",
    url: "",
    image_url: "",
    price: null,
    currency,
    stock: null,
  };
}

/**
 * Whether a row may write a field. Within one file the last filled cell wins, whatever the policy:
 * that is about what stood there before the file. A price of 0 (samples, corrections) replaces none.
 */
function mayWrite(
  field: ProductField,
  given: { now: ProductValue; next: ProductValue; footprint: ProductFootprint },
  policy: ProductPolicy,
): boolean {
  const { now, next, footprint } = given;
  if (field === "price" && Number(next) === 0 && now !== null) return false;
  if (footprint.isCreated || footprint.changes[field]) return true;
  if (policy === "keep") return false;
  return policy === "overwrite" || isEmpty(now);
}

function applyRow(
  row: IncomingProduct,
  product: StandingProduct,
  given: { footprint: ProductFootprint; policy: ProductPolicy },
): void {
  const { footprint, policy } = given;
  for (const field of PRODUCT_FIELDS) {
    const next = row.fields[field];
    // An amount means nothing without its currency: it is written with the price, and only then.
    if (next === undefined || field === "currency") continue;
    const now = product[field];
    if (now === next || !mayWrite(field, { now, next, footprint }, policy)) continue;
    put(product, footprint, [field, next]);
    if (field === "price" && row.fields.currency !== undefined) {
      put(product, footprint, ["currency", row.fields.currency]);
    }
  }
}

function put(
  product: StandingProduct,
  footprint: ProductFootprint,
  [field, next]: [ProductField, ProductValue],
): void {
  const now = product[field];
  if (now === next) return;
  const earlier = footprint.changes[field];
  footprint.changes[field] = [earlier ? earlier[0] : now, next];
  Object.assign(product, { [field]: next });
}

/**
 * Applies rows in their order to the products they name, in memory, each product once however many
 * rows name it. The same rows on the same standing give the same result however the file is cut
 * into chunks, because what earlier rows of the file wrote stands in the footprints. Returns the
 * products met, by id.
 */
export function applyProducts(
  rows: readonly IncomingProduct[],
  standing: ProductStanding,
  intake: ProductIntake,
): Map<string, StandingProduct> {
  const met = new Map<string, StandingProduct>();
  for (const row of rows) {
    const known = standing.bySku.get(row.sku);
    const product = known ?? blank(intake.newId(), row.sku, intake.currency);
    const footprint = standing.footprints.get(product.id) ?? { isCreated: !known, changes: {} };
    standing.bySku.set(row.sku, product);
    standing.footprints.set(product.id, footprint);
    applyRow(row, product, { footprint, policy: intake.policy });
    met.set(product.id, product);
  }
  return met;
}

export type ProductUndo =
  | { kind: "remove" }
  | { kind: "restore"; values: Partial<ProductValues>; isSpared: boolean };

/**
 * How an import is taken back from one product. One that it made goes, unless somebody changed or
 * archived it since or another import met it; of one that was there before, each field goes back
 * only where it still holds exactly what the import wrote.
 */
export function decideProductUndo(
  footprint: ProductFootprint,
  product: StandingProduct,
  since: { isArchived: boolean; isMetAgain: boolean },
): ProductUndo {
  const { changes } = footprint;
  if (footprint.isCreated) {
    const made = blank(product.id, product.sku, "");
    const isEdited = PRODUCT_FIELDS.some((field) => {
      const [, after] = changes[field] ?? [null, made[field]];
      // A product without a price has the workspace's currency, which nobody wrote.
      return field === "currency" && !changes.currency ? false : product[field] !== after;
    });
    if (!isEdited && !since.isArchived && !since.isMetAgain) return { kind: "remove" };
    return { kind: "restore", values: {}, isSpared: true };
  }
  const values: Partial<Record<ProductField, ProductValue>> = {};
  let isSpared = false;
  for (const field of PRODUCT_FIELDS) {
    const [before, after] = changes[field] ?? [null, null];
    if (before === after) continue;
    if (product[field] === after) values[field] = before;
    else isSpared = true;
  }
  return { kind: "restore", values: values as Partial<ProductValues>, isSpared };
}
