import {
  foreignKey,
  index,
  integer,
  numeric,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { at, createdAt, workspaceId } from "./columns";
import { contacts } from "./contacts";
import { workspaces } from "./workspaces";

/** An order of a person. Money is numeric in the order's own currency; never a float. */
export const orders = pgTable(
  "orders",
  {
    workspaceId: workspaceId(),
    contactId: uuid("contact_id").notNull(),
    id: uuid("id").notNull(),
    /** The shop's order number, when there is one. */
    externalId: text("external_id"),
    orderedAt: at("ordered_at").notNull(),
    total: numeric("total", { precision: 14, scale: 2 }).notNull(),
    currency: text("currency").notNull(),
    itemCount: integer("item_count"),
    /** The import that brought it; undo removes by it. */
    importId: uuid("import_id"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.contactId, t.id] }),
    // Serves a person's timeline.
    index("orders_timeline").on(t.workspaceId, t.contactId, t.orderedAt),
    // Serves the undo of an import.
    index("orders_import").on(t.workspaceId, t.importId),
    foreignKey({
      columns: [t.workspaceId, t.contactId],
      foreignColumns: [contacts.workspaceId, contacts.id],
    }),
  ],
);

/**
 * What has already been taken in, keyed by the value itself: `order:<shop's number>` or
 * `order-file:<sha256>:<line>`. The unique key makes a second intake do nothing. No foreign keys.
 */
export const ingestDedup = pgTable(
  "ingest_dedup",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    key: text("key").notNull(),
    contactId: uuid("contact_id").notNull(),
    factId: uuid("fact_id").notNull(),
    importId: uuid("import_id"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.key] }),
    index("ingest_dedup_import").on(t.workspaceId, t.importId),
  ],
);
