import { database } from "@/db/client";
import { type Ctx, clock, newId } from "../kernel";

/**
 * Runs `work` for a person who followed a signed link, in one transaction bound to the link's
 * workspace; it is committed before this resolves. The caller has verified the link.
 */
export function asRecipient<T>(
  who: { workspaceId: string; contactId: string },
  work: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  return database().inWorkspace(who.workspaceId, (db) =>
    work({
      workspaceId: who.workspaceId,
      actor: { kind: "contact", id: who.contactId },
      db,
      now: clock.now(),
      requestId: newId(),
    }),
  );
}
