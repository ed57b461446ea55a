import { type ConsoleCtx, procedure, t } from "../trpc";
import * as read from "./read";
import { MailboxQuery, MailId } from "./schemas";

const viewerOf = (ctx: ConsoleCtx): read.MailboxViewer => ({
  ctx,
  isOperator: ctx.member.user.isOperator,
});

/** @public */
export const mailboxRouter = t.router({
  list: procedure("mailbox.read")
    .input(MailboxQuery)
    .query(({ ctx, input }) => read.list(viewerOf(ctx), input)),
  get: procedure("mailbox.read")
    .input(MailId)
    .query(({ ctx, input }) => read.get(viewerOf(ctx), input.id)),
  html: procedure("mailbox.read")
    .input(MailId)
    .query(({ ctx, input }) => read.getHtml(viewerOf(ctx), input.id)),
  raw: procedure("mailbox.read")
    .input(MailId)
    .query(async ({ ctx, input }) => {
      const bytes = await read.getRaw(viewerOf(ctx), input.id);
      return new Uint8Array(bytes);
    }),
  empty: procedure("workspace.configure").mutation(({ ctx }) => read.empty(viewerOf(ctx))),
});
