import { z } from "zod";
import { procedure, t } from "../trpc";
import { checkDraft } from "./checks";
import { cancelImport, resumeImport, startImport, undoImport } from "./control";
import { discardDraft, previewDraft, saveDraft } from "./drafts";
import { DraftChange } from "./schemas";
import { getImport, getReport, listChoices, listImports } from "./views";

const byId = z.object({ id: z.uuid() });

/** @public */
export const importsRouter = t.router({
  /** What the wizard offers to choose from. */
  choices: procedure("contacts.import").query(({ ctx }) => listChoices(ctx)),
  list: procedure("contacts.read")
    .input(z.object({ cursor: z.object({ at: z.date(), id: z.uuid() }).nullish() }))
    .query(({ ctx, input }) => listImports(ctx, input.cursor ?? null)),
  get: procedure("contacts.read")
    .input(byId)
    .query(({ ctx, input }) => getImport(ctx, input.id)),
  report: procedure("contacts.import")
    .input(byId)
    .query(({ ctx, input }) => getReport(ctx, input.id)),
  preview: procedure("contacts.import")
    .input(byId)
    .query(({ ctx, input }) => previewDraft(ctx, input.id)),
  check: procedure("contacts.import")
    .input(byId)
    .query(({ ctx, input }) => checkDraft(ctx, input.id)),
  save: procedure("contacts.import", { unaudited: "a draft is told of when it is started" })
    .input(DraftChange)
    .mutation(async ({ ctx, input }) => {
      await saveDraft(ctx, input);
      return getImport(ctx, input.id);
    }),
  discard: procedure("contacts.import")
    .input(byId)
    .mutation(({ ctx, input }) => discardDraft(ctx, input.id)),
  start: procedure("contacts.import")
    .input(byId)
    .mutation(({ ctx, input }) => startImport(ctx, input.id)),
  cancel: procedure("contacts.import")
    .input(byId)
    .mutation(({ ctx, input }) => cancelImport(ctx, input.id)),
  resume: procedure("contacts.import")
    .input(byId)
    .mutation(({ ctx, input }) => resumeImport(ctx, input.id)),
  undo: procedure("contacts.import")
    .input(byId)
    .mutation(({ ctx, input }) => undoImport(ctx, input.id)),
});
