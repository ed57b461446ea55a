import { z } from "zod";
import { procedure, t } from "../trpc";
import { saveImage } from "./images";
import { productChoices, productSample } from "./product-choice";
import { imageSchema, MAX_PRODUCTS, ProductSource } from "./schemas";

/**
 * What the editor of letters needs beside the letter itself.
 * @public
 */
export const lettersRouter = t.router({
  addImage: procedure("campaigns.write", { unaudited: "a part of a draft; see campaigns.save" })
    .input(z.object({ data: imageSchema }))
    .mutation(({ ctx, input }) => saveImage(ctx, input)),
  productChoices: procedure("campaigns.read")
    .input(
      z.object({
        text: z.string().trim().max(120),
        ids: z.array(z.uuid()).max(MAX_PRODUCTS),
        hasImage: z.boolean(),
      }),
    )
    .query(({ ctx, input }) => productChoices(ctx, input)),
  productSample: procedure("campaigns.read")
    .input(
      z.object({
        source: ProductSource,
        count: z.int().min(1).max(MAX_PRODUCTS),
        hasImage: z.boolean(),
      }),
    )
    .query(({ ctx, input }) => productSample(ctx, input)),
});
