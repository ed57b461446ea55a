import { z } from "zod";
import { procedure, t } from "../trpc";
import * as service from "./service";

/** @public */
export const homeRouter = t.router({
  today: procedure("workspace.read").query(({ ctx }) =>
    service.today(ctx, {
      userId: ctx.member.user.id,
      role: ctx.member.role,
      grants: ctx.member.grants,
    }),
  ),
  live: procedure("workspace.read").query(({ ctx }) => service.live(ctx)),
  haltedSince: procedure("workspace.configure").query(() => service.haltedSince()),
  dismissChecklist: procedure("workspace.read")
    .input(z.object({ isDismissed: z.boolean() }))
    .mutation(({ ctx, input }) =>
      service.dismissChecklist(ctx, { ...input, userId: ctx.member.user.id }),
    ),
});
