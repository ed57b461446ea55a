import { type Page, pageOf, readCursor, writeCursor } from "../contacts";
import { AppError, type Ctx } from "../kernel";
import { countProducts, type ListedProduct, readProducts } from "./list-queries";
import {
  PRODUCT_SORTS,
  type ProductFilter,
  type ProductListInput,
  type ProductSort,
} from "./schemas";

const PAGE_SIZE = 50;

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
    rows: page.rows.map(({ sortValue: _, description: __, ...row }) => ({
      ...row,
      archivedAt: row.archivedAt && new Date(row.archivedAt),
      changedAt: new Date(row.changedAt),
    })),
  };
}

/** How many products the filter matches. */
export function count(ctx: Ctx, filter: ProductFilter): Promise<number> {
  return countProducts(ctx.db, ctx.workspaceId, filter);
}
