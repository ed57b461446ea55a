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
