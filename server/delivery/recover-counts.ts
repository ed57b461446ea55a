import type { Tx } from "@/db";
import { dayOf, readSendingPlan, warmUpLimit } from "../senders";
import type { Orphaned } from "./recover-queries";
import { covers } from "./sender-domain.core";
import type { Counted } from "./taking";

/**
 * On which day of which domain's warm-up a dead worker's messages were counted when it took them; null
 * for those that were not.
 */
export async function countsOf(
  tx: Tx,
  workspaceId: string,
  asked: { orphans: readonly Orphaned[]; now: Date },
): Promise<Counted[]> {
  const { warmUps } = await readSendingPlan(tx, workspaceId, asked.now);
  const days = new Map<string, string>();
  const counts: Counted[] = [];
  for (const { senderEmail, claimedAt } of asked.orphans) {
    const warmUp = senderEmail ? warmUps.find(covers(senderEmail)) : undefined;
    if (!warmUp) {
      counts.push(null);
      continue;
    }
    // To the minute: a day begins with one.
    const minute = claimedAt.toISOString().slice(0, 16);
    const day = days.get(minute) ?? (await dayOf(tx, workspaceId, claimedAt));
    days.set(minute, day);
    const isCounted = warmUpLimit(warmUp.plan, day) !== null;
    counts.push(isCounted ? { domainId: warmUp.domainId, day } : null);
  }
  return counts;
}
