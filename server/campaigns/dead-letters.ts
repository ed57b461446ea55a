import { record } from "../audit";
import { countDeadLetters, listDeadLetters } from "../delivery";
import type { Ctx } from "../kernel";
import { mayInBrand } from "../workspaces";
import type { MemberCtx } from "./manage";
import { maySend } from "./may-send";
import * as queries from "./queries";
import type { DeadQuery } from "./schemas";
import { isRetryable } from "./settle";

/**
 * A page of everything in the workspace that nobody got, or perhaps, with what whoever looks may do about
 * each, and the moment as of which it was read.
 */
export async function listDead(ctx: MemberCtx, input: DeadQuery) {
  const { db, workspaceId } = ctx;
  const { recipients, cursor, asOf } = await listDeadLetters(db, workspaceId, input);
  const ids = [...new Set(recipients.flatMap(({ campaignId }) => campaignId ?? []))];
  const rows = await queries.listCampaignRows(db, workspaceId, ids);
  const known = new Map(rows.map((row) => [row.id, row]));
  return {
    letters: recipients.map((one) => {
      const row = known.get(one.campaignId ?? "");
      const maySettle = row
        ? maySend(ctx, row)
        : mayInBrand(ctx.member, "campaigns.send", one.brandId);
      return {
        ...one,
        remedies: { maySettle, mayRetry: maySettle && (!row || isRetryable(row)) },
      };
    }),
    cursor,
    asOf,
  };
}

/** How many there are, by campaign and by what happened; the campaigns of the newest first. */
export function countDead(ctx: Ctx) {
  return countDeadLetters(ctx.db, ctx.workspaceId);
}

const EXPORTED_AT_ONCE = 2_000;

/** The next of an export. */
export function listDeadAfter(ctx: Ctx, input: DeadQuery) {
  return listDeadLetters(ctx.db, ctx.workspaceId, { ...input, limit: EXPORTED_AT_ONCE });
}

/** Notes who takes the list out of the product. */
export async function exportDead(
  ctx: Ctx,
  { campaignId, why }: Omit<DeadQuery, "cursor">,
): Promise<void> {
  await record(ctx, {
    action: "campaigns.export_dead",
    subjectType: campaignId ? "campaign" : "workspace",
    subjectId: campaignId ?? ctx.workspaceId,
    summary: why ? { reason: why } : {},
  });
}
