import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { campaigns } from "./campaigns";
import { at, createdAt, workspaceId } from "./columns";
import { contacts } from "./contacts";
import { brands, workspaces } from "./workspaces";

/**
 * One message to one person, any channel. The unique dedupe key makes a second one impossible. While
 * it is open its row says `queued` and `send_queue` says how far it is; the rest is written once, with
 * the result. See docs/sending.md.
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
    /** Null for a single message: an opt-in, a receipt. */
    campaignId: uuid("campaign_id"),
    /** Which of the campaign's variants this person was given. */
    variantId: uuid("variant_id"),
    /** The frozen content it is rendered from. */
    versionId: uuid("version_id").notNull(),
    dedupeKey: text("dedupe_key").notNull(),
    /** Null for what needs no consent: a receipt, a confirmation. */
    topicId: uuid("topic_id"),
    /** queued (open, see send_queue) | accepted | failed | unknown | skipped | suppressed | cancelled. */
    state: text("state").notNull(),
    attempt: integer("attempt").notNull().default(0),
    fence: integer("fence").notNull().default(0),
    workerId: uuid("worker_id"),
    /** When it was to leave: the campaign's start, or the person's own hour. */
    sendAt: at("send_at"),
    intentAt: at("intent_at"),
    resultAt: at("result_at"),
    smtpCode: integer("smtp_code"),
    enhancedCode: text("enhanced_code"),
    /** The server's words, at most 512 characters. */
    remoteText: text("remote_text"),
    /** The workspace's own mail server that was asked; null: the installation's. */
    mailServerId: uuid("mail_server_id"),
    /** What a refusal was about, by its enhanced status: address | mailbox | blocked | content | other. */
    bounce: text("bounce"),
    /** Under which name a service behind HTTP took it, and which service. */
    provider: text("provider"),
    providerMessageId: text("provider_message_id"),
    /** How often it was sent once more although nobody knew what had become of it: at most once. */
    resends: smallint("resends").notNull().default(0),
    messageIdHeader: text("message_id_header"),
    contentHash: text("content_hash"),
    /** The bytes of this hash carry a pixel and links that name the message. */
    isTracked: boolean("is_tracked").notNull().default(false),
    /** Why it was not sent, for skipped, suppressed, cancelled and failed(render). */
    skipReason: text("skip_reason"),
    /** How the final state is known: smtp | journal | operator | policy | webhook | api | dsn | click. */
    resolution: text("resolution"),
    /**
     * The state of what did not plainly arrive; "no" while it is open, and once it was accepted. Indexes ask
     * for this instead of `state`: none of what a plain result changes is in any of them, so it stays on its
     * page (HOT), and a million of them leave no dead entries behind. Only a service behind HTTP has its name
     * for the message looked up.
     */
    unsent: text("unsent")
      .notNull()
      .generatedAlwaysAs(sql`case when state in ('queued','accepted') then 'no' else state end`),
    /** What its receiver calls a message of which it is not sure that it arrived. */
    doubtedHeader: text("doubted_header").generatedAlwaysAs(
      sql`case when state in ('unknown','failed') then message_id_header end`,
    ),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.contactId, t.id] }),
    // A person's messages are found by the key alone: of those of many years this order would read all.
    unique("messages_once").on(t.workspaceId, t.dedupeKey, t.contactId),
    // Serves a campaign's progress and its list of recipients by state.
    index("messages_campaign").on(t.workspaceId, t.campaignId, t.unsent, t.id),
    // Serves whoever looks for what nobody knows of: a dead worker's journal, what may be sent once more.
    index("messages_unknown").on(t.workspaceId, t.id).where(sql`unsent = 'unknown'`),
    // Serves the list of what nobody got, over all campaigns; few rows, so that results cost nothing.
    index("messages_dead")
      .on(t.workspaceId, t.id)
      .where(
        sql`unsent = 'unknown' or (unsent = 'failed' and skip_reason in ('exhausted','quarantined','render','expired'))`,
      ),
    // Serve evidence: what a receiver calls a message by. By its header only what is in doubt.
    index("messages_in_doubt")
      .on(t.workspaceId, t.doubtedHeader)
      .where(sql`doubted_header is not null`),
    index("messages_provider")
      .on(t.workspaceId, t.provider, t.providerMessageId)
      .where(sql`provider_message_id is not null`),
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
      sql`state in ('queued','accepted','failed','unknown','skipped','suppressed','cancelled')`,
    ),
  ],
);

/**
 * Every message that is still open, and nothing else: what workers take from and write to, narrow so
 * that it stays in memory. No index knows `state`, `fence` or `worker_id`, so their updates stay on
 * the page (HOT; the table's fill factor leaves the room).
 */
