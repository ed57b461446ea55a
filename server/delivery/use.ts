import { enqueue, type JobPayload } from "../jobs";
import type { Ctx } from "../kernel";
import { isReadByPerson } from "../tracking";
import { takeEvidence } from "./evidence";
import type { About } from "./evidence.core";

type Use = JobPayload<"delivery.used">;

/** By then the answer to any dot has come, or never will. */
const ANSWERED_MS = 15 * 60_000;

async function aboutOf({ db, workspaceId }: Ctx, use: Use): Promise<About | null> {
  const { contactId } = use;
  switch (use.kind) {
    case "visit": {
      const { messageId } = use;
      // By now it may have shown that a gateway tried every link.
      const isRead = await isReadByPerson(db, workspaceId, { contactId, messageId });
      return isRead ? { by: "id", contactId, messageId } : null;
    }
    case "unsubscribe":
      return { by: "campaign", contactId, campaignId: use.campaignId };
    default: {
      const never: never = use;
      return never;
    }
  }
}

/**
 * Somebody used a letter: it has arrived. One whose answer is still waited for is looked at again when
 * that is over.
 */
export async function takeUse(ctx: Ctx, use: Use): Promise<void> {
  const about = await aboutOf(ctx, use);
  if (!about) return;
  const verdict = { kind: "delivered" } as const;
  const [heard] = await takeEvidence(ctx, [{ about, verdict, source: "click", at: ctx.now }]);
  if (heard?.do === "unheard" || heard?.state !== "in_flight") return;
  await enqueue(ctx.db, "delivery.used", {
    payload: use,
    startAfter: new Date(ctx.now.getTime() + ANSWERED_MS),
  });
}
