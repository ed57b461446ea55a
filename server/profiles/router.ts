import { z } from "zod";
import { listTopics } from "../consent";
import { procedure, t } from "../trpc";
import { consentOf } from "./consent";
import { TimelineInput } from "./schemas";
import { timeline } from "./timeline";

/**
 * What is known about one person over all domains: a read model above them, it changes nothing.
 * @public
 */
export const profilesRouter = t.router({
  timeline: procedure("contacts.read")
    .input(TimelineInput)
    .query(({ ctx, input }) => timeline(ctx, input)),
  consent: procedure("consent.read")
    .input(z.object({ contactId: z.uuid() }))
    .query(({ ctx, input }) => consentOf(ctx, input)),
  topics: procedure("consent.read").query(({ ctx }) => listTopics(ctx.db, ctx.workspaceId)),
});
