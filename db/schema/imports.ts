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
  uuid,
} from "drizzle-orm/pg-core";
import { at, createdAt, workspaceId } from "./columns";
import { files, workspaces } from "./workspaces";

/**
 * One file on its way into the workspace, from upload to undo. `rows_done` is committed together
 * with the rows it counts, so a killed worker continues exactly behind it.
 */
export const imports = pgTable(
  "imports",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: uuid("id").notNull(),
    /** `people | orders | products`. */
    kind: text("kind").notNull(),
    /**
     * draft → queued → running → done | failed | paused | cancelled; paused → queued;
     * done, failed, paused, cancelled → undoing → undone; draft → discarded.
     */
    state: text("state").notNull(),
    /** Where a draft was left: the wizard's step. */
    step: text("step").notNull().default("preview"),
    /** Null once discarded: the bytes are gone. */
    fileId: uuid("file_id"),
    fileName: text("file_name").notNull(),
    fileSha256: text("file_sha256").notNull(),
    fileSize: bigint("file_size", { mode: "number" }).notNull(),
    /** `{format: {encoding, delimiter, hasHeader}, scan}`: how the file is read (zod `StoredFormat`). */
    format: jsonb("format").$type<Record<string, unknown>>().notNull(),
    /** The whole plan (mapping, policy, legal basis), zod `ImportPlan`; a draft's may be incomplete. */
    plan: jsonb("plan").$type<Record<string, unknown>>(),
    rowsTotal: integer("rows_total"),
    rowsDone: integer("rows_done").notNull().default(0),
    peopleCreated: integer("people_created").notNull().default(0),
    peopleUpdated: integer("people_updated").notNull().default(0),
    peopleUnchanged: integer("people_unchanged").notNull().default(0),
    ordersCreated: integer("orders_created").notNull().default(0),
    ordersKnown: integer("orders_known").notNull().default(0),
    /** Products, each once however many rows name it. */
    productsCreated: integer("products_created").notNull().default(0),
    productsUpdated: integer("products_updated").notNull().default(0),
    productsUnchanged: integer("products_unchanged").notNull().default(0),
    consentsRecorded: integer("consents_recorded").notNull().default(0),
    rowsFailed: integer("rows_failed").notNull().default(0),
    /** Cells left out because their value was unusable, in rows that came in. */
    cellsDropped: integer("cells_dropped").notNull().default(0),
    /** Length and progress of an undo, in people, orders and products. */
    undoTotal: integer("undo_total"),
    undoDone: integer("undo_done").notNull().default(0),
    undoSpared: integer("undo_spared").notNull().default(0),
    /** Last person an undo has handled; it goes through them in order of id. */
    undoCursor: uuid("undo_cursor"),
    errorCode: text("error_code"),
    errorRow: integer("error_row"),
    createdBy: uuid("created_by"),
    createdAt: createdAt(),
    startedAt: at("started_at"),
    finishedAt: at("finished_at"),
    undoneAt: at("undone_at"),
    cancelRequested: boolean("cancel_requested").notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({
      columns: [t.workspaceId, t.fileId],
      foreignColumns: [files.workspaceId, files.id],
    }),
    // Serves the list of imports, newest first.
    index("imports_recent").on(t.workspaceId, t.createdAt),
  ],
);

/** One fault of one cell (or whole row: column ''), with the line it stands on in the file. */
export const importErrors = pgTable(
  "import_errors",
  {
    workspaceId: workspaceId(),
    importId: uuid("import_id").notNull(),
    line: integer("line").notNull(),
    column: text("column").notNull(),
    code: text("code").notNull(),
    /** The cell as it was, cut to 200 characters. */
    value: text("value").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.importId, t.line, t.column] }),
    foreignKey({
      columns: [t.workspaceId, t.importId],
      foreignColumns: [imports.workspaceId, imports.id],
    }),
  ],
);
