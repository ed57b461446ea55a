import {
  boolean,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { contentVersions } from "./campaigns";
import { at, workspaceId } from "./columns";
import { contacts } from "./contacts";

/**
 * Where a link of a frozen letter leads. Mails name it by a signed token only, so no address stands
 * in a query and nobody can redirect through us. Links of the footer are not in it.
 */
export const contentLinks = pgTable(
  "content_links",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    versionId: uuid("version_id").notNull(),
    /** 0, 1, 2 … in reading order. */
    position: integer("position").notNull(),
    url: text("url").notNull(),
    /** The words or the picture's alternative text that people click on. */
    label: text("label").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique("content_links_place").on(t.workspaceId, t.versionId, t.position),
    foreignKey({
      columns: [t.workspaceId, t.versionId],
      foreignColumns: [contentVersions.workspaceId, contentVersions.id],
    }),
  ],
);

/**
 * An open or a click of one message by one person who allowed tracking; machines' are kept apart by
 * a flag. Facts: only the flag may change, when later clicks show that a gateway tried every link.
 */
export const messageEvents = pgTable(
  "message_events",
  {
    workspaceId: workspaceId(),
    contactId: uuid("contact_id").notNull(),
    id: uuid("id").notNull(),
    messageId: uuid("message_id").notNull(),
    campaignId: uuid("campaign_id").notNull(),
    /** open | click. */
    kind: text("kind").notNull(),
    /** Of a click. */
    linkId: uuid("link_id"),
    at: at("at").notNull(),
    isMachine: boolean("is_machine").notNull().default(false),
    /** Why it counts as a machine's: agent | prefetch | method | every_link | before_delivery. */
    machineReason: text("machine_reason"),
    /** The client's own name, cut to 200 characters. */
    agent: text("agent").notNull().default(""),
    /** HMAC of the network address under a key of the day: tells two clients apart, nothing more. */
    originDigest: text("origin_digest").notNull().default(""),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.contactId, t.id] }),
    // Serves a campaign's report and the segments' "opened" and "clicked".
    index("message_events_campaign").on(t.workspaceId, t.campaignId, t.kind, t.messageId),
    // Serves the look at a message's other clicks, and attribution's "last click before".
    index("message_events_message").on(t.workspaceId, t.messageId, t.at),
    foreignKey({
      columns: [t.workspaceId, t.contactId],
      foreignColumns: [contacts.workspaceId, contacts.id],
    }),
  ],
);

/** A click through a link that names nobody: its reader did not allow tracking. */
export const linkClicks = pgTable(
  "link_clicks",
  {
    workspaceId: workspaceId(),
    linkId: uuid("link_id").notNull(),
    id: uuid("id").notNull(),
    at: at("at").notNull(),
    isMachine: boolean("is_machine").notNull().default(false),
    machineReason: text("machine_reason"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.linkId, t.id] }),
    foreignKey({
      columns: [t.workspaceId, t.linkId],
      foreignColumns: [contentLinks.workspaceId, contentLinks.id],
    }),
  ],
);
