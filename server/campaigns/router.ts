import { procedure, t } from "../trpc";
import * as audience from "./audience";
import * as check from "./check";
import * as dead from "./dead-letters";
import * as edit from "./edit";
import * as manage from "./manage";
import * as preview from "./preview";
import * as review from "./review";
import * as schedule from "./schedule";
import {
  AtRevision,
  AudienceInput,
  ById,
  CampaignListInput,
  CampaignName,
  CampaignRecipients,
  CampaignRename,
  CampaignTarget,
  CampaignTopic,
  DeadQuery,
  FailuresInput,
  HoursInput,
  LackingInput,
  LetterSave,
  NewCampaign,
  OfVariant,
  PreviewInput,
  RetryInput,
  ReviewInput,
  ScheduleInput,
  SendInput,
  SettleInput,
  TestSend,
  UnknownInput,
  VariantAdd,
  VariantRemove,
  VariantWeights,
  VersionRestore,
  VersionsInput,
} from "./schemas";
import * as send from "./send";
import * as settle from "./settle";
import * as timing from "./timing";
import * as variants from "./variants";
import * as versions from "./versions";

const AUTOSAVE = "autosave of a draft; what is sent is frozen and audited";

/** @public */
export const campaignsRouter = t.router({
  list: procedure("campaigns.read")
    .input(CampaignListInput)
    .query(({ ctx, input }) => manage.listCampaigns(ctx, input)),
  choices: procedure("campaigns.read").query(({ ctx }) => manage.listChoices(ctx)),
  get: procedure("campaigns.read")
    .input(OfVariant)
    .query(({ ctx, input }) => edit.getCampaign(ctx, input)),
  draft: procedure("campaigns.read")
    .input(OfVariant)
    .query(({ ctx, input }) => edit.currentDraft(ctx, input)),
  create: procedure("campaigns.write")
    .input(NewCampaign)
    .mutation(({ ctx, input }) => manage.createCampaign(ctx, input)),
  duplicate: procedure("campaigns.write")
    .input(ById.extend({ name: CampaignName }))
    .mutation(({ ctx, input }) => manage.duplicateCampaign(ctx, input)),
  rename: procedure("campaigns.write")
    .input(CampaignRename)
    .mutation(({ ctx, input }) => manage.renameCampaign(ctx, input)),
  setTopic: procedure("campaigns.write")
    .input(CampaignTopic)
    .mutation(({ ctx, input }) => manage.setTopic(ctx, input)),
  addVariant: procedure("campaigns.write")
    .input(VariantAdd)
    .mutation(({ ctx, input }) => variants.addVariant(ctx, input)),
  removeVariant: procedure("campaigns.write")
    .input(VariantRemove)
    .mutation(({ ctx, input }) => variants.removeVariant(ctx, input)),
  setWeights: procedure("campaigns.write")
    .input(VariantWeights)
    .mutation(({ ctx, input }) => variants.setWeights(ctx, input)),
  setTarget: procedure("campaigns.write")
    .input(CampaignTarget)
    .mutation(({ ctx, input }) => audience.setTarget(ctx, input)),
  segments: procedure("campaigns.read").query(({ ctx }) => audience.listSegmentChoices(ctx)),
  schedule: procedure("campaigns.write")
    .input(ScheduleInput)
    .mutation(({ ctx, input }) => schedule.scheduleCampaign(ctx, input)),
  unschedule: procedure("campaigns.write")
    .input(ById)
    .mutation(({ ctx, input }) => schedule.unscheduleCampaign(ctx, input)),
  review: procedure("campaigns.write")
    .input(ReviewInput)
    .mutation(({ ctx, input }) => review.reviewCampaign(ctx, input)),
  reviews: procedure("campaigns.read")
    .input(ById)
    .query(({ ctx, input }) => review.listReviews(ctx, input)),
  archive: procedure("campaigns.write")
    .input(ById)
    .mutation(({ ctx, input }) => manage.setArchived(ctx, { ...input, isArchived: true })),
  restore: procedure("campaigns.write")
    .input(ById)
    .mutation(({ ctx, input }) => manage.setArchived(ctx, { ...input, isArchived: false })),
  save: procedure("campaigns.write", { unaudited: AUTOSAVE })
    .input(LetterSave)
    .mutation(({ ctx, input }) => edit.saveLetter(ctx, input)),
  versions: procedure("campaigns.read")
    .input(VersionsInput)
    .query(({ ctx, input }) => versions.listVersions(ctx, input)),
  restoreVersion: procedure("campaigns.write")
    .input(VersionRestore)
    .mutation(({ ctx, input }) => edit.restoreVersion(ctx, input)),
  preview: procedure("campaigns.read")
    .input(PreviewInput)
    .query(({ ctx, input }) => {
      const hasRealLinks = ctx.member.permissions.includes("contacts.write");
      return preview.previewLetter(ctx, input, { hasRealLinks });
    }),
  file: procedure("campaigns.read")
    .input(PreviewInput)
    .query(({ ctx, input }) => preview.letterFile(ctx, input)),
  randomPerson: procedure("contacts.read")
    .input(ById)
    .query(({ ctx, input }) => preview.randomPerson(ctx, input)),
  audience: procedure("campaigns.read")
    .input(AudienceInput)
    .query(({ ctx, input }) => audience.countAudience(ctx, input)),
  lacking: procedure("campaigns.read")
    .input(LackingInput)
    .query(({ ctx, input }) => check.lackingData(ctx, input)),
  check: procedure("campaigns.read")
    .input(AtRevision)
    .query(({ ctx, input }) => check.checkCampaign(ctx, input)),
  testSend: procedure("campaigns.write")
    .input(TestSend)
    .mutation(({ ctx, input }) => send.sendTest(ctx, input)),
  testSends: procedure("campaigns.read")
    .input(ById)
    .query(({ ctx, input }) => send.getTestSends(ctx, input)),
  hours: procedure("campaigns.read")
    .input(HoursInput)
    .query(({ ctx, input }) => timing.previewHours(ctx, input)),
  send: procedure("campaigns.send")
    .input(SendInput)
    .mutation(({ ctx, input }) => send.sendCampaign(ctx, input)),
  pause: procedure("campaigns.send")
    .input(ById)
    .mutation(({ ctx, input }) => send.pauseCampaign(ctx, input)),
  resume: procedure("campaigns.send")
    .input(ById)
    .mutation(({ ctx, input }) => send.resumeCampaign(ctx, input)),
  cancel: procedure("campaigns.send")
    .input(ById)
    .mutation(({ ctx, input }) => send.cancelCampaign(ctx, input)),
  progress: procedure("campaigns.read")
    .input(ById)
    .query(({ ctx, input }) => send.getProgress(ctx, input)),
  recipients: procedure("contacts.read")
    .input(CampaignRecipients)
    .query(({ ctx, input }) => send.getRecipients(ctx, input)),
  dead: procedure("contacts.read")
    .input(DeadQuery)
    .query(({ ctx, input }) => dead.listDead(ctx, input)),
  deadCounts: procedure("campaigns.read").query(({ ctx }) => dead.countDead(ctx)),
  unknown: procedure("campaigns.read")
    .input(UnknownInput)
    .query(({ ctx, input }) => settle.getUnknown(ctx, input)),
  settleUnknown: procedure("campaigns.send")
    .input(SettleInput)
    .mutation(({ ctx, input }) => settle.settleUnknown(ctx, input)),
  failures: procedure("campaigns.read")
    .input(FailuresInput)
    .query(({ ctx, input }) => settle.getFailures(ctx, input)),
  retryFailed: procedure("campaigns.send")
    .input(RetryInput)
    .mutation(({ ctx, input }) => settle.retryFailed(ctx, input)),
});
