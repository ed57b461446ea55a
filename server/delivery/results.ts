import type { Tx } from "@/db";
import { suppress } from "../consent";
import { newId } from "../kernel";
import { returnSent } from "../senders";
import { SOFT_FAILURES } from "./bounce.core";
import { type Change, type Counted, isUnsent } from "./change.core";
import { wake } from "./due-queries";
import { noteProviderIds } from "./evidence-queries";
import { countFailuresInRow, moveMessages } from "./move-queries";
import { LANES, type Lane } from "./schemas";

/** A change with what else follows from it. */
export interface Result extends Change {
  lane: Lane;
  campaignId: string | null;
  /** To whom it went, or would have. */
  address: string | null;
  counted: Counted;
  /** Which service took it, and under which name. */
  takenAs?: { provider: string; providerMessageId: string };
}

/**
 * Takes what was not handed over from the warm-up of its domain's day. Last in its transaction: nobody who has
 * that row waits for another.
 */
export async function giveBackCounts(
  tx: Tx,
  workspaceId: string,
  results: readonly Pick<Change, "event" | "counted">[],
): Promise<void> {
  const counts = new Map<string, { counted: NonNullable<Counted>; count: number }>();
  for (const { event, counted } of results) {
    if (!counted || !isUnsent(event)) continue;
    const key = `${counted.domainId} ${counted.day}`;
    counts.set(key, { counted, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  for (const [, { counted, count }] of [...counts].sort()) {
    await returnSent(tx, { workspaceId, ...counted }, count);
  }
}

/** Nobody is there: no mail to that address any more. Softly refused again and again is the same. */
async function suppressBounced(
  tx: Tx,
  workspaceId: string,
  asked: { results: readonly Result[]; now: Date },
): Promise<void> {
  const { results, now } = asked;
  const ctx = {
    workspaceId,
    db: tx,
    now,
    actor: { kind: "system", id: null },
    requestId: newId(now.getTime()),
  } as const;
  const failed = results
    .filter(({ event }) => event === "rejected" || event === "exhausted")
    .sort((a, b) => (a.contactId < b.contactId ? -1 : 1));
  for (const { bounce, address, contactId } of failed) {
    if (!address || !bounce) continue;
    if (bounce === "address") {
      await suppress(ctx, { address, reason: "hard_bounce", source: "smtp" });
    } else if (bounce === "mailbox") {
      const count = await countFailuresInRow(tx, workspaceId, { contactId, bounce });
      if (count < SOFT_FAILURES) continue;
      await suppress(ctx, { address, reason: "hard_bounce", source: "soft_bounces" });
    }
  }
}

/**
 * Writes results and all that follows from them, in one transaction. Answers for each, in order,
 * whether it was written.
 */
export async function writeResults(
  tx: Tx,
  workspaceId: string,
  asked: { workerId: string; results: readonly Result[]; now: Date },
): Promise<boolean[]> {
  const { results, workerId, now } = asked;
  const moved = await moveMessages(tx, workspaceId, { workerId, changes: results });
  const written = results.filter((_, at) => moved[at]);
  // People before the due work before a day's count: the order in which intents lock them, too.
  await suppressBounced(tx, workspaceId, { results: written, now });
  for (const lane of LANES) {
    const delays = written.flatMap((one) => (one.lane === lane ? (one.delayMs ?? []) : []));
    if (delays.length > 0) await wake(tx, workspaceId, { inMs: Math.min(...delays), lane });
  }
  await noteProviderIds(
    tx,
    workspaceId,
    written.flatMap(({ contactId, id, takenAs }) =>
      takenAs ? [{ contactId, id, ...takenAs }] : [],
    ),
  );
  await giveBackCounts(tx, workspaceId, written);
  return moved;
}
