import type { Ctx } from "../kernel";
import { messageIdOf } from "./headers.core";
import { composeMime, type Letter } from "./mime";

/**
 * A letter as a file that mail programs open: for a look at it there, never sent. It carries no
 * List-Unsubscribe headers, so that no program offers to unsubscribe anybody.
 */
export async function composeFile(
  ctx: Pick<Ctx, "workspaceId" | "now">,
  letter: Pick<Letter, "from" | "subject" | "html" | "text"> & { to: string | null; id: string },
): Promise<string> {
  const { id, to, ...parts } = letter;
  const { address } = letter.from;
  const bytes = await composeMime({
    ...parts,
    to: to ?? address,
    replyTo: null,
    messageId: messageIdOf({
      workspaceId: ctx.workspaceId,
      contactId: id,
      dedupeKey: "preview",
      senderEmail: address,
    }),
    date: ctx.now,
    headers: {},
  });
  return bytes.toString("latin1");
}
