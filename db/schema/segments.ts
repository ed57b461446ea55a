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
import { workspaces } from "./workspaces";

/**
 * A question about people, kept under a name. Only the rule: who belongs is asked anew each time,
 * so there is no membership that could be out of date. A campaign freezes the rule it went out by.
 */
export const segments = pgTable(
  "segments",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: uuid("id").notNull(),
    name: text("name").notNull(),
    /** zod `SegmentRule`; refers to topics, campaigns and attributes by id or key. */
    rule: jsonb("rule").$type<Record<string, unknown>>().notNull(),
    /** Grows with every save; how two editors notice each other. */
    revision: integer("revision").notNull().default(1),
    /** The last exact count and when it was taken: what the list shows before it asks again. */
    lastCount: integer("last_count"),
    countedAt: at("counted_at"),
    createdBy: uuid("created_by").notNull(),
    updatedBy: uuid("updated_by").notNull(),
    createdAt: createdAt(),
    updatedAt: at("updated_at").notNull().defaultNow(),
    archivedAt: at("archived_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    // Serves the list, last changed first.
    index("segments_recent").on(t.workspaceId, t.updatedAt),
  ],
);

/** A rule as it was before a save: what "restore" brings back. Never changed. */
export const segmentVersions = pgTable(
  "segment_versions",
  {
    workspaceId: workspaceId(),
    segmentId: uuid("segment_id").notNull(),
    revision: integer("revision").notNull(),
    rule: jsonb("rule").$type<Record<string, unknown>>().notNull(),
    savedBy: uuid("saved_by").notNull(),
    savedAt: at("saved_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.segmentId, t.revision] }),
    foreignKey({
      columns: [t.workspaceId, t.segmentId],
      foreignColumns: [segments.workspaceId, segments.id],
    }),
  ],
);
