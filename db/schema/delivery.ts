import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { campaigns } from "./campaigns";
import { at, createdAt, workspaceId } from "./columns";
import { contacts } from "./contacts";
import { brands, workspaces } from "./workspaces";

/**
 * One message to one person, any channel. The unique dedupe key makes a second one impossible;
 * `fence` and `worker_id` make a zombie worker's late answer void. See docs/sending.md.
 */
export const messages = pgTable(
  "messages",
  {
    workspaceId: workspaceId(),
    contactId: uuid("contact_id").notNull(),
    id: uuid("id").notNull(),
    brandId: uuid("brand_id").notNull(),
    channel: text("channel").notNull(),
    /** marketing | transactional | opt_in. */
    kind: text("kind").notNull(),
    campaignId: uuid("campaign_id").notNull(),
    /** Which of the campaign's variants this person was given. */
    variantId: uuid("variant_id"),
    /** The frozen content it is rendered from. */
    versionId: uuid("version_id").notNull(),
    dedupeKey: text("dedupe_key").notNull(),
    topicId: uuid("topic_id").notNull(),
    state: text("state").notNull(),
    attempt: integer("attempt").notNull().default(0),
    fence: integer("fence").notNull().default(0),
    workerId: text("worker_id"),
    leaseUntil: at("lease_until"),
    notBefore: at("not_before"),
    expiresAt: at("expires_at"),
    intentAt: at("intent_at"),
    resultAt: at("result_at"),
    smtpCode: integer("smtp_code"),
    enhancedCode: text("enhanced_code"),
    /** The server's words, at most 512 characters. */
    remoteText: text("remote_text"),
    messageIdHeader: text("message_id_header"),
    contentHash: text("content_hash"),
    /** The bytes of this hash carry a pixel and links that name the message. */
    isTracked: boolean("is_tracked").notNull().default(false),
    /** Why it was not sent, for skipped, suppressed, cancelled and failed(render). */
    skipReason: text("skip_reason"),
    /** How the final state is known: smtp | operator | policy. */
    resolution: text("resolution"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.contactId, t.id] }),
    unique("messages_once").on(t.workspaceId, t.contactId, t.dedupeKey),
    // Serves the claim: what is ready, oldest first.
    index("messages_queued").on(t.workspaceId, t.id).where(sql`state = 'queued'`),
    // Serves the reaper: whose lease ran out.
    index("messages_leased")
      .on(t.workspaceId, t.leaseUntil)
      .where(sql`state in ('claimed', 'in_flight')`),
    // Serves a campaign's progress and its list of recipients by state.
    index("messages_campaign").on(t.workspaceId, t.campaignId, t.state, t.id),
    foreignKey({
      columns: [t.workspaceId, t.contactId],
      foreignColumns: [contacts.workspaceId, contacts.id],
    }),
    foreignKey({
      columns: [t.workspaceId, t.campaignId],
      foreignColumns: [campaigns.workspaceId, campaigns.id],
    }),
    foreignKey({
      columns: [t.workspaceId, t.brandId],
      foreignColumns: [brands.workspaceId, brands.id],
    }),
    check(
      "messages_state",
      sql`state in ('queued','claimed','in_flight','accepted','failed','unknown','skipped','suppressed','cancelled')`,
    ),
  ],
);

/** Every step of every message, append-only: the history that a checker replays. */
export const messageTransitions = pgTable(
  "message_transitions",
  {
    workspaceId: workspaceId(),
    contactId: uuid("contact_id").notNull(),
    id: uuid("id").notNull(),
    messageId: uuid("message_id").notNull(),
    from: text("from").notNull(),
    to: text("to").notNull(),
    at: at("at").notNull(),
    workerId: text("worker_id"),
    fence: integer("fence").notNull(),
    detail: text("detail").notNull().default(""),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.contactId, t.id] }),
    index("message_transitions_message").on(t.workspaceId, t.messageId, t.id),
  ],
);

/**
 * A letter sent to a colleague to look at: rendered as a person, delivered to another address,
 * counted nowhere. Kept apart from messages so that no figure can include it.
 */
export const testSends = pgTable(
  "test_sends",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    campaignId: uuid("campaign_id").notNull(),
    versionId: uuid("version_id").notNull(),
    /** The person it is rendered as; null = somebody without data. */
    contactId: uuid("contact_id"),
    address: text("address").notNull(),
    /** queued → sending → accepted | failed | unknown. */
    state: text("state").notNull(),
    remoteText: text("remote_text"),
    requestedBy: uuid("requested_by").notNull(),
    createdAt: createdAt(),
    finishedAt: at("finished_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({
      columns: [t.workspaceId, t.campaignId],
      foreignColumns: [campaigns.workspaceId, campaigns.id],
    }),
  ],
);

/** Which workspace has something to do, so that a worker finds it without seeing tenant rows. */
export const dueWork = pgTable(
  "due_work",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    /** `campaign` today; transactional and opt-in mail get lanes of their own. */
    lane: text("lane").notNull(),
    dueAt: at("due_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.lane] })],
);
