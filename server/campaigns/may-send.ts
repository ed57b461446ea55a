import { AppError } from "../kernel";
import { mayInBrand } from "../workspaces";
import type { MemberCtx } from "./manage";
import * as queries from "./queries";
import { reviewOf } from "./review";

/**
 * The row, held until commit, for who may let it go out: by permission for the brand, or because this
 * very revision was approved. FORBIDDEN otherwise.
 */
export async function lockForSender(ctx: MemberCtx, id: string): Promise<queries.CampaignRow> {
  const row = await queries.lockCampaign(ctx.db, ctx.workspaceId, id);
  if (!row) throw new AppError("NOT_FOUND");
  if (!maySend(ctx, row)) throw new AppError("FORBIDDEN");
  return row;
}

/** Whether somebody may let this campaign go out as it is. */
export function maySend(ctx: MemberCtx, row: queries.CampaignRow): boolean {
  return mayInBrand(ctx.member, "campaigns.send", row.brandId) || reviewOf(row) === "approved";
}
