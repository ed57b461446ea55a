import { suppress } from "../consent";
import { type Ctx, logger } from "../kernel";
import { bounceOf } from "./bounce.core";
import { targetOf } from "./change.core";
import { type Conclusion, decideEvidence, type Evidence } from "./evidence.core";
import { lockSubject, noteOnce, type Subject, settleByEvidence } from "./evidence-queries";
import type { MessageState } from "./schemas";

/** What came of a piece of evidence; `unheard`: it names no message of the workspace. */
export type Heard = { do: "unheard" } | (Conclusion & { state: MessageState });

async function settle(
  ctx: Ctx,
  subject: Subject,
  given: { evidence: Evidence; move: Extract<Conclusion, { do: "move" }> },
): Promise<void> {
  const { db, workspaceId } = ctx;
  const { verdict, source } = given.evidence;
  const { event, reason } = given.move;
  const { contactId, id, fence, state: from, address } = subject;
  const to = targetOf({ event });
  const reply = verdict.kind === "refused" ? verdict.reply : null;
  const bounce = reply && bounceOf(reply);
  const because = verdict.kind === "not_received" ? `: ${verdict.reason}` : "";
  const detail = `${event}: ${source}${because}`;
  const settlement = { to, reason, source, reply, bounce };
  await settleByEvidence(db, workspaceId, { contactId, id, ...settlement });
  await noteOnce(db, workspaceId, { contactId, id, fence, from, to, detail });
  if (address && bounce === "address") {
    await suppress(ctx, { address, reason: "hard_bounce", source });
  }
}

async function hear(ctx: Ctx, evidence: Evidence): Promise<Heard> {
  const { db, workspaceId } = ctx;
  const subject = await lockSubject(db, workspaceId, evidence.about);
  if (!subject) return { do: "unheard" };
  const conclusion = decideEvidence(subject, evidence);
  const { contactId, id, fence, state } = subject;
  if (conclusion.do === "move") await settle(ctx, subject, { evidence, move: conclusion });
  if (conclusion.do === "note") {
    const { source, verdict } = evidence;
    const detail = `noted: ${source} says ${verdict.kind}`;
    await noteOnce(db, workspaceId, { contactId, id, fence, from: state, to: state, detail });
    logger("delivery").warn({ messageId: id, state, source, says: verdict.kind }, "contradicted");
  }
  return { ...conclusion, state };
}

/**
 * Takes in what others say became of messages; answers for each, in order. What was unknown is settled by
 * it; what contradicts a known result is noted and changes nothing; saying it again is harmless, and what
 * names no message of the workspace is ignored. A refused address that does not exist is suppressed.
 */
export async function takeEvidence(ctx: Ctx, evidence: readonly Evidence[]): Promise<Heard[]> {
  const heard: Heard[] = [];
  // All in one order: two that speak of the same messages wait for each other, and neither for ever.
  const places = evidence.map((one, at) => ({ one, at, key: JSON.stringify(one.about) }));
  places.sort((a, b) => (a.key < b.key ? -1 : 1));
  for (const { one, at } of places) heard[at] = await hear(ctx, one);
  return heard;
}
