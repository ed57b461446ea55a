import { and, eq, lt, sql } from "drizzle-orm";
import { campaigns, type Tx } from "@/db";
import { enqueue } from "../jobs";
import type { Ctx } from "../kernel";
import { LOOK_SECONDS, OVERDUE_SECONDS, wake } from "./due-queries";

/** A campaign and the moment for which it is planned. */
interface Planned {
  campaignId: string;
  sendAt: Date;
}

/** Released by the database's clock. Waits or runs once for each moment, however often it is asked for. */
async function enqueueStart(
  tx: Tx,
  workspaceId: string,
  { campaignId, sendAt }: Planned,
): Promise<void> {
  const payload = { workspaceId, campaignId, sendAt: sendAt.toISOString() };
  const key = `${campaignId} ${payload.sendAt}`;
  await enqueue(tx, "campaigns.start", { payload, key, startAfter: sendAt });
}

/**
 * Has a scheduled campaign start at its moment, by a job; and has the workspace looked at soon after it,
 * should that job be lost. In the transaction that schedules it.
 */
export async function planStart(
  { db, workspaceId, now }: Pick<Ctx, "db" | "workspaceId" | "now">,
  planned: Planned,
): Promise<void> {
  await enqueueStart(db, workspaceId, planned);
  await wake(db, workspaceId, { inMs: planned.sendAt.getTime() - now.getTime() });
}

/** Waits or runs once, however often it is asked for. */
async function enqueuePreparing(tx: Tx, workspaceId: string, campaignId: string): Promise<void> {
  const payload = { workspaceId, campaignId };
  await enqueue(tx, "campaigns.prepare", { payload, key: campaignId });
}

/**
 * Has the letters of a campaign made, by a job; and has the workspace looked at soon, should that job be lost. In the
 * transaction that starts it.
 */
export async function planPreparing(
  { db, workspaceId }: Pick<Ctx, "db" | "workspaceId">,
  campaignId: string,
): Promise<void> {
  await enqueuePreparing(db, workspaceId, campaignId);
  await wake(db, workspaceId, { inMs: LOOK_SECONDS * 1_000 });
}

/** Enqueues what is being prepared: a job ends for good after many failures, and nobody else would go on with it. */
export async function prepareAgain(tx: Tx, workspaceId: string): Promise<void> {
  const rows = await tx
    .select({ campaignId: campaigns.id })
    .from(campaigns)
    .where(and(eq(campaigns.workspaceId, workspaceId), eq(campaigns.state, "preparing")));
  for (const { campaignId } of rows) await enqueuePreparing(tx, workspaceId, campaignId);
}

/** Enqueues what should have started and has not: a job ends for good after many failures, or two idle weeks. */
export async function startOverdue(tx: Tx, workspaceId: string): Promise<void> {
  const rows = await tx
    .select({ campaignId: campaigns.id, sendAt: campaigns.sendAt })
    .from(campaigns)
    .where(
      and(
        eq(campaigns.workspaceId, workspaceId),
        eq(campaigns.state, "scheduled"),
        lt(campaigns.sendAt, sql`clock_timestamp() - make_interval(secs => ${OVERDUE_SECONDS})`),
      ),
    );
  for (const { campaignId, sendAt } of rows) {
    if (sendAt) await enqueueStart(tx, workspaceId, { campaignId, sendAt });
  }
}