export const sendQueue = pgTable(
  "send_queue",
  {
    workspaceId: workspaceId(),
    contactId: uuid("contact_id").notNull(),
    messageId: uuid("message_id").notNull(),
    /** opt_in | transactional | campaign: what waits in one never holds up another. */
    lane: text("lane").notNull(),
    campaignId: uuid("campaign_id"),
    /** Not taken up before: its hour, or after a "later". */
    dueAt: at("due_at").notNull(),
    /** End of the person's send window that `due_at` lies in: moved to the next one after; null: none. */
    closesAt: at("closes_at"),
    /** `due_at` is the place it was given in the line of its recipient's domain: it waits for no other. */
    isPaced: boolean("is_paced").notNull().default(false),
    /**
     * It came back and waits for a moment of its own: a retry, a place in a line. All that was never taken up is due
     * before it, so it is asked for apart.
     */
    isReturned: boolean("is_returned").notNull().default(false),
    /** The day of its domain's warm-up that it was counted on: tried again on the same day it counts once. */
    countedOn: date("counted_on"),
    /** Not sent after: what waited longer is of no use any more. */
    expiresAt: at("expires_at"),
    /** queued | claimed | in_flight. */
    state: text("state").notNull().default("queued"),
    attempt: smallint("attempt").notNull().default(0),
    /** Grows with every claim: an older holder's writes are void. */
    fence: integer("fence").notNull().default(0),
    workerId: uuid("worker_id"),
    /** Number of the last line in message_transitions. */
    step: integer("step").notNull().default(0),
    /** Workers that died holding it; the third keeps it from going round. */
    deaths: smallint("deaths").notNull().default(0),
    firstClaimedAt: at("first_claimed_at"),
    intentAt: at("intent_at"),
    messageIdHeader: text("message_id_header"),
    contentHash: text("content_hash"),
    isTracked: boolean("is_tracked").notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.contactId, t.messageId] }),
    // Serves the claim: what is due, in its order.
    index("send_queue_due").on(t.workspaceId, t.lane, t.campaignId, t.dueAt, t.messageId),
    // The same for what came back. Its column changes with `due_at` alone: what changes with the state stays HOT.
    index("send_queue_returned")
      .on(t.workspaceId, t.lane, t.campaignId, t.dueAt, t.messageId)
      .where(sql`is_returned`),
    // Serves the move to the next window. Neither column changes with the state: that stays HOT.
    index("send_queue_closes")
      .on(t.workspaceId, t.campaignId, t.closesAt)
      .where(sql`closes_at is not null`),
    foreignKey({
      columns: [t.workspaceId, t.contactId, t.messageId],
      foreignColumns: [messages.workspaceId, messages.contactId, messages.id],
    }),
    check("send_queue_state", sql`state in ('queued','claimed','in_flight')`),
    check("send_queue_lane", sql`lane in ('opt_in','transactional','campaign')`),
  ],
);

/**
 * The lives of the processes that send: each start is another one. What a worker holds is its own as
 * long as `lease_until` lies ahead; once `ended_at` is set nothing it says counts any more.
 */
export const sendWorkers = pgTable("send_workers", {
  id: uuid("id").primaryKey(),
  host: text("host").notNull(),
  version: text("version").notNull(),
  startedAt: at("started_at").notNull(),
  /** Counts the renewals; a journal that knows a higher number shows that the database lost time. */
  beat: integer("beat").notNull().default(0),
  leaseUntil: at("lease_until").notNull(),
  endedAt: at("ended_at"),
  /** False while it may not send yet: it has not looked through the journals of its machine. */
  hasBegun: boolean("has_begun").notNull().default(true),
  /** What it held was taken back. */
  reapedAt: at("reaped_at"),
  /**
   * The database's timeline on which this worker is sure that nothing was forgotten of what it was told.
   * A promotion or a restore begins another one; 0: it has not looked yet.
   */
  timeline: integer("timeline").notNull().default(0),
  /** On this timeline it may claim and send: every machine that has sent lately is sure of it. 0: on none. */
  sendsOn: integer("sends_on").notNull().default(0),
  /** It found out that the database had been put back. */
  rewoundAt: at("rewound_at"),
  /** The folder its journal lies in, by the name that the folder carries. */
  journals: text("journals").notNull().default(""),
  /** Its journal was held against a database that had been put back. */
  reconciledAt: at("reconciled_at"),
});

/** Every step of every message, append-only: the history that a checker replays. */
export const messageTransitions = pgTable(
  "message_transitions",
  {
    workspaceId: workspaceId(),
    contactId: uuid("contact_id").notNull(),
    messageId: uuid("message_id").notNull(),
    /** 0 is its making. */
    step: integer("step").notNull(),
    from: text("from").notNull(),
    to: text("to").notNull(),
    at: at("at").notNull(),
    workerId: uuid("worker_id"),
    fence: integer("fence").notNull(),
    /** The event; after it whatever else is to be known. */
    detail: text("detail").notNull().default(""),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.contactId, t.messageId, t.step] })],
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
    /** As in send_queue. */
    lane: text("lane").notNull(),
    dueAt: at("due_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.lane] })],
);
