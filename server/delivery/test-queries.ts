import { and, eq, inArray, sql } from "drizzle-orm";
import { campaigns, type Tx, testSends } from "@/db";
import { ABANDONED_MINUTES, wake } from "./due-queries";

/**
 * Takes a test letter up, once: a second job for it finds nothing. A sweep looks after it in case
 * this worker dies with it.
 */
export async function takeTestSend(tx: Tx, workspaceId: string, id: string) {
  const [taken] = await tx
    .update(testSends)
    .set({ state: "sending" })
    .where(
      and(
        eq(testSends.workspaceId, workspaceId),
        eq(testSends.id, id),
        eq(testSends.state, "queued"),
      ),
    )
    .returning();
  if (!taken) return null;
  await wake(tx, workspaceId, { inMs: ABANDONED_MINUTES * 60_000 });
  const [campaign] = await tx
    .select({ brandId: campaigns.brandId })
    .from(campaigns)
    .where(and(eq(campaigns.workspaceId, workspaceId), eq(campaigns.id, taken.campaignId)));
  return campaign ? { ...taken, brandId: campaign.brandId } : null;
}

export async function finishTestSend(
  tx: Tx,
  workspaceId: string,
  done: {
    id: string;
    state: "accepted" | "failed" | "unknown";
    remoteText: string | null;
    at: Date;
  },
): Promise<void> {
  await tx
    .update(testSends)
    .set({ state: done.state, remoteText: done.remoteText, finishedAt: done.at })
    .where(
      and(
        eq(testSends.workspaceId, workspaceId),
        eq(testSends.id, done.id),
        inArray(testSends.state, ["sending", "unknown"]),
      ),
    );
}

/** Test letters of dead workers become unknown; they are never sent again by themselves. */
export async function abandonTestSends(tx: Tx, workspaceId: string): Promise<void> {
  await tx
    .update(testSends)
    .set({ state: "unknown", finishedAt: sql`clock_timestamp()` })
    .where(
      and(
        eq(testSends.workspaceId, workspaceId),
        eq(testSends.state, "sending"),
        sql`${testSends.createdAt} < clock_timestamp() - make_interval(mins => ${ABANDONED_MINUTES})`,
      ),
    );
}
