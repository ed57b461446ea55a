import { encodePiece } from "../content";
import type { Ctx } from "../kernel";
import { messageIdOf } from "./headers.core";
import { composeMime, type Letter, mimeBytes } from "./mime";

/**
 * A letter as a file that mail programs open: for a look at it there, never sent. It carries no
 * List-Unsubscribe headers, so that no program offers to unsubscribe anybody.
 */
export function composeFile(
  ctx: Pick<Ctx, "workspaceId" | "now">,
  letter: Pick<Letter, "from" | "subject"> & {
    html: string;
    text: string;
    to: string | null;
    id: string;
  },
): string {
  const { id, to, html, text, ...parts } = letter;
  const { address } = letter.from;
  const mime = composeMime({
    ...parts,
    html: encodePiece(html),
    text: encodePiece(text),
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
  return mimeBytes(mime).toString("latin1");
}
