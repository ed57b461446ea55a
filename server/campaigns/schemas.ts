import { z } from "zod";
import { ADVICE_CODES, letterDocumentSchema, personVariable } from "../content/schemas";
import {
  DEAD_REASONS,
  DeadFilter,
  IF_PAST,
  LOCAL_MOMENT,
  RecipientsFilter,
  sendWindowSchema,
} from "../delivery/schemas";
import { targetSchema } from "../segments/schemas";

/** draft ⇄ scheduled → preparing → sending ⇄ paused → finished | cancelled. */
export const CAMPAIGN_STATES = [
  "draft",
  "scheduled",
  "preparing",
  "sending",
  "paused",
  "finished",
  "cancelled",
] as const;
export const CampaignState = z.enum(CAMPAIGN_STATES);
export type CampaignState = z.infer<typeof CampaignState>;

/** States in which mail of the campaign may still leave. */
export const RUNNING_STATES = ["preparing", "sending", "paused"] as const satisfies CampaignState[];

export const CampaignName = z
  .string()
  .trim()
  .min(1, "VALUE_REQUIRED")
  .max(120, "VALUE_TOO_LONG")
  .refine((name) => !/[\r\n]/.test(name), "HEADER_CRLF");

export const ById = z.object({ id: z.uuid() });

/** A campaign and one of its variants; without naming one, the first. */
export const OfVariant = ById.extend({ variantId: z.uuid().optional() });
export type OfVariant = z.infer<typeof OfVariant>;

/** The brand follows from the topic: consent is given to a brand. */
export const NewCampaign = z.object({
  name: CampaignName,
  topicId: z.uuid("VALUE_REQUIRED"),
});
export type NewCampaign = z.infer<typeof NewCampaign>;

export const CampaignRename = ById.extend({ name: CampaignName });

export const CampaignTopic = ById.extend({ topicId: z.uuid("VALUE_REQUIRED") });

/** What is being saved and the revision it was made from; a newer one gives REVISION_CONFLICT. */
export const LetterSave = OfVariant.extend({
  revision: z.number().int().positive(),
  document: letterDocumentSchema,
});
export type LetterSave = z.infer<typeof LetterSave>;

/** One kept version of a variant's draft, to be put back in the place of what stands at `revision`. */
export const VersionRestore = OfVariant.extend({
  revision: z.number().int().positive(),
  snapshotId: z.uuid(),
});
export type VersionRestore = z.infer<typeof VersionRestore>;

/** The revision makes a new question of every save; all versions are always what is listed. */
export const VersionsInput = OfVariant.extend({ revision: z.number().int().positive() });
export type VersionsInput = z.infer<typeof VersionsInput>;

/** As whom a letter is shown: a person, or somebody about whom nothing is known. */
export const PreviewInput = OfVariant.extend({
  /** Makes a new question of every save; the saved draft is always what is shown. */
  revision: z.number().int().positive(),
  /** The same for a change of topic, whose name and brand stand in the letter. */
  topicId: z.uuid().optional(),
  contactId: z.uuid().nullable(),
  /** An earlier version of the draft instead of what stands or was sent. */
  snapshotId: z.uuid().optional(),
});
export type PreviewInput = z.infer<typeof PreviewInput>;

/** The topic makes a new question of its change; the campaign's own is what counts. */
export const AudienceInput = ById.extend({ topicId: z.uuid().optional() });

/** A merge tag whose gaps are asked for while it is being written. */
export const LackingInput = AudienceInput.extend({ variable: personVariable });
export type LackingInput = z.infer<typeof LackingInput>;

/** The revision somebody looked at: what was checked is what is sent. */
export const AtRevision = ById.extend({ revision: z.number().int().positive() });
export type AtRevision = z.infer<typeof AtRevision>;

/** Segments by id: people in any of the included (none: everybody), minus the excluded. */
export const CampaignTarget = ById.extend({ target: targetSchema });
export type CampaignTarget = z.infer<typeof CampaignTarget>;

export { IF_PAST };
export type IfPast = (typeof IF_PAST)[number];

/** Sends now; outside the window, where there is one, letters wait. */
export const SendInput = AtRevision.extend({ window: sendWindowSchema.nullable().default(null) });
export type SendInput = z.input<typeof SendInput>;

/** A clock time in the workspace's time zone, or in each person's own. */
export const ScheduleInput = SendInput.extend({
  ...LOCAL_MOMENT,
  clock: z.enum(["workspace", "recipient"]).default("workspace"),
  ifPast: z.enum(IF_PAST).default("next_day"),
});
export type ScheduleInput = z.input<typeof ScheduleInput>;

/** How a campaign can start: at once, or at a time by the workspace's clock or by everybody's own. */
export const STARTS = ["now", "workspace", "recipient"] as const;
export type StartKind = (typeof STARTS)[number];

/** A start that is being chosen; day and time mean nothing for `now`. */
export const HoursInput = ById.extend({
  start: z.enum(STARTS),
  ...LOCAL_MOMENT,
  ifPast: z.enum(IF_PAST),
  window: sendWindowSchema.nullable(),
});
export type HoursInput = z.infer<typeof HoursInput>;

export const MAX_VARIANTS = 4;

