import type { Tx } from "@/db";
import { record } from "../audit";
import { type Ctx, newId } from "../kernel";
import { lockDue, setNextDue } from "./due-queries";
import { prepareAgain, startOverdue } from "./planned";
import { resendUnknown } from "./resend";
import { cancelQueued, finishCampaigns, listWhole } from "./sweep-queries";
import { abandonTestSends } from "./test-queries";

export interface Swept {
  cancelled: number;
  finished: number;
  /** Of which nobody knew, and that the policy sends once more. */
  resent: number;
}

/**
 * Tidies one workspace when nothing is ready: ends what was cancelled, finishes campaigns, has those
 * started or prepared that should have been, and says when a sender is needed next. One transaction, with the
 * workspace's `due_work` rows locked before anything is changed: whoever makes work meanwhile waits, and
 * then sets its own time.
 */
export async function sweep(tx: Tx, workspaceId: string, now: Date): Promise<Swept> {
  // Before anybody has to wait for us.
  const whole = await listWhole(tx, workspaceId);
  await lockDue(tx, workspaceId);
  const cancelled = await cancelQueued(tx, workspaceId);
  const finished = await finishCampaigns(tx, workspaceId, whole);
  await startOverdue(tx, workspaceId);
  await prepareAgain(tx, workspaceId);
  await abandonTestSends(tx, workspaceId);
  const resent = await resendUnknown(tx, workspaceId, now);
  await setNextDue(tx, workspaceId);
  const ctx: Ctx = {
    workspaceId,
    actor: { kind: "system", id: null },
    db: tx,
    now,
    requestId: newId(now.getTime()),
  };
  for (const campaignId of finished) {
    await record(ctx, {
      action: "campaigns.finish",
      subjectType: "campaign",
      subjectId: campaignId,
    });
  }
  return { cancelled, finished: finished.length, resent };
}
