import type { Tx } from "@/db";
import { readSendingPlan } from "../senders";
import type { Counted } from "./change.core";
import type { Orphaned } from "./recover-queries";
import { covers } from "./sender-domain.core";

/**
 * On which day of which domain's warm-up a dead worker's messages were counted; null for those that were not.
 */
export async function countsOf(
  tx: Tx,
  workspaceId: string,
  asked: { orphans: readonly Orphaned[]; now: Date },
): Promise<Counted[]> {
  const { warmUps } = await readSendingPlan(tx, workspaceId, asked.now);
  return asked.orphans.map(({ senderEmail, countedOn }) => {
    const warmUp = senderEmail ? warmUps.find(covers(senderEmail)) : undefined;
    return warmUp && countedOn ? { domainId: warmUp.domainId, day: countedOn } : null;
  });
}
