import { z } from "zod";
import { ContactListInput } from "../contacts";
import { procedure, t } from "../trpc";
import * as ask from "./ask";
import { NewSegment, SegmentListInput, SegmentName, SegmentRule, SegmentSave } from "./schemas";
import * as service from "./service";

const ById = z.object({ id: z.uuid() });
const ByRule = z.object({ rule: SegmentRule });
const RulePeople = ByRule.extend({ list: ContactListInput });
const FieldValues = z.object({ field: z.string().max(80), search: z.string().max(200) });

/** @public */
export const segmentsRouter = t.router({
  list: procedure("contacts.read")
    .input(SegmentListInput)
    .query(({ ctx, input }) => service.listSegments(ctx, input)),
  get: procedure("contacts.read")
    .input(ById)
    .query(({ ctx, input }) => service.getSegment(ctx, input)),
  versions: procedure("contacts.read")
    .input(ById)
    .query(({ ctx, input }) => service.listSegmentVersions(ctx, input)),
  create: procedure("segments.write")
    .input(NewSegment)
    .mutation(({ ctx, input }) => service.createSegment(ctx, input)),
  save: procedure("segments.write")
    .input(SegmentSave)
    .mutation(({ ctx, input }) => service.saveSegment(ctx, input)),
  duplicate: procedure("segments.write")
    .input(ById.extend({ name: SegmentName }))
    .mutation(({ ctx, input }) => service.duplicateSegment(ctx, input)),
  rename: procedure("segments.write")
    .input(ById.extend({ name: SegmentName }))
    .mutation(({ ctx, input }) => service.renameSegment(ctx, input)),
  archive: procedure("segments.write")
    .input(ById)
    .mutation(({ ctx, input }) => service.setSegmentArchived(ctx, { ...input, isArchived: true })),
  restore: procedure("segments.write")
    .input(ById)
    .mutation(({ ctx, input }) => service.setSegmentArchived(ctx, { ...input, isArchived: false })),
  count: procedure("contacts.read")
    .input(ById)
    .query(({ ctx, input }) => service.countSegment(ctx, input)),
  countRule: procedure("contacts.read")
    .input(ByRule)
    .query(({ ctx, input }) => ask.countRule(ctx, input)),
  countRows: procedure("contacts.read")
    .input(ByRule)
    .query(({ ctx, input }) => ask.countRows(ctx, input)),
  people: procedure("contacts.read")
    .input(RulePeople)
    .query(({ ctx, input }) => ask.listRulePeople(ctx, input)),
  peopleCount: procedure("contacts.read")
    .input(RulePeople)
    .query(({ ctx, input }) => ask.countRulePeople(ctx, input)),
  choices: procedure("contacts.read").query(({ ctx }) => ask.builderChoices(ctx)),
  values: procedure("contacts.read")
    .input(FieldValues)
    .query(({ ctx, input }) => ask.listFieldValues(ctx, input)),
});
