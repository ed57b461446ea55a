import { messages, messageTransitions, type Tx } from "@/db";
import type { AudienceVerdict } from "../consent";
import { newId } from "../kernel";
import { wake } from "./due-queries";
import { REFUSED } from "./verdict";

/** One chunk of an audience. */
export interface Audience {
  campaignId: string;
  brandId: string;
  topicId: string;
  at: Date;
  /** Everybody it means, those who may not be written to included. */
  people: readonly {
    id: string;
    verdict: AudienceVerdict;
    variantId: string;
    /** The variant's frozen content. */
    versionId: string;
  }[];
}

const QUEUED = { state: "queued", skipReason: null, resolution: null, resultAt: null };

function refused(verdict: Exclude<AudienceVerdict, "reachable">, at: Date) {
  const { state, reason } = REFUSED[verdict];
  return { state, skipReason: reason, resolution: "policy", resultAt: at };
}

/**
 * Makes the messages of one chunk of a campaign's audience and wakes the sender. Who may not be
 * written to gets a row as well, skipped with its reason: so the rows are the whole audience, and
 * "who did not get it, and why" is read off them. Running a chunk again adds nothing: one person has
 * one message per campaign (`dedupe_key`). Returns how many are new. At most 4,000 people at a time.
 */
export async function materialise(
  tx: Tx,
  workspaceId: string,
  audience: Audience,
): Promise<number> {
  const { campaignId, brandId, topicId, people, at } = audience;
  if (people.length === 0) return 0;
  const made = await tx
    .insert(messages)
    .values(
      people.map(({ id: contactId, verdict, variantId, versionId }) => ({
        workspaceId,
        contactId,
        id: newId(at.getTime()),
        brandId,
        channel: "email",
        kind: "marketing",
        campaignId,
        variantId,
        versionId,
        dedupeKey: `campaign:${campaignId}`,
        topicId,
        ...(verdict === "reachable" ? QUEUED : refused(verdict, at)),
        createdAt: at,
      })),
    )
    .onConflictDoNothing({
      target: [messages.workspaceId, messages.contactId, messages.dedupeKey],
    })
    .returning({
      contactId: messages.contactId,
      messageId: messages.id,
      state: messages.state,
      reason: messages.skipReason,
    });
  if (made.length > 0) {
    await tx.insert(messageTransitions).values(
      made.map(({ contactId, messageId, state, reason }) => ({
        workspaceId,
        contactId,
        id: newId(at.getTime()),
        messageId,
        from: "",
        to: state,
        at,
        fence: 0,
        detail: reason ?? "",
      })),
    );
  }
  await wake(tx, workspaceId);
  return made.length;
}
