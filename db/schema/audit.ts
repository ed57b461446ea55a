import { bigint, index, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { at, workspaceId } from "./columns";
import { workspaces } from "./workspaces";

/**
 * Who changed what, append-only and hash-chained per workspace (`hash` covers `prev_hash` and
 * the row), so that a verifier names the first broken entry. Deliberately absent: personal data;
 * `summary` holds ids, field names and counts.
 */
export const auditEntries = pgTable(
  "audit_entries",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    seq: bigint("seq", { mode: "number" }).notNull(),
    at: at("at").notNull(),
    actorKind: text("actor_kind").notNull(),
    actorId: uuid("actor_id"),
    /** `<domain>.<verb>`, as in `campaigns.send`. */
    action: text("action").notNull(),
    subjectType: text("subject_type").notNull(),
    subjectId: text("subject_id").notNull(),
    summary: jsonb("summary").$type<Record<string, unknown>>().notNull(),
    requestId: text("request_id").notNull(),
    prevHash: text("prev_hash").notNull(),
    hash: text("hash").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.seq] }),
    // Serves "what happened to this record".
    index("audit_entries_subject").on(t.workspaceId, t.subjectType, t.subjectId, t.seq),
  ],
);

/** Who opened which person's page. Append-only; kept apart from changes because it is long. */
export const readLog = pgTable(
  "read_log",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    contactId: uuid("contact_id").notNull(),
    id: uuid("id").notNull(),
    userId: uuid("user_id").notNull(),
    at: at("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.contactId, t.id] }),
    // Serves the workspace's read log, newest first.
    index("read_log_recent").on(t.workspaceId, t.id),
  ],
);
