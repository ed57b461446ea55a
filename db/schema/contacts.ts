import { sql } from "drizzle-orm";
import {
  bigint,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { at, createdAt, textByBytes, workspaceId } from "./columns";
import { workspaces } from "./workspaces";

/**
 * A person known to the workspace. `order_*` are derived from orders (rebuildable) and stand here
 * because lists sort by them. Deliberately absent: consent (see consent_states, from the ledger).
 */
export const contacts = pgTable(
  "contacts",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: uuid("id").notNull(),
    /** Canonical address; the identity row of kind `email` owns its uniqueness. */
    email: textByBytes("email"),
    externalId: textByBytes("external_id"),
    firstName: text("first_name"),
    lastName: text("last_name"),
    phone: text("phone"),
    locale: textByBytes("locale"),
    /** IANA name, as `canonicalTimeZone` writes it; null: the workspace's counts. */
    timeZone: text("time_zone"),
    attributes: jsonb("attributes").$type<Record<string, AttributeValue>>().notNull().default({}),
    /** `sortNameOf`: folded `last first`, else the address, else the customer number: what lists sort by. */
    sortName: textByBytes("sort_name").notNull(),
    /** Folded `first last`, so that a search finds either order; `foldText` (contacts) is its twin. */
    searchName: textByBytes("search_name")
      .notNull()
      .generatedAlwaysAs(
        sql`translate(replace(ltrim(lower(regexp_replace(normalize(coalesce(first_name, '') || ' ' || coalesce(last_name, ''), NFKD), '[\u0300-\u036f]', '', 'g') collate "pg_c_utf8")), 'ß', 'ss'), 'øłđı', 'oldi')`,
      ),
    orderCount: integer("order_count").notNull().default(0),
    /**
     * Hundredths of `order_currency`. A bigint because numeric's comparisons are not leakproof:
     * under row level security they would take the sort's index away.
     */
    orderTotal: bigint("order_total", { mode: "number" }).notNull().default(0),
    /** The currency summed up in `order_total`: the workspace's if any order has it, else the last order's. */
    orderCurrency: text("order_currency"),
    lastOrderAt: at("last_order_at"),
    createdAt: createdAt(),
    updatedAt: at("updated_at").notNull().defaultNow(),
    /** Tombstone: an undone import removes people but never their ledger. */
    deletedAt: at("deleted_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    // One per sort of the contact list; partial, because tombstones are never listed.
    index("contacts_by_created")
      .on(t.workspaceId, t.createdAt, t.id)
      .where(sql`deleted_at is null`),
    index("contacts_by_name").on(t.workspaceId, t.sortName, t.id).where(sql`deleted_at is null`),
    index("contacts_by_email").on(t.workspaceId, t.email, t.id).where(sql`deleted_at is null`),
    index("contacts_by_orders")
      .on(t.workspaceId, t.orderCount, t.id)
      .where(sql`deleted_at is null`),
    index("contacts_by_total").on(t.workspaceId, t.orderTotal, t.id).where(sql`deleted_at is null`),
    index("contacts_by_last_order")
      .on(t.workspaceId, t.lastOrderAt, t.id)
      .where(sql`deleted_at is null`),
    // Serve "begins with" (names by last name and addresses have theirs above).
    index("contacts_search_name").on(t.workspaceId, t.searchName).where(sql`deleted_at is null`),
    // Serves the language filter and the walk over the languages there are.
    index("contacts_locale").on(t.workspaceId, t.locale, t.id).where(sql`deleted_at is null`),
    index("contacts_external_id").on(t.workspaceId, t.externalId).where(sql`deleted_at is null`),
    // Serves "who has this value?", asked in the query role (jsonb's operators are not leakproof).
    index("contacts_attributes")
      .using("gin", t.workspaceId, t.attributes.op("jsonb_path_ops"))
      .where(sql`deleted_at is null`),
  ],
);

export type AttributeValue = string | number | boolean | null;

/**
 * What identifies a person: canonical e-mail, phone or customer number. Keyed by the value (first
 * come, first served) and compared with plain `=`, which keeps its index under row level security.
 * No foreign key on purpose: identities are claimed before the contact row is written.
 */
export const identities = pgTable(
  "identities",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    kind: text("kind").notNull(),
    value: textByBytes("value").notNull(),
    contactId: uuid("contact_id").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.kind, t.value] }),
    // Serves a person's page.
    index("identities_contact").on(t.workspaceId, t.contactId),
  ],
);

/** A field of our own on people; values live in contacts.attributes under `key`. */
export const attributeDefinitions = pgTable(
  "attribute_definitions",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    key: text("key").notNull(),
    label: text("label").notNull(),
    /** `text | number | boolean | date`. */
    type: text("type").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.key] }),
    unique("attribute_definitions_label").on(t.workspaceId, t.label),
  ],
);

/**
 * One change of one person: created or updated, by whom, from what to what. Serves the timeline
 * and the undo of an import (`source = 'import'`, `source_id` = its id).
 */
export const contactChanges = pgTable(
  "contact_changes",
  {
    workspaceId: workspaceId(),
    contactId: uuid("contact_id").notNull(),
    id: uuid("id").notNull(),
    at: at("at").notNull(),
    /** `created | updated | removed`; `seen`: met again by another import, nothing changed. */
    kind: text("kind").notNull(),
    /** `import | user | import_undo | api`. */
    source: text("source").notNull(),
    sourceId: uuid("source_id").notNull(),
    /** `{field: [before, after]}`, field = column or `attributes.<key>`. */
    changes: jsonb("changes").$type<Record<string, [AttributeValue, AttributeValue]>>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.contactId, t.id] }),
    // Serves the undo of an import.
    index("contact_changes_source").on(t.workspaceId, t.sourceId, t.contactId),
    foreignKey({
      columns: [t.workspaceId, t.contactId],
      foreignColumns: [contacts.workspaceId, contacts.id],
    }),
  ],
);
