import { type Page, pageOf, readCursor, writeCursor } from "../contacts";
import { AppError, type Ctx } from "../kernel";
import { asProduct } from "./block-queries";
import { countProducts, readProducts } from "./list-queries";
import {
  PRODUCT_SORTS,
  type ProductFilter,
  type ProductListInput,
  type ProductSort,
} from "./schemas";
import { type CatalogProduct, EVERY_NEED, type HiddenReason, hiddenBy } from "./showable.core";

const PAGE_SIZE = 50;

/** A row of the list, with everything that keeps it out of letters, or out of those with images. */
export interface ListedProduct extends CatalogProduct {
  changedAt: Date;
  hiddenBy: HiddenReason[];
}

function sortOf(text: string): ProductSort {
  const sort = PRODUCT_SORTS.find((known) => known === text);
  if (!sort) throw new AppError("FIELD_UNKNOWN", { field: "sort" });
  return sort;
}

/**
 * A page of 50 products. Errors: FIELD_UNKNOWN for a sort that does not exist, CURSOR_INVALID for a
 * cursor that is not of this list in this order.
 */
export async function listProducts(
  ctx: Ctx,
  input: ProductListInput,
): Promise<Page<ListedProduct>> {
  const sort = sortOf(input.sort);
  const { direction, search, view } = input;
  const scope = `${ctx.workspaceId}:products:${sort}:${direction}`;
  const position = input.cursor ? readCursor(input.cursor, scope) : null;
  const given = { filter: { search, view }, sort, direction, position, limit: PAGE_SIZE };
  const found = await readProducts(ctx.db, ctx.workspaceId, given);
  const page = pageOf(found, { position, limit: PAGE_SIZE }, (row, way) =>
    writeCursor({ way, value: row.sortValue, id: row.id }, scope),
  );
  return {
    ...page,
    rows: page.rows.map(({ sortValue: _, ...row }) => ({
      ...asProduct(row),
      changedAt: new Date(row.changedAt),
      hiddenBy: hiddenBy(row, EVERY_NEED),
    })),
  };
}

/** How many products the filter matches. */
export function count(ctx: Ctx, filter: ProductFilter): Promise<number> {
  return countProducts(ctx.db, ctx.workspaceId, filter);
}
