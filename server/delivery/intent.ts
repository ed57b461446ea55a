import { sql } from "drizzle-orm";
import { statement, type Tx } from "@/db";
import { consentStillHolds, type IntentAnswer, lockForIntent } from "../consent";
import type { Change, Counted } from "./change.core";
import type { Claim } from "./claim-queries";
import { wake } from "./due-queries";
import { grantIntents, type IntentRow, listRefused } from "./grant-queries";
import { moveMessages } from "./move-queries";
import { giveBackCounts } from "./results";
import type { MessageEvent } from "./state.core";
import { REFUSED } from "./verdict";

/** A composed message whose receiver has said 354. */
export interface Intent extends IntentRow {
  claim: Claim;
  /** The address it was composed for. */
  address: string;
  counted: Counted;
}

function settled(intent: Intent, event: MessageEvent, reason?: string): Change {
  const { contactId, id, fence, counted } = intent;
  const isFree = event === "released";
  return {
    contactId,
    id,
    fence,
    event,
    isFree,
    counted,
    ...(reason ? { reason, resolution: "policy" } : {}),
  };
}

/** What the gate says against one message, or null when it may go out. */
function objection(intent: Intent, answer: IntentAnswer | undefined): Change | null {
  // Nobody there any more.
  if (!answer) return settled(intent, "skipped", "no_address");
  if (answer.verdict !== "reachable") {
    const { state, reason } = REFUSED[answer.verdict];
    return settled(intent, state, reason);
  }
  // The address changed since it was composed: composed again, for the new one.
  return answer.address === intent.address ? null : settled(intent, "released");
}

/** What becomes of messages the gate allowed but the row or its campaign did not. */
async function refusals(
  tx: Tx,
  workspaceId: string,
  asked: { workerId: string; refused: readonly Intent[] },
): Promise<Change[]> {
  const { workerId, refused } = asked;
  if (refused.length === 0) return [];
  const why = await listRefused(tx, workspaceId, { workerId, rows: refused });
  return refused.flatMap((intent) => {
    const found = why.find((row) => row.id === intent.id && row.fence === intent.fence);
    // The message was taken away from this worker, so it is somebody else's business now.
    if (!found) return [];
    if (found.isExpired) return [settled(intent, "exhausted", "expired")];
    if (found.campaignState === "cancelled") return [settled(intent, "cancelled", "cancelled")];
    return [settled(intent, "released")];
  });
}

const keyOf = (one: { contactId: string; topicId: string | null }) =>
  `${one.contactId} ${one.topicId ?? ""}`;

/**
 * Waits for whoever is just stopping one of these campaigns, and keeps others waiting until commit: what
 * is granted here was granted before they were stopped. Their other half is a trigger on `campaigns`.
 */
const hold = statement<{ campaignIds: readonly string[] }, object>(
  ({ campaignIds }) => sql`
    select pg_advisory_xact_lock_shared(hashtextextended('intents ' || id, 0))
    from unnest(${campaignIds}::text[]) as campaigns (id)`,
);

async function holdCampaigns(tx: Tx, intents: readonly Intent[]): Promise<void> {
  const ids = new Set(intents.flatMap((intent) => intent.claim.campaignId ?? []));
  if (ids.size > 0) await hold(tx, { campaignIds: [...ids].sort() });
}

/**
 * The last word before the dot, for all messages of one workspace that are ready together, in the
 * caller's transaction. First their campaigns are held and the people locked, then in a second statement (which sees what
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
  // Sent together and run in this order, each with eyes of its own: the last sees what the others waited for.
  const [, , answers] = await Promise.all([
    holdCampaigns(tx, intents),
    lockForIntent(
      tx,
      workspaceId,
      intents.map((intent) => intent.contactId),
    ),
    consentStillHolds(tx, workspaceId, {
      questions: intents.map(({ contactId, claim }) => ({ contactId, topicId: claim.topicId })),
      now,
    }),
  ]);
  const answered = new Map(answers.map((answer) => [keyOf(answer), answer]));
  const allowed: Intent[] = [];
  const changes: Change[] = [];
  for (const intent of intents) {
    const { contactId, claim } = intent;
    const against = objection(intent, answered.get(keyOf({ contactId, topicId: claim.topicId })));
    if (against) changes.push(against);
    else allowed.push(intent);
  }
  const verdicts =
    allowed.length > 0 ? await grantIntents(tx, workspaceId, { workerId, rows: allowed }) : [];
  const granted = new Set(allowed.filter((_, at) => verdicts[at]));
  const refused = allowed.filter((intent) => !granted.has(intent));
  changes.push(...(await refusals(tx, workspaceId, { workerId, refused })));
  const moved =
    changes.length > 0 ? await moveMessages(tx, workspaceId, { workerId, changes }) : [];
  for (const { claim, id, fence } of refused) {
    const isBack = changes.some(
      (one) => one.id === id && one.fence === fence && one.event === "released",
    );
    if (isBack) await wake(tx, workspaceId, { lane: claim.lane });
  }
  const ended = changes.filter((_, at) => moved[at]);
  await giveBackCounts(tx, workspaceId, ended);
  return intents.map((intent) => granted.has(intent));
}
