import { z } from "zod";
import { BOUNCES } from "./bounce.core";

export { BOUNCES, type Bounce } from "./bounce.core";

/**
 * Every state a message can be in; see docs/sending.md for the picture.
 * @public
 */
export const MESSAGE_STATES = [
  "queued",
  "claimed",
  "in_flight",
  "accepted",
  "failed",
  "unknown",
  "skipped",
  "suppressed",
  "cancelled",
] as const;
export const MessageState = z.enum(MESSAGE_STATES);
export type MessageState = z.infer<typeof MessageState>;

/** States in which something is still going to happen; they stand in `send_queue`. */
export const OPEN_STATES = ["queued", "claimed", "in_flight"] as const satisfies MessageState[];

/** What a message is, which decides what must hold before it leaves. */
export const KINDS = ["marketing", "transactional", "opt_in"] as const;
export const Kind = z.enum(KINDS);
export type Kind = z.infer<typeof Kind>;

/**
 * Who can say afterwards what became of a letter: a service that calls us, one that we ask, a bounce
 * that came as a mail, or its reader, who used it.
 */
export const EVIDENCE_SOURCES = ["webhook", "api", "dsn", "click"] as const;
export type EvidenceSource = (typeof EVIDENCE_SOURCES)[number];

/** Ways through the sender, most urgent first; what waits in one never holds up another. */
export const LANES = ["opt_in", "transactional", "campaign"] as const;
export type Lane = (typeof LANES)[number];

/** `HH:MM`, 00:00 to 23:59. */
const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "SCHEDULE_INVALID");

/**
 * A day and a clock time, in a zone that follows from where it stands.
 * @public
 */
export const LOCAL_MOMENT = { day: z.iso.date("VALUE_DATE"), time: ClockTime };

/**
 * What becomes of people in whose zone a time had passed when the campaign began.
 * @public
 */
export const IF_PAST = ["next_day", "now", "skip"] as const;

/** A clock time in each person's own zone. */
export const LocalTime = z.object({ ...LOCAL_MOMENT, ifPast: z.enum(IF_PAST) });
export type LocalTime = z.infer<typeof LocalTime>;

/**
 * Hours of the week outside which nothing of a campaign leaves, by the clock of each person's own zone.
 * `to` before `from` is the next morning, and belongs to the day on which it began.
 * @public
 */
export const sendWindowSchema = z
  .object({
    from: ClockTime,
    to: ClockTime,
    /** ISO days of the week: 1 is Monday. */
    days: z.array(z.int().min(1).max(7)).min(1, "WINDOW_DAYS").max(7),
  })
  .refine(({ from, to }) => from !== to, { message: "WINDOW_EMPTY", path: ["to"] });
/** @public */
export type SendWindow = z.infer<typeof sendWindowSchema>;

/**
 * Why a message was not sent, or why it failed: stored, counted and shown to people.
 * `render`, `exhausted`, `rejected`, `expired`, `quarantined` and `not_arrived` belong to `failed`;
 * the others are results, not errors. `not_arrived`: nobody knew, and somebody looked it up.
 */
export const REASONS = [
  "excluded",
  "no_consent",
  "paused_by_person",
  "suppressed",
  "no_address",
  "hour_passed",
  "cancelled",
  "render",
  "exhausted",
  "rejected",
  "expired",
  "quarantined",
  "not_arrived",
] as const;
export const Reason = z.enum(REASONS);
export type Reason = z.infer<typeof Reason>;

/**
 * Which of a campaign's people are asked for; all that is named must hold.
 * @public
 */
export const RecipientsFilter = z.object({
  campaignId: z.uuid(),
  state: MessageState.optional(),
  reason: Reason.optional(),
  bounce: z.enum(BOUNCES).optional(),
  /** Beginning of the e-mail address. */
  search: z.string().trim().max(320, "VALUE_TOO_LONG").optional(),
});
export type AskedRecipients = z.infer<typeof RecipientsFilter>;

export const RecipientsQuery = RecipientsFilter.extend({
  /** Id of the last message of the page before. */
  cursor: z.uuid().optional(),
  limit: z.number().int().min(1).max(2_000).default(50),
});
export type RecipientsQuery = z.input<typeof RecipientsQuery>;

/** What `messages.unsent` says of what did not plainly arrive; it says "no" of all else. */
export const UNSENT_STATES = [
  "failed",
  "unknown",
  "skipped",
  "suppressed",
  "cancelled",
] as const satisfies MessageState[];

/**
 * Failures that are no answer of a receiver: given up, held back, not to be composed, too late.
 * @public
 */
export const DEAD_REASONS = [
  "exhausted",
  "quarantined",
  "render",
  "expired",
] as const satisfies Reason[];

/**
 * What ended without anybody getting it, or perhaps: over all campaigns and single messages.
 * @public
 */
export const DeadFilter = z.object({
  /** Null: messages without a campaign. Left out: all. */
  campaignId: z.uuid().nullable().optional(),
  /** Left out: for whatever reason. */
  why: z.enum([...DEAD_REASONS, "unknown"]).optional(),
});
export type DeadAsked = z.infer<typeof DeadFilter>;
