import { and, eq } from "drizzle-orm";
import { campaigns, type Tx } from "@/db";
import { record } from "../audit";
import { clock, newId } from "../kernel";

/**
 * Why a campaign paused by itself. `blocked`: receivers refuse us. `unanswered`: a server takes letters and does
 * not say what becomes of them.
 */
export type PauseReason = "blocked" | "unanswered";

/**
 * Pauses a campaign because more of the same would only make it worse. Only while it is sending; true when
 * it was this call that paused it. Somebody has to resume it.
 * @public
 */
export async function pauseByItself(
  tx: Tx,
  workspaceId: string,
  { campaignId, reason }: { campaignId: string; reason: PauseReason },
): Promise<boolean> {
  const now = clock.now();
  const paused = await tx
    .update(campaigns)
    .set({ state: "paused", pauseReason: reason, updatedAt: now })
    .where(
      and(
        eq(campaigns.workspaceId, workspaceId),
        eq(campaigns.id, campaignId),
        eq(campaigns.state, "sending"),
      ),
    )
    .returning({ id: campaigns.id });
  if (paused.length === 0) return false;
  await record(
    {
      workspaceId,
      actor: { kind: "system", id: null },
      db: tx,
      now,
      requestId: newId(now.getTime()),
    },
    { action: `campaigns.pause_${reason}`, subjectType: "campaign", subjectId: campaignId },
  );
  return true;
}
