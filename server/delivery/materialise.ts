import { messages, messageTransitions, type Tx } from "@/db";
import { clock, newId } from "../kernel";
import { wake } from "./due-queries";

/** One chunk of an audience. */
export interface Audience {
  campaignId: string;
  /** The frozen content. */
  versionId: string;
  brandId: string;
  topicId: string;
  contactIds: readonly string[];
}

/**
 * Makes the messages of one chunk of a campaign's audience and wakes the sender. Running a chunk
 * again adds nothing: one person has one message per campaign (`dedupe_key`).
 * Returns how many are new. At most 5,000 people at a time.
 */
export async function materialise(
  tx: Tx,
  workspaceId: string,
  audience: Audience,
): Promise<number> {
  const { campaignId, versionId, brandId, topicId, contactIds } = audience;
  if (contactIds.length === 0) return 0;
  const at = clock.now();
  const made = await tx
    .insert(messages)
    .values(
      contactIds.map((contactId) => ({
        workspaceId,
        contactId,
        id: newId(at.getTime()),
        brandId,
        channel: "email",
        kind: "marketing",
        campaignId,
        versionId,
        dedupeKey: `campaign:${campaignId}`,
        topicId,
        state: "queued",
        createdAt: at,
      })),
    )
    .onConflictDoNothing({
      target: [messages.workspaceId, messages.contactId, messages.dedupeKey],
    })
    .returning({ contactId: messages.contactId, messageId: messages.id });
  if (made.length > 0) {
    await tx.insert(messageTransitions).values(
      made.map(({ contactId, messageId }) => ({
        workspaceId,
        contactId,
        id: newId(at.getTime()),
        messageId,
        from: "",
        to: "queued",
        at,
        fence: 0,
      })),
    );
  }
  await wake(tx, workspaceId);
  return made.length;
}
