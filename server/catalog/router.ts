import { z } from "zod";
import { procedure, t } from "../trpc";
import { count, listProducts } from "./list";
import { archiveProduct, getProduct, restoreProduct, updateProduct } from "./product";
import { ProductEdit, ProductFilter, ProductListInput } from "./schemas";

const byId = z.object({ id: z.uuid() });

/** @public */
export const catalogRouter = t.router({
  list: procedure("catalog.read")
    .input(ProductListInput)
    .query(({ ctx, input }) => listProducts(ctx, input)),
  /** How many match; asked apart from the page, which never waits for it. */
  count: procedure("catalog.read")
    .input(ProductFilter)
    .query(({ ctx, input }) => count(ctx, input)),
  get: procedure("catalog.read")
    .input(byId)
    .query(({ ctx, input }) => getProduct(ctx, input)),
  update: procedure("catalog.write")
    .input(ProductEdit)
    .mutation(({ ctx, input }) => updateProduct(ctx, input)),
  archive: procedure("catalog.write")
    .input(byId)
    .mutation(({ ctx, input }) => archiveProduct(ctx, input)),
  restore: procedure("catalog.write")
    .input(byId)
    .mutation(({ ctx, input }) => restoreProduct(ctx, input)),
});
