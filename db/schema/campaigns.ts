import {
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { at, createdAt, workspaceId } from "./columns";
import { topics } from "./consent";
import { brands, workspaces } from "./workspaces";

/**
 * One letter to many people. `document` is the draft being edited (zod `LetterDocument`);
 * `version_id` is the frozen, compiled content that a send uses. `revision` grows with every save
 * and is how two editors notice each other.
 */
export const campaigns = pgTable(
  "campaigns",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    brandId: uuid("brand_id").notNull(),
    topicId: uuid("topic_id").notNull(),
    name: text("name").notNull(),
    /** draft → preparing → sending ⇄ paused → finished | cancelled. */
    state: text("state").notNull(),
    document: jsonb("document").$type<Record<string, unknown>>().notNull(),
    revision: integer("revision").notNull().default(1),
    versionId: uuid("version_id"),
    /** The explained count at the moment of sending: matched, noConsent, suppressed … */
    audience: jsonb("audience").$type<Record<string, number>>(),
    /** Resume point of the audience's materialisation: last contact id taken over. */
    preparedUpTo: uuid("prepared_up_to"),
    createdBy: uuid("created_by").notNull(),
    updatedBy: uuid("updated_by").notNull(),
    createdAt: createdAt(),
    updatedAt: at("updated_at").notNull().defaultNow(),
    startedAt: at("started_at"),
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
