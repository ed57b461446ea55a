import { boolean, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { at, createdAt } from "./columns";

/**
 * A person who can sign in. Platform table: one person may belong to several workspaces, and
 * sign-in happens before a workspace is known. Deliberately absent: roles (see memberships).
 */
export const users = pgTable("users", {
  id: uuid("id").primaryKey(),
  /** Canonical (lower case, NFC); unique over the instance. */
  email: text("email").notNull().unique(),
  name: text("name").notNull(),
  /** scrypt, PHC-like string; null for people who only use links or single sign-on. */
  passwordHash: text("password_hash"),
  locale: text("locale"),
  theme: text("theme").notNull().default("system"),
  shortcutsEnabled: boolean("shortcuts_enabled").notNull().default(true),
  /** Raised to end every session at once: password, role or membership change. */
  sessionVersion: integer("session_version").notNull().default(1),
  /** Set for the person of the first run: may read system mail in the local mailbox. */
  isOperator: boolean("is_operator").notNull().default(false),
  createdAt: createdAt(),
});

/** One signed-in browser. Platform table: checked on each request, before the workspace. */
export const sessions = pgTable(
  "sessions",
  {
    id: uuid("id").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    sessionVersion: integer("session_version").notNull(),
    method: text("method").notNull(),
    userAgent: text("user_agent"),
    createdAt: createdAt(),
    lastSeenAt: at("last_seen_at").notNull(),
    expiresAt: at("expires_at").notNull(),
    revokedAt: at("revoked_at"),
  },
  // Serves "my sessions".
  (t) => [index("sessions_user").on(t.userId, t.createdAt)],
);

/**
 * A mailed link that lets somebody in (magic link, password reset). The row holds no secret: the
 * link is this id signed with a key; the row makes it single-use and lets it expire.
 */
export const authTokens = pgTable(
  "auth_tokens",
  {
    id: uuid("id").primaryKey(),
    kind: text("kind").notNull(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: createdAt(),
    expiresAt: at("expires_at").notNull(),
    consumedAt: at("consumed_at"),
  },
  (t) => [index("auth_tokens_user").on(t.userId, t.createdAt)],
);

/** Fixed-window counters for sign-in and mailed links; `key` is a digest, never an address. */
export const rateLimits = pgTable(
  "rate_limits",
  {
    key: text("key").notNull(),
    windowStart: at("window_start").notNull(),
    hits: integer("hits").notNull(),
  },
  (t) => [primaryKey({ columns: [t.key, t.windowStart] })],
);
