import type { Tx } from "@/db";
import { consentStillHolds, type GateVerdict, lockForIntent } from "../consent";
import type { Claim } from "./claim-queries";
import { wake } from "./due-queries";
import {
  type Change,
  grantIntents,
  type IntentRow,
  listRefused,
  moveMessages,
} from "./move-queries";
import type { MessageEvent } from "./state.core";

/** A composed message whose receiver has said 354. */
export interface Intent extends IntentRow {
  claim: Claim;
  /** The address it was composed for. */
  address: string;
}

const BY_VERDICT: Record<Exclude<GateVerdict, "reachable">, [MessageEvent, string]> = {
  no_address: ["skipped", "no_address"],
  no_consent: ["skipped", "no_consent"],
  paused: ["skipped", "paused_by_person"],
  suppressed: ["suppressed", "suppressed"],
};

function settled(intent: Intent, event: MessageEvent, reason?: string): Change {
  const { contactId, id, fence } = intent;
  const isFree = event === "released";
  return {
    contactId,
    id,
    fence,
    event,
    isFree,
    ...(reason ? { reason, resolution: "policy" } : {}),
  };
}

/**
 * The last word before the dot, for all messages of one workspace that are ready together, in the
 * caller's transaction. First the people are locked, then in a second statement (which sees what
 * was committed while the lock was waited for) consent, suppression and address are asked, then
 * fence, worker, lease and campaign decide inside the very UPDATE. What is refused gets its result
 * here too. Returns for each intent, in order, whether the message may go out once this commits.
 */
export async function decideIntents(
  tx: Tx,
  workspaceId: string,
  asked: { workerId: string; intents: readonly Intent[]; now: Date },
): Promise<boolean[]> {
  const { workerId, intents, now } = asked;
  const contactIds = intents.map((intent) => intent.contactId);
  await lockForIntent(tx, workspaceId, contactIds);
  const answers = await consentStillHolds(tx, workspaceId, {
    questions: intents.map(({ contactId, claim }) => ({ contactId, topicId: claim.topicId })),
    now,
  });
  const changes: Change[] = [];
  const allowed: Intent[] = [];
  for (const intent of intents) {
    const answer = answers.find(
      (one) => one.contactId === intent.contactId && one.topicId === intent.claim.topicId,
    );
    if (!answer) changes.push(settled(intent, "skipped", "no_address"));
    else if (answer.verdict !== "reachable")
      changes.push(settled(intent, ...BY_VERDICT[answer.verdict]));
    // The address changed since it was composed: composed again, for the new one.
    else if (answer.address !== intent.address) changes.push(settled(intent, "released"));
    else allowed.push(intent);
  }
  const rows = allowed.map(({ contactId, id, fence, contentHash, messageIdHeader }) => {
    return { contactId, id, fence, contentHash, messageIdHeader };
  });
  const granted =
    rows.length > 0 ? await grantIntents(tx, workspaceId, { workerId, rows }) : new Set<string>();
  const refused = allowed.filter((intent) => !granted.has(intent.id));
  if (refused.length > 0) {
    const why = await listRefused(tx, workspaceId, {
      workerId,
      rows: refused.map(({ contactId, id, fence }) => ({ contactId, id, fence })),
    });
    for (const intent of refused) {
      const found = why.find((row) => row.id === intent.id);
      // Not found: the lease was lost, so the message is somebody else's business now.
      if (found?.isExpired) changes.push(settled(intent, "exhausted", "exhausted"));
      else if (found?.campaignState === "cancelled")
        changes.push(settled(intent, "cancelled", "cancelled"));
      else if (found) changes.push(settled(intent, "released"));
    }
  }
  if (changes.length > 0) await moveMessages(tx, workspaceId, { workerId, changes });
  if (changes.some((change) => change.event === "released")) await wake(tx, workspaceId);
  return intents.map((intent) => granted.has(intent.id));
}
