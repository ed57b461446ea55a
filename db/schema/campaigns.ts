import {
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { at, createdAt, workspaceId } from "./columns";
import { topics } from "./consent";
import { brands, workspaces } from "./workspaces";

/**
 * One send to many people, of one to four variants of a letter. `revision` grows with every change
 * of what would be sent, and to whom: two editors notice each other by it, and an approval names it.
 */
export const campaigns = pgTable(
  "campaigns",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    brandId: uuid("brand_id").notNull(),
    topicId: uuid("topic_id").notNull(),
    name: text("name").notNull(),
    /** draft → [scheduled →] preparing → sending ⇄ paused → finished | cancelled; scheduled → draft. */
    state: text("state").notNull(),
    /** Segments by id (zod `CampaignTarget`); no included one = everybody. */
    target: jsonb("target")
      .$type<Record<string, unknown>>()
      .notNull()
      .default({ include: [], exclude: [] }),
    /** The rules and the moment the audience was taken by, once it starts (zod `FrozenTarget`). */
    frozen: jsonb("frozen").$type<Record<string, unknown>>(),
    /** When a scheduled campaign starts. */
    sendAt: at("send_at"),
    /** A clock time in each person's own zone, and what becomes of who is past it (zod `LocalTime`). */
    localTime: jsonb("local_time").$type<Record<string, unknown>>(),
    /** Hours of the week, in each person's own zone, outside which nothing leaves (zod `SendWindow`). */
    sendWindow: jsonb("send_window").$type<Record<string, unknown>>(),
    /** Why it pauses by itself: `blocked`, receivers refuse us; null when somebody paused it. */
    pauseReason: text("pause_reason"),
    /** Code of what kept a scheduled campaign from starting; it is a draft again then. */
    startError: text("start_error"),
    /** none | requested | approved | returned; about `reviewed_revision`, void once that is not the last. */
    review: text("review").notNull().default("none"),
    reviewedRevision: integer("reviewed_revision"),
    revision: integer("revision").notNull().default(1),
    /** The explained count at the moment of sending: matched, noConsent, suppressed … */
    audience: jsonb("audience").$type<Record<string, number>>(),
    /** Resume point of the audience's materialisation: last contact id taken over. */
    preparedUpTo: uuid("prepared_up_to"),
    createdBy: uuid("created_by").notNull(),
    updatedBy: uuid("updated_by").notNull(),
    createdAt: createdAt(),
    updatedAt: at("updated_at").notNull().defaultNow(),
    startedAt: at("started_at"),
    /** After a pause: what waited through it is no older than this. */
    resumedAt: at("resumed_at"),
    finishedAt: at("finished_at"),
    archivedAt: at("archived_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index("campaigns_recent").on(t.workspaceId, t.updatedAt),
    foreignKey({
      columns: [t.workspaceId, t.brandId],
      foreignColumns: [brands.workspaceId, brands.id],
    }),
    foreignKey({
      columns: [t.workspaceId, t.topicId],
      foreignColumns: [topics.workspaceId, topics.id],
    }),
  ],
);

/**
 * One of up to four versions of a campaign's letter. People are split between them by a stable hash,
 * in proportion to `weight`. `document` is the draft being edited (zod `LetterDocument`);
 * `version_id` is the frozen, compiled content that a send uses.
 */
export const campaignVariants = pgTable(
  "campaign_variants",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    campaignId: uuid("campaign_id").notNull(),
    /** 0 to 3, shown as A to D. */
    position: smallint("position").notNull(),
    weight: smallint("weight").notNull().default(1),
    document: jsonb("document").$type<Record<string, unknown>>().notNull(),
    versionId: uuid("version_id"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique("campaign_variants_position").on(t.workspaceId, t.campaignId, t.position),
    foreignKey({
      columns: [t.workspaceId, t.campaignId],
      foreignColumns: [campaigns.workspaceId, campaigns.id],
    }),
  ],
);

/**
 * A variant's draft as one person left it after writing in one go. The newest is the draft as it
 * stands and grows with it until somebody else writes, a pause is made, or something happens at it
 * (test, review, send, restore); those before it never change. Old ones thin out.
 */
export const draftSnapshots = pgTable(
  "draft_snapshots",
  {
    workspaceId: workspaceId(),
    variantId: uuid("variant_id").notNull(),
    id: uuid("id").notNull(),
    document: jsonb("document").$type<Record<string, unknown>>().notNull(),
    /** What versions are told apart by, and what happened at this one (zod `SnapshotSummary`). */
    summary: jsonb("summary").$type<Record<string, unknown>>().notNull(),
    savedBy: uuid("saved_by").notNull(),
    savedAt: at("saved_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.variantId, t.id] }),
    foreignKey({
      columns: [t.workspaceId, t.variantId],
      foreignColumns: [campaignVariants.workspaceId, campaignVariants.id],
    }).onDelete("cascade"),
  ],
);

/** A step of a campaign's review: asked for, approved, returned; with the words that came along. */
export const campaignReviews = pgTable(
  "campaign_reviews",
  {
    workspaceId: workspaceId(),
    campaignId: uuid("campaign_id").notNull(),
    id: uuid("id").notNull(),
    /** requested | approved | returned | withdrawn. */
    kind: text("kind").notNull(),
    revision: integer("revision").notNull(),
    note: text("note").notNull().default(""),
    by: uuid("by").notNull(),
    at: at("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.campaignId, t.id] }),
    foreignKey({
      columns: [t.workspaceId, t.campaignId],
      foreignColumns: [campaigns.workspaceId, campaigns.id],
    }),
  ],
);

/** Content as it is sent: the document and what it was compiled to, once. Never changed. */
export const contentVersions = pgTable(
  "content_versions",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: uuid("id").notNull(),
    campaignId: uuid("campaign_id").notNull(),
    document: jsonb("document").$type<Record<string, unknown>>().notNull(),
    /** `{subject, html, text}` as Liquid sources (zod `CompiledLetter`). */
    compiled: jsonb("compiled").$type<Record<string, unknown>>().notNull(),
    sha256: text("sha256").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({
      columns: [t.workspaceId, t.campaignId],
      foreignColumns: [campaigns.workspaceId, campaigns.id],
    }),
  ],
);
