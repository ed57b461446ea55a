import { z } from "zod";
import { personProcedure, procedure, t } from "../trpc";
import { findDemo } from "./queries";
import { openDemoFor, removeDemoFor } from "./service";

/** @public */
export const demoRouter = t.router({
  /** Whether this workspace is a demo shop, and whether it is filled yet. */
  state: procedure("workspace.read").query(({ ctx }) => findDemo(ctx.db, ctx.workspaceId)),
  open: personProcedure.mutation(({ ctx }) => openDemoFor(ctx.person)),
  remove: personProcedure
    .input(z.object({ workspaceId: z.uuid() }))
    .mutation(({ ctx, input }) => removeDemoFor(ctx.person, input.workspaceId)),
});