/** A further version of the letter, a copy of one there is. */
export const VariantAdd = AtRevision.extend({ from: z.uuid() });
export type VariantAdd = z.infer<typeof VariantAdd>;
export const VariantRemove = AtRevision.extend({ variantId: z.uuid() });
export type VariantRemove = z.infer<typeof VariantRemove>;

/** Shares of the audience, as whole parts: 1 and 1 are halves. */
export const VariantWeights = AtRevision.extend({
  weights: z
    .array(z.object({ id: z.uuid(), weight: z.int().min(1).max(100) }))
    .min(1)
    .max(MAX_VARIANTS),
});
export type VariantWeights = z.infer<typeof VariantWeights>;

export const REVIEW_KINDS = ["requested", "approved", "returned", "withdrawn"] as const;
export type ReviewKind = (typeof REVIEW_KINDS)[number];
export const ReviewInput = AtRevision.extend({
  kind: z.enum(REVIEW_KINDS),
  note: z.string().trim().max(2000, "VALUE_TOO_LONG").default(""),
});
export type ReviewInput = z.infer<typeof ReviewInput>;

export const MAX_TEST_ADDRESSES = 10;

export const TestSend = AtRevision.extend({
  variantId: z.uuid().optional(),
  addresses: z
    .array(z.string().trim().max(320, "VALUE_TOO_LONG"))
    .min(1, "VALUE_REQUIRED")
    .max(MAX_TEST_ADDRESSES, "TEMPLATE_LIMIT"),
  contactId: z.uuid().nullable(),
});
export type TestSend = z.infer<typeof TestSend>;

export const CampaignListInput = z.object({
  view: z.enum(["active", "archived"]).default("active"),
  search: z.string().trim().max(120, "VALUE_TOO_LONG").default(""),
  cursor: z.object({ updatedAt: z.date(), id: z.uuid() }).optional(),
});
export type CampaignListInput = z.infer<typeof CampaignListInput>;

export const CampaignRecipients = RecipientsFilter.extend({
  /** Id of the last message of the page before. */
  cursor: z.uuid().optional(),
});
export type CampaignRecipients = z.infer<typeof CampaignRecipients>;

export const DeadQuery = DeadFilter.extend({
  /** Id of the last message of the page before. */
  cursor: z.uuid().optional(),
});
export type DeadQuery = z.infer<typeof DeadQuery>;

/** Messages of a campaign, or (null) without one, by their ids; without any, all that it has of the kind. */
const Picked = z.object({
  campaignId: z.uuid().nullable(),
  messageIds: z.array(z.uuid()).min(1, "VALUE_REQUIRED").max(2_000, "TEMPLATE_LIMIT").optional(),
});

/** How somebody knows what became of a letter; kept with the letter and in the audit log. */
export const SettleReason = z
  .string()
  .trim()
  .min(1, "VALUE_REQUIRED")
  .max(500, "VALUE_TOO_LONG")
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
  .regex(/^[^\u0000-\u001f\u007f\u2028\u2029]*$/, "HEADER_CRLF");

/**
 * The moment as of which the server read the list or the number that somebody looked at. Of what became
 * unknown or failed since then they know nothing, so whatever they decide is not about it.
 */
const LOOK = { asOf: z.date() };

/** Which letters nobody knows about, of those that stood in a list. */
export const UnknownInput = Picked.extend(LOOK);
export type UnknownInput = z.infer<typeof UnknownInput>;

export const SettleInput = UnknownInput.extend({
  as: z.enum(["accepted", "failed"], "VALUE_REQUIRED"),
  reason: SettleReason,
});
export type SettleInput = z.infer<typeof SettleInput>;

/** Only those that failed for one of these reasons, when any are named. */
export const FailuresInput = Picked.extend({ reasons: z.array(z.enum(DEAD_REASONS)).optional() });
export type FailuresInput = z.infer<typeof FailuresInput>;

export const RetryInput = FailuresInput.extend(LOOK);
export type RetryInput = z.infer<typeof RetryInput>;

/** Audiences from this size on are sent only after their number was typed. */
export const LARGE_AUDIENCE = 100;

/** Subjects longer than this are cut off in most inboxes. */
export const LONG_SUBJECT = 70;

/** Everything the check before a send can say; each has its sentence in `campaigns.checks`. */
export const CHECK_CODES = [
  "subject_missing",
  "text_missing",
  "button_link_missing",
  "button_label_missing",
  "template",
  "link",
  "too_large",
  "imprint_incomplete",
  "audience_empty",
  "not_permitted",
  "topic_archived",
  "demo_real_mail",
  "from_domain_unverified",
  "from_domain_advice",
  "from_domain_failing",
  "preheader_missing",
  "subject_long",
  "data_missing",
  "clipping",
  "products_few",
  ...ADVICE_CODES,
] as const;
export type CheckCode = (typeof CHECK_CODES)[number];

/** One finding of the check. Blockers keep the letter from being sent, warnings do not. */
export interface CheckFinding {
  code: CheckCode;
  /** Field of the letter it belongs to, for the jump to it. */
  field: string | null;
  /** Position of the variant it is about; null when it is about all of them. */
  variant: number | null;
  params: Record<string, string | number>;
}
