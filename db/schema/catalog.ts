import { sql } from "drizzle-orm";
import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  unique,
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
    // Serves segments by orders in a time, attribution, and revenue over time.
    index("orders_by_time").on(t.workspaceId, t.orderedAt, t.contactId),
    foreignKey({
      columns: [t.workspaceId, t.contactId],
      foreignColumns: [contacts.workspaceId, contacts.id],
    }),
  ],
);

/** One article of an order. Names its product by the shop's number: the catalogue may come later, or never. */
export const orderLines = pgTable(
  "order_lines",
  {
    workspaceId: workspaceId(),
    contactId: uuid("contact_id").notNull(),
    orderId: uuid("order_id").notNull(),
    /** 1, 2, 3 … within the order. */
    line: integer("line").notNull(),
    sku: text("sku").notNull(),
    name: text("name").notNull().default(""),
    quantity: integer("quantity").notNull(),
    /** Of one piece, in the order's currency. */
    price: numeric("price", { precision: 14, scale: 2 }),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.contactId, t.orderId, t.line] }),
    // Serves the bestsellers and "who bought this?".
    index("order_lines_sku").on(t.workspaceId, t.sku),
    foreignKey({
      columns: [t.workspaceId, t.contactId, t.orderId],
      foreignColumns: [orders.workspaceId, orders.contactId, orders.id],
    }).onDelete("cascade"),
  ],
);

/** Something the shop sells, as product blocks of letters show it. Keyed for people by `sku`. */
export const products = pgTable(
  "products",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: uuid("id").notNull(),
    /** The shop's article number. */
    sku: text("sku").notNull(),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    category: text("category").notNull().default(""),
    /** https only; '' = no page, so it is never shown in a letter. */
    url: text("url").notNull().default(""),
    imageUrl: text("image_url").notNull().default(""),
    price: numeric("price", { precision: 14, scale: 2 }),
    currency: text("currency").notNull(),
    /** Pieces at hand; null = not counted, always available. */
    stock: integer("stock"),
    importId: uuid("import_id"),
    createdAt: createdAt(),
    updatedAt: at("updated_at").notNull().defaultNow(),
    archivedAt: at("archived_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique("products_sku").on(t.workspaceId, t.sku),
    // Serves the list by name.
    index("products_by_name").on(t.workspaceId, t.name, t.id).where(sql`archived_at is null`),
  ],
);

export type ProductValue = string | number | null;

/**
 * What one import did to one product, all its rows together: a row for each product it met, also
 * for those it left as they were. By it later rows of the same file know what they may correct,
 * and an undo what to set back. No foreign key to the product: an undo may take that away.
 */
export const productImports = pgTable(
  "product_imports",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    importId: uuid("import_id").notNull(),
    productId: uuid("product_id").notNull(),
    isCreated: boolean("is_created").notNull(),
    /** `{field: [before, after]}`, field = a column of `products`; empty: met and left as it was. */
    changes: jsonb("changes").$type<Record<string, [ProductValue, ProductValue]>>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.importId, t.productId] }),
    // Serves the undo: has another import met this product?
    index("product_imports_product").on(t.workspaceId, t.productId),
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
    /** Digest of what was posted, so that a repeat is told from other content; null for files. */
    contentSha256: text("content_sha256"),
    importId: uuid("import_id"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.key] }),
    index("ingest_dedup_import").on(t.workspaceId, t.importId),
  ],
);
