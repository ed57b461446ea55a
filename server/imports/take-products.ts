import { foreseeProducts, recordProducts } from "../catalog";
import type { Ctx } from "../kernel";
import { type ChunkJob, type ChunkResult, countRows, errorsOf, type Foreseen } from "./chunk";
import { readProduct } from "./convert-product.core";
import type { FileRow } from "./rows.core";

/** Takes rows of a products file in: each product once, however many rows name it. */
export async function takeProducts(
  ctx: Ctx,
  rows: readonly FileRow[],
  job: ChunkJob,
): Promise<ChunkResult> {
  const { plan } = job.rules;
  const read = rows.map((row) => readProduct(row, job.rules));
  const usable = read.filter((row) => !row.isFailed);
  const source = { importId: job.importId, policy: plan.overwrite };
  const { created, updated, unchanged } = await recordProducts(ctx, usable, source);
  return {
    counts: {
      ...countRows(read, rows.length),
      productsCreated: created,
      productsUpdated: updated,
      productsUnchanged: unchanged,
    },
    errors: errorsOf(read),
  };
}

/** What rows of a products file would do, without writing. */
export async function foreseeProductRows(
  ctx: Ctx,
  rows: readonly FileRow[],
  { rules }: Pick<ChunkJob, "rules">,
): Promise<Foreseen> {
  const read = rows.map((row) => readProduct(row, rules));
  const usable = read.filter((row) => !row.isFailed);
  const { created, updated, unchanged } = await foreseeProducts(ctx, usable, rules.plan.overwrite);
  return {
    rows: read,
    expected: [
      { id: "newProducts", count: created },
      { id: "productsUpdated", count: updated },
      { id: "productsUnchanged", count: unchanged },
      { id: "failed", count: read.length - usable.length },
    ],
  };
}
