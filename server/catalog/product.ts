import { record } from "../audit";
import { AppError, type Ctx, secureAddress } from "../kernel";
import * as queries from "./product-queries";
import type { ProductEdit, ProductFields } from "./schemas";
import { EVERY_NEED, hiddenBy } from "./showable.core";

/** What a product's page shows: the product and who bought it. Error: NOT_FOUND. */
export async function getProduct(ctx: Ctx, input: { id: string }) {
  const { db, workspaceId } = ctx;
  const row = await queries.findProduct(db, workspaceId, input.id);
  if (!row) throw new AppError("NOT_FOUND");
  const { workspaceId: _, ...product } = row;
  const buyers = await queries.findBuyers(db, workspaceId, row.sku);
  const sales = await queries.listSales(db, workspaceId, row.sku);
  const hidden = hiddenBy(product, EVERY_NEED);
  return { ...product, revision: row.updatedAt.toISOString(), hiddenBy: hidden, buyers, sales };
}

export type ProductPage = Awaited<ReturnType<typeof getProduct>>;

function columnsOf(fields: ProductFields) {
  const { name, description, category, url, imageUrl, price, currency, stock } = fields;
  return {
    name,
    description,
    category,
    url: secureAddress(url) ?? "",
    imageUrl: secureAddress(imageUrl) ?? "",
    price: price === "" ? null : Number(price.replace(",", ".")).toFixed(2),
    currency,
    stock: stock === "" ? null : Number(stock),
  };
}

/** Changes a product. Errors: NOT_FOUND, REVISION_CONFLICT when it was changed since it was opened. */
export async function updateProduct(ctx: Ctx, input: ProductEdit): Promise<void> {
  const { db, workspaceId, now } = ctx;
  const before = await queries.lockProduct(db, workspaceId, input.id);
  if (!before) throw new AppError("NOT_FOUND");
  if (before.updatedAt.toISOString() !== input.revision) throw new AppError("REVISION_CONFLICT");
  const after = columnsOf(input);
  const fields = Object.entries(after).flatMap(([name, value]) =>
    before[name as keyof typeof after] === value ? [] : [name],
  );
  if (fields.length > 0) {
    await queries.setProduct(db, { workspaceId, id: input.id }, { ...after, updatedAt: now });
  }
  await record(ctx, {
    action: "products.update",
    subjectType: "product",
    subjectId: input.id,
    summary: { fields },
  });
}

/** Takes a product out of lists and letters. Its sales stay. Error: NOT_FOUND. */
export async function archiveProduct(ctx: Ctx, input: { id: string }): Promise<void> {
  await setArchived(ctx, input.id, ctx.now);
  await record(ctx, {
    action: "products.archive",
    subjectType: "product",
    subjectId: input.id,
  });
}

/** Brings an archived product back. Error: NOT_FOUND. */
export async function restoreProduct(ctx: Ctx, input: { id: string }): Promise<void> {
  await setArchived(ctx, input.id, null);
  await record(ctx, {
    action: "products.restore",
    subjectType: "product",
    subjectId: input.id,
  });
}

async function setArchived(ctx: Ctx, id: string, archivedAt: Date | null): Promise<void> {
  const row = await queries.lockProduct(ctx.db, ctx.workspaceId, id);
  if (!row) throw new AppError("NOT_FOUND");
  const key = { workspaceId: ctx.workspaceId, id };
  await queries.setProduct(ctx.db, key, { archivedAt, updatedAt: ctx.now });
}
