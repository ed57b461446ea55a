import { procedure, t } from "../trpc";
import { listEntries, listReads } from "./queries";
import { auditPageSchema, PAGE_SIZE, readPageSchema } from "./schemas";
import { verify } from "./service";

/** The first page of what was read, and whether more follows. */
function pageOf<Row>(rows: Row[]): { rows: Row[]; hasMore: boolean } {
  return { rows: rows.slice(0, PAGE_SIZE), hasMore: rows.length > PAGE_SIZE };
}

/** @public */
export const auditRouter = t.router({
  list: procedure("audit.read")
    .input(auditPageSchema)
    .query(async ({ ctx, input }) =>
      pageOf(await listEntries(ctx.db, ctx.workspaceId, { ...input, limit: PAGE_SIZE + 1 })),
    ),
  /** Replays the hash chain; names the first entry that was changed. */
  verify: procedure("audit.read").query(({ ctx }) => verify(ctx)),
  reads: procedure("audit.read")
    .input(readPageSchema)
    .query(async ({ ctx, input }) =>
      pageOf(await listReads(ctx.db, ctx.workspaceId, { ...input, limit: PAGE_SIZE + 1 })),
    ),
});
