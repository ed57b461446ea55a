import { z } from "zod";
import { listTopics } from "../consent";
import { PersonEdit } from "../contacts";
import { procedure, t } from "../trpc";
import { consentOf } from "./consent";
import { editPerson } from "./edit";
import { TimelineInput } from "./schemas";
import { timeline } from "./timeline";

/**
 * What is known about one person over all domains, and the edits that concern more than one.
 * @public
 */
export const profilesRouter = t.router({
  edit: procedure("contacts.write")
    .input(PersonEdit)
    .mutation(({ ctx, input }) => editPerson(ctx, input)),
  timeline: procedure("contacts.read")
    .input(TimelineInput)
    .query(({ ctx, input }) => timeline(ctx, input)),
  consent: procedure("consent.read")
    .input(z.object({ contactId: z.uuid() }))
    .query(({ ctx, input }) => consentOf(ctx, input)),
  topics: procedure("consent.read").query(({ ctx }) => listTopics(ctx.db, ctx.workspaceId)),
});
