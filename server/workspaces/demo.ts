import { sql } from "drizzle-orm";
import { type Ctx, env } from "../kernel";
import { findWorkspaceFacts } from "./queries";

/**
 * Whether this is a demo shop whose mail would leave the machine: nobody in it exists, so no letter of
 * it may meet a real mail server.
 */
export async function isDemoWithRealMail(ctx: Pick<Ctx, "db" | "workspaceId">): Promise<boolean> {
  const { isDemo } = await findWorkspaceFacts(ctx.db, ctx.workspaceId);
  return isDemo && env().MAILBOX_DIR === undefined;
}

/**
 * Removes the demo shop of `ctx` with everything in it; false when it is a real workspace, which stays
 * as it is: the database decides (db/security.ts).
 */
export async function removeDemoWorkspace(ctx: Pick<Ctx, "db" | "workspaceId">): Promise<boolean> {
  const { rows } = await ctx.db.execute<{ removed: boolean }>(
    sql`select remove_demo_workspace(${ctx.workspaceId}::uuid) as removed`,
  );
  return rows[0]?.removed === true;
}
