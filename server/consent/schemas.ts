import { z } from "zod";

/** What a ledger row says. Closed: a row with any other action stops the replay (fails closed). */
export const CONSENT_ACTIONS = [
  "grant",
  "withdraw",
  "object",
  "import_claim",
  "expire",
  "complaint",
  "pause",
  "undo",
] as const;
export const ConsentAction = z.enum(CONSENT_ACTIONS);
export type ConsentAction = z.infer<typeof ConsentAction>;

/** State of one topic for one person. No row at all means: nothing was ever declared. */
export const ConsentState = z.enum(["granted", "withdrawn", "expired"]);
export type ConsentState = z.infer<typeof ConsentState>;

export const LegalBasis = z.enum([
  "consent_double_opt_in",
  "consent_single_opt_in",
  "existing_customer",
  "contract",
  "none",
]);
export type LegalBasis = z.infer<typeof LegalBasis>;

/** Bases on which advertising may be sent. */
export const MAILABLE_BASES = [
  "consent_double_opt_in",
  "consent_single_opt_in",
  "existing_customer",
] as const satisfies readonly LegalBasis[];

/**
 * Bases on which opens and clicks may be kept with a person. Having bought something allows mail
 * (UWG § 7(3)) and no look at what is done with it (TDDDG § 25).
 */
export const TRACKING_BASES = [
  "consent_double_opt_in",
  "consent_single_opt_in",
] as const satisfies readonly LegalBasis[];

/** Where a ledger row came from. `confirmation` is the person's own confirmed request. */
export const CONSENT_SOURCES = [
  "confirmation",
  "form",
  "api",
  "import",
  "import_undo",
  "address_change",
  "admin",
  "service_desk",
  "unsubscribe_page",
  "list_unsubscribe",
  "feedback_loop",
  "erasure",
] as const;
export const ConsentSource = z.enum(CONSENT_SOURCES);
export type ConsentSource = z.infer<typeof ConsentSource>;

export const SUPPRESSION_REASONS = ["hard_bounce", "complaint", "erased", "manual"] as const;
export const SuppressionReason = z.enum(SUPPRESSION_REASONS);
export type SuppressionReason = z.infer<typeof SuppressionReason>;

/** UWG § 7(3): what has to be on record before an existing customer may be written to. */
export const EXISTING_CUSTOMER_EVIDENCE = [
  "obtainedWithSale",
  "similarGoods",
  "noticeAtCollection",
] as const;

/**
 * What somebody declares about one person's consent; `recordConsent` decides whether it may enter
 * the ledger. `topicId` null means all advertising of the legal entity (then `legalEntityId` is
 * needed). `evidence` carries no personal data; `details` (address, IP, user agent) enter the
 * ledger as a salted digest only.
 */
export interface ConsentDeclaration {
  action: ConsentAction;
  topicId: string | null;
  legalEntityId?: string;
  basis?: LegalBasis;
  source: ConsentSource;
  /** Id of the import, request, clerk's note … it came from. */
  sourceId?: string | null;
  /** Campaign whose mail carried the link. */
  campaignId?: string | null;
  evidence?: Record<string, string>;
  details?: Record<string, string>;
}

export const UNSUBSCRIBE_REASONS = ["too_many", "not_relevant", "not_requested", "other"] as const;

/** What the form of the unsubscribe page sends. A closed set of acts, none of which can grant. */
export const UnsubscribeForm = z.object({
  act: z.enum(["topics", "tracking", "all", "pause30", "pause90", "undo"]),
  topicIds: z.array(z.string().max(64)).max(100),
  reason: z.enum(UNSUBSCRIBE_REASONS).optional().catch(undefined),
  /** One showing of the page: lets its result page take back exactly its own rows. */
  visit: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/),
  undo: z.string().max(300).optional(),
  language: z.string().max(10).catch(""),
});
export type UnsubscribeForm = z.infer<typeof UnsubscribeForm>;

const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max, "VALUE_TOO_LONG")
    .regex(/^[^\r\n]*$/, "HEADER_CRLF");

/** A topic as it is edited. Brand and channel stay what they were: they are part of the purpose. */
export const TopicEdit = z.object({
  name: line(80).min(1, "VALUE_REQUIRED"),
  description: line(300),
  isPublic: z.boolean(),
});
export type TopicEdit = z.infer<typeof TopicEdit>;

export const NewTopic = TopicEdit.extend({ brandId: z.uuid("VALUE_REQUIRED") });
export type NewTopic = z.infer<typeof NewTopic>;

export const LedgerFilter = z.object({
  action: ConsentAction.nullable(),
  source: ConsentSource.nullable(),
  cursor: z.string().max(400).nullable(),
});
export type LedgerFilter = z.infer<typeof LedgerFilter>;

export const AddressInput = z.object({
  address: z.string().trim().min(1, "VALUE_REQUIRED").max(320, "VALUE_TOO_LONG"),
});

/** How a withdrawal reached the service desk. */
export const WITHDRAWAL_CHANNELS = ["phone", "letter", "shop", "reply", "other"] as const;

/** A withdrawal that somebody else writes down. It can end things and nothing else. */
export const WithdrawalInput = z.object({
  /** The person, when they were chosen; else `person` finds them. */
  contactId: z.uuid().nullable(),
  /** Mail address or customer number. */
  person: line(320),
  /** Null: all advertising of the legal entity. */
  topicId: z.uuid().nullable(),
  receivedOn: z.iso.date("VALUE_DATE"),
  channel: z.enum(WITHDRAWAL_CHANNELS),
  note: z.string().trim().max(1_000, "VALUE_TOO_LONG"),
});
export type WithdrawalInput = z.infer<typeof WithdrawalInput>;
