import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  foreignKey,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { at, createdAt, workspaceId } from "./columns";
import { brands, workspaces } from "./workspaces";

/**
 * A domain that a workspace sends from. What its DNS said at the last look is kept as it was found;
 * whether it may be sent from follows from `state` and `failing_since` (server/senders/state.core.ts).
 */
export const sendingDomains = pgTable(
  "sending_domains",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: uuid("id").notNull(),
    /** In A-labels, lower case. */
    domain: text("domain").notNull(),
    /** pending | verified | failing */
    state: text("state").notNull().default("pending"),
    verifiedAt: at("verified_at"),
    failingSince: at("failing_since"),
    checkedAt: at("checked_at"),
    /** `DnsFindings` of the last check. */
    findings: jsonb("findings"),
    /** `WarmUpPlan`; null: no limit. */
    warmUp: jsonb("warm_up"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique("sending_domains_domain").on(t.workspaceId, t.domain),
  ],
);

/**
 * A DKIM key of a sending domain. The private half is sealed and never leaves the server; a retired
 * key has none any more, only its selector, which must stay published while its last letters travel.
 */
export const sendingKeys = pgTable(
  "sending_keys",
  {
    workspaceId: workspaceId(),
    domainId: uuid("domain_id").notNull(),
    id: uuid("id").notNull(),
    selector: text("selector").notNull(),
    /** SubjectPublicKeyInfo in base64, as `p=` carries it. */
    publicKey: text("public_key").notNull(),
    sealedKey: text("sealed_key"),
    /** current | next | retired */
    role: text("role").notNull(),
    createdAt: createdAt(),
    retiredAt: at("retired_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.domainId, t.id] }),
    unique("sending_keys_selector").on(t.workspaceId, t.domainId, t.selector),
    // One key signs, and at most one waits to take over.
    uniqueIndex("sending_keys_role")
      .on(t.workspaceId, t.domainId, t.role)
      .where(sql`role in ('current', 'next')`),
    foreignKey({
      columns: [t.workspaceId, t.domainId],
      foreignColumns: [sendingDomains.workspaceId, sendingDomains.id],
    }).onDelete("cascade"),
  ],
);

/** How many letters of a domain were handed over on one day of the workspace: what warm-up counts. */
export const sendingDomainDays = pgTable(
  "sending_domain_days",
  {
    workspaceId: workspaceId(),
    domainId: uuid("domain_id").notNull(),
    day: date("day", { mode: "string" }).notNull(),
    sent: integer("sent").notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.domainId, t.day] }),
    foreignKey({
      columns: [t.workspaceId, t.domainId],
      foreignColumns: [sendingDomains.workspaceId, sendingDomains.id],
    }).onDelete("cascade"),
  ],
);

/**
 * A mail server of a workspace's own. Its host is a name or an address as it was typed: what a name
 * means is looked up, and judged, at each connection.
 */
export const mailServers = pgTable(
  "mail_servers",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    id: uuid("id").notNull(),
    name: text("name").notNull(),
    host: text("host").notNull(),
    port: integer("port").notNull(),
    /** tls | starttls | none */
    security: text("security").notNull(),
    username: text("username").notNull().default(""),
    sealedPassword: text("sealed_password"),
    /** Empty: the machine's own name. */
    ehloName: text("ehlo_name").notNull().default(""),
    /** Messages a second; null: as fast as it goes. */
    perSecond: integer("per_second"),
    connections: integer("connections").notNull(),
    isPaused: boolean("is_paused").notNull().default(false),
    pausedReason: text("paused_reason").notNull().default(""),
    testedAt: at("tested_at"),
    /** `ConnectionResult` of the last try. */
    testResult: jsonb("test_result"),
    createdAt: createdAt(),
    updatedAt: at("updated_at").notNull().defaultNow(),
    archivedAt: at("archived_at"),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] })],
);

/**
 * One server of a rule: for mail of this brand and kind (null: any), tried in the order of
 * `position`. The rows of one brand and kind are the rule; it is replaced as a whole.
 */
export const mailRoutes = pgTable(
  "mail_routes",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    brandId: uuid("brand_id"),
    /** marketing | transactional | opt_in */
    kind: text("kind"),
    serverId: uuid("server_id").notNull(),
    position: integer("position").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique("mail_routes_once").on(t.workspaceId, t.brandId, t.kind, t.serverId).nullsNotDistinct(),
    foreignKey({
      columns: [t.workspaceId, t.brandId],
      foreignColumns: [brands.workspaceId, brands.id],
    }),
    foreignKey({
      columns: [t.workspaceId, t.serverId],
      foreignColumns: [mailServers.workspaceId, mailServers.id],
    }),
  ],
);

/** How many letters a minute the mailboxes of one domain are sent at most, by all servers together. */
export const domainLimits = pgTable(
  "domain_limits",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    domain: text("domain").notNull(),
    perMinute: integer("per_minute").notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.domain] })],
);

/**
 * How far the line of a limited recipient domain reaches: the sender gives each message a place in it. The
 * rate is the one by which places were given; when the limit is another by now, they are given anew.
 */
export const domainPaces = pgTable(
  "domain_paces",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    domain: text("domain").notNull(),
    perMinute: integer("per_minute").notNull(),
    /** The first place that nobody was given. */
    nextAt: at("next_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.domain] })],
);

/**
 * Why mail waits that a worker would send: written by the worker that found it while it lasts, and taken away
 * by the same when it is over. What a worker said that is gone by now does not count any more.
 */
export const sendingTroubles = pgTable(
  "sending_troubles",
  {
    /** Null: the installation's mail server, which is everybody's. */
    workspaceId: uuid("workspace_id").references(() => workspaces.id),
    id: uuid("id").primaryKey(),
    workerId: uuid("worker_id").notNull(),
    /** server | letter | lane */
    subject: text("subject").notNull(),
    /** The mail server (empty: the installation's), the campaign, or the lane. */
    subjectId: text("subject_id").notNull(),
    /** For a server where the conversation ended (`TROUBLE_STEPS`), else the error's code. */
    code: text("code").notNull(),
    /** What the server replied, in a line. */
    reply: text("reply").notNull().default(""),
    since: at("since").notNull(),
    seenAt: at("seen_at").notNull(),
  },
  (t) => [
    unique("sending_troubles_once")
      .on(t.workspaceId, t.subject, t.subjectId, t.workerId)
      .nullsNotDistinct(),
    check("sending_troubles_subject", sql`subject in ('server','letter','lane')`),
  ],
);
