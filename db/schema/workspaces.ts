import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { users } from "./auth";
import { at, createdAt, workspaceId } from "./columns";

/** A tenant. Everything else that belongs to it starts with its id. */
export const workspaces = pgTable("workspaces", {
  id: uuid("id").primaryKey(),
  name: text("name").notNull(),
  /** IANA zone in which dates of the workspace are shown and campaigns are timed. */
  timeZone: text("time_zone").notNull().default("Europe/Berlin"),
  /** Language of mail and public pages when a person has none. */
  locale: text("locale").notNull().default("en"),
  currency: text("currency").notNull().default("EUR"),
  /** Days after a click or a receipt within which an order counts for that message. */
  attributionDays: integer("attribution_days").notNull().default(5),
  /** A demo shop: nobody in it exists, and it may be removed whole. Never changes (trigger). */
  isDemo: boolean("is_demo").notNull().default(false),
  createdAt: createdAt(),
});

/**
 * Demo shops that were removed: what had left of them is missing on purpose, not because the database
 * was put back to before it.
 */
export const removedWorkspaces = pgTable("removed_workspaces", {
  id: uuid("id").primaryKey(),
  removedAt: at("removed_at").notNull().defaultNow(),
});

/** How far a demo shop is: it is made in one transaction, so it is either empty or whole. */
export const demoShops = pgTable("demo_shops", {
  workspaceId: workspaceId()
    .primaryKey()
    .references(() => workspaces.id),
  /** The same seed and the same day give the same people, orders and answers. */
  seed: integer("seed").notNull(),
  /** Who asked for it; its campaigns bear their name. */
  askedBy: uuid("asked_by").notNull(),
  createdAt: createdAt(),
  builtAt: at("built_at"),
  /** Code of what kept it from being made, at the last try. */
  error: text("error"),
});

/**
 * The legal person that answers for the mail: the imprint of every message. Fields may be empty
 * while a workspace is set up; `imprintComplete` (workspaces domain) decides whether it may send.
 */
export const legalEntities = pgTable(
  "legal_entities",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: uuid("id").notNull(),
    name: text("name").notNull(),
    form: text("form").notNull().default(""),
    street: text("street").notNull().default(""),
    postalCode: text("postal_code").notNull().default(""),
    city: text("city").notNull().default(""),
    country: text("country").notNull().default(""),
    email: text("email").notNull().default(""),
    phone: text("phone").notNull().default(""),
    registerCourt: text("register_court").notNull().default(""),
    registerNumber: text("register_number").notNull().default(""),
    directors: text("directors").notNull().default(""),
    vatId: text("vat_id").notNull().default(""),
    dpoName: text("dpo_name").notNull().default(""),
    dpoEmail: text("dpo_email").notNull().default(""),
    createdAt: createdAt(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] })],
);

/** A brand: sender identity and look, a dimension inside the workspace. */
export const brands = pgTable(
  "brands",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    legalEntityId: uuid("legal_entity_id").notNull(),
    name: text("name").notNull(),
    /** `#rrggbb`, with enough contrast for white text checked when it is saved. */
    colour: text("colour").notNull().default("#0f766e"),
    logoFileId: uuid("logo_file_id"),
    senderName: text("sender_name").notNull(),
    senderEmail: text("sender_email").notNull(),
    replyTo: text("reply_to"),
    createdAt: createdAt(),
    updatedAt: at("updated_at").notNull().defaultNow(),
    archivedAt: at("archived_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique("brands_name").on(t.workspaceId, t.name),
    foreignKey({
      columns: [t.workspaceId, t.legalEntityId],
      foreignColumns: [legalEntities.workspaceId, legalEntities.id],
    }),
  ],
);

/** Who belongs to a workspace and as what. Platform table: read at sign-in by user. */
export const memberships = pgTable(
  "memberships",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    role: text("role").notNull(),
    /** When this person put the onboarding checklist away; null: it shows while steps are open. */
    checklistDismissedAt: at("checklist_dismissed_at"),
    /** When this person last left home behind: what "since your last visit" counts from. */
    lastVisitAt: at("last_visit_at"),
    /** When they last looked at home; opened again after a while, it becomes the last visit. */
    seenHomeAt: at("seen_home_at"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.userId] }),
    // Serves "the workspaces of a person" at sign-in.
    index("memberships_user").on(t.userId),
  ],
);

/** A permission given beyond the role (`campaigns.send`), for one brand or (null) for all. */
export const memberGrants = pgTable(
  "member_grants",
  {
    workspaceId: workspaceId(),
    userId: uuid("user_id").notNull(),
    permission: text("permission").notNull(),
    brandId: uuid("brand_id"),
    createdAt: createdAt(),
  },
  (t) => [
    unique("member_grants_once")
      .on(t.workspaceId, t.userId, t.permission, t.brandId)
      .nullsNotDistinct(),
    foreignKey({
      columns: [t.workspaceId, t.userId],
      foreignColumns: [memberships.workspaceId, memberships.userId],
    }).onDelete("cascade"),
    foreignKey({
      columns: [t.workspaceId, t.brandId],
      foreignColumns: [brands.workspaceId, brands.id],
    }).onDelete("cascade"),
  ],
);

/** An invitation by mail. The link is the signed id; the row makes it revocable and single-use. */
export const invitations = pgTable(
  "invitations",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: uuid("id").notNull(),
    email: text("email").notNull(),
    role: text("role").notNull(),
    /** `[{permission, brandId}]` that acceptance turns into member_grants. */
    grants: jsonb("grants").$type<{ permission: string; brandId: string | null }[]>().notNull(),
    invitedBy: uuid("invited_by").notNull(),
    createdAt: createdAt(),
    expiresAt: at("expires_at").notNull(),
    acceptedAt: at("accepted_at"),
    revokedAt: at("revoked_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    // One open invitation per address.
    uniqueIndex("invitations_open")
      .on(t.workspaceId, t.email)
      .where(sql`accepted_at is null and revoked_at is null`),
  ],
);

/** A key for machines, `kai_live_<id>_<secret>`; only the SHA-256 of the secret is kept. */
export const apiKeys = pgTable(
  "api_keys",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: uuid("id").notNull(),
    name: text("name").notNull(),
    secretHash: text("secret_hash").notNull(),
    scopes: text("scopes").array().notNull(),
    createdAt: createdAt(),
    expiresAt: at("expires_at"),
    lastUsedAt: at("last_used_at"),
    revokedAt: at("revoked_at"),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] })],
);

/** An uploaded file; the bytes are in the blob store under `storageKey`. */
export const files = pgTable(
  "files",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: uuid("id").notNull(),
    /** `import`, `import_errors`, `logo`, `image`. Only the last two are ever served without a session. */
    kind: text("kind").notNull(),
    name: text("name").notNull(),
    contentType: text("content_type").notNull(),
    size: bigint("size", { mode: "number" }).notNull(),
    sha256: text("sha256").notNull(),
    storageKey: text("storage_key").notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] })],
);
