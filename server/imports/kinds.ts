import type { Ctx } from "../kernel";
import type { ChunkJob, ChunkResult, Foreseen } from "./chunk";
import type { FileRow } from "./rows.core";
import type { ImportKind } from "./schemas";
import { foreseeOrders, takeOrders } from "./take-orders";
import { foreseePeople, takePeople } from "./take-people";
import { foreseeProductRows, takeProducts } from "./take-products";

/** What tells one kind of file from another; reading, chunks, progress and undo are the same for all. */
interface KindWork {
  /** Takes a chunk of rows in, in the caller's transaction. */
  take: (ctx: Ctx, rows: readonly FileRow[], job: ChunkJob) => Promise<ChunkResult>;
  /** What the rows would do, without writing. */
  foresee: (
    ctx: Ctx,
    rows: readonly FileRow[],
    job: Pick<ChunkJob, "rules" | "fileSha256">,
  ) => Promise<Foreseen>;
}

export const KIND_WORK: Record<ImportKind, KindWork> = {
  people: { take: takePeople, foresee: foreseePeople },
  orders: { take: takeOrders, foresee: foreseeOrders },
  products: { take: takeProducts, foresee: foreseeProductRows },
};
