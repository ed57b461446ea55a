import { Temporal } from "temporal-polyfill";
import type { Tx } from "@/db";
import { record } from "../audit";
import { AppError, type Ctx } from "../kernel";
import { findWorkspaceFacts } from "../workspaces";
import * as queries from "./domain-queries";
import { standingOf } from "./findings";
import { warmUpSchema } from "./schemas";
import { domainsAbove } from "./state.core";
import { type WarmUpPlan, warmUpDays, warmUpLimit } from "./warm-up.core";

type Place = Pick<Ctx, "db" | "workspaceId" | "now">;

/** The stored plan of a domain. One that cannot be read is a fault of ours and stops the sending. */
export function readWarmUp({ warmUp }: Pick<queries.DomainRow, "warmUp">): WarmUpPlan | null {
  return warmUp === null ? null : warmUpSchema.parse(warmUp);
}

/** The day of a moment in the workspace, ISO 8601. */
export async function dayOf(tx: Tx, workspaceId: string, at: Date): Promise<string> {
  const { timeZone } = await findWorkspaceFacts(tx, workspaceId);
  return Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();
}

/** Today in the workspace, what the plan allows and what has left so far. */
export async function warmUpToday(ctx: Place, row: queries.DomainRow) {
  const day = await dayOf(ctx.db, ctx.workspaceId, ctx.now);
  const key = { workspaceId: ctx.workspaceId, domainId: row.id };
  const [newest] = await queries.listDays(ctx.db, key, 1);
  const plan = readWarmUp(row);
  return {
    day,
    sent: newest?.day === day ? newest.sent : 0,
    limit: plan ? warmUpLimit(plan, day) : null,
    finishedOn: plan ? warmUpDays(plan).finishedOn : null,
  };
}

/**
 * The domain that a sender's mail warms up, when that may send no more today, and how many it might; null: it may, or
 * there is none. A plan that cannot be read stops the sending itself and says nothing here.
 */
export async function usedUpToday(
  ctx: Place,
  senderEmail: string,
): Promise<{ domain: string; limit: number } | null> {
  const rows = await queries.listNamed(ctx.db, ctx.workspaceId, domainsAbove(senderEmail));
  const row = rows.find((one) => one.warmUp !== null && standingOf(one).state !== "pending");
  if (!row || !warmUpSchema.safeParse(row.warmUp).success) return null;
  const { sent, limit } = await warmUpToday(ctx, row);
  return limit !== null && sent >= limit ? { domain: row.domain, limit } : null;
}

/** Gives a domain a plan, another one, or (null) none. Errors: NOT_FOUND. */
export async function setWarmUp(
  ctx: Ctx,
  { id, plan }: { id: string; plan: WarmUpPlan | null },
): Promise<void> {
  const row = await queries.lockDomain(ctx.db, ctx.workspaceId, id);
  if (!row) throw new AppError("NOT_FOUND");
  await queries.updateDomain(ctx.db, { workspaceId: ctx.workspaceId, id }, { warmUp: plan });
  await record(ctx, {
    action: "sending_domains.warm_up",
    subjectType: "sending_domain",
    subjectId: id,
    summary: plan ? { ...plan } : { plan: "none" },
  });
}
