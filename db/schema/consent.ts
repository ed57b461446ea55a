import { sql } from "drizzle-orm";
import {
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
import { at, createdAt, workspaceId } from "./columns";
import { contacts } from "./contacts";
import { brands, workspaces } from "./workspaces";

/** A purpose people can allow: a subject on a channel of a brand ("Newsletter by e-mail"). */
export const topics = pgTable(
  "topics",
  {
    workspaceId: workspaceId(),
    id: uuid("id").notNull(),
    brandId: uuid("brand_id").notNull(),
    /**
     * email | tracking; the channel is part of the purpose, not of the person. `tracking` allows no
     * message: with it, opens and clicks of the brand's mail are kept with the person.
     */
    channel: text("channel").notNull(),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    /** Public topics stand on the unsubscribe page; private ones never do. */
    isPublic: boolean("is_public").notNull().default(true),
    createdAt: createdAt(),
    archivedAt: at("archived_at"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique("topics_name").on(t.workspaceId, t.brandId, t.channel, t.name),
    // One question a brand: are opens and clicks kept with the person?
    uniqueIndex("topics_tracking").on(t.workspaceId, t.brandId).where(sql`channel = 'tracking'`),
    foreignKey({
      columns: [t.workspaceId, t.brandId],
      foreignColumns: [brands.workspaceId, brands.id],
    }),
  ],
);

/**
 * The ledger: one declaration or fact about one person's consent. Append-only (no UPDATE or DELETE
 * is granted), hash-chained per person by `seq`. Personal details stand in consent_event_details;
 * the ledger holds their salted digest, so an erasure breaks no chain.
 */
export const consentEvents = pgTable(
  "consent_events",
  {
    workspaceId: workspaceId(),
    contactId: uuid("contact_id").notNull(),
    /** 1, 2, 3 … per person; the key that makes two writers collide instead of forking the chain. */
    seq: integer("seq").notNull(),
    id: uuid("id").notNull(),
    at: at("at").notNull(),
    /** grant | withdraw | object | import_claim | expire | complaint | undo (see consent/schemas). */
    action: text("action").notNull(),
    /** Null: every advertising topic of the legal entity on every channel. */
    topicId: uuid("topic_id"),
    legalEntityId: uuid("legal_entity_id").notNull(),
    /** consent_double_opt_in | consent_single_opt_in | existing_customer | contract | none. */
    basis: text("basis").notNull(),
    /** unsubscribe_page | list_unsubscribe | import | admin | … with the id it came from. */
    source: text("source").notNull(),
    sourceId: text("source_id"),
    /** Campaign whose mail carried the link, when there is one. */
    campaignId: uuid("campaign_id"),
    actorKind: text("actor_kind").notNull(),
    actorId: uuid("actor_id"),
    /** What was declared, free of personal data: wording, evidence reference, reason. */
    evidence: jsonb("evidence").$type<Record<string, string>>().notNull(),
    /** SHA-256(salt ‖ details), the salt being in consent_event_details; '' without details. */
    detailsDigest: text("details_digest").notNull(),
    prevHash: text("prev_hash").notNull(),
    hash: text("hash").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.contactId, t.seq] }),
    unique("consent_events_id").on(t.workspaceId, t.contactId, t.id),
    // Serves the undo of an import and the consent area's "recent".
    index("consent_events_recent").on(t.workspaceId, t.at),
    // The same for what people and clerks declared, past the mass of an import's claims.
    index("consent_events_declared").on(t.workspaceId, t.at).where(sql`action <> 'import_claim'`),
    index("consent_events_source").on(t.workspaceId, t.source, t.sourceId),
    foreignKey({
      columns: [t.workspaceId, t.contactId],
      foreignColumns: [contacts.workspaceId, contacts.id],
    }),
    foreignKey({
      columns: [t.workspaceId, t.topicId],
      foreignColumns: [topics.workspaceId, topics.id],
    }),
  ],
);

/** The personal part of a ledger row (address, IP, user agent) and its salt; erasure deletes it. */
export const consentEventDetails = pgTable(
  "consent_event_details",
  {
    workspaceId: workspaceId(),
    contactId: uuid("contact_id").notNull(),
    seq: integer("seq").notNull(),
    salt: text("salt").notNull(),
    details: jsonb("details").$type<Record<string, string>>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.contactId, t.seq] }),
    foreignKey({
      columns: [t.workspaceId, t.contactId, t.seq],
      foreignColumns: [consentEvents.workspaceId, consentEvents.contactId, consentEvents.seq],
    }),
  ],
);

/**
 * What the ledger says now, per person and topic: derived, rebuilt by replay, written only
 * together with a ledger row. No row means: nothing was ever declared, so nothing may be sent.
 */
export const consentStates = pgTable(
  "consent_states",
  {
    workspaceId: workspaceId(),
    contactId: uuid("contact_id").notNull(),
    topicId: uuid("topic_id").notNull(),
    /** granted | withdrawn | expired. */
    state: text("state").notNull(),
    basis: text("basis").notNull(),
    since: at("since").notNull(),
    /** Advertising rests until then (a person asked for a pause); null = no pause. */
    pausedUntil: at("paused_until"),
    /** Ledger row this follows from. */
    seq: integer("seq").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.contactId, t.topicId] }),
    // Serves audiences: everyone with consent for a topic, in contact order.
    index("consent_states_topic").on(t.workspaceId, t.topicId, t.state, t.contactId),
    foreignKey({
      columns: [t.workspaceId, t.contactId],
      foreignColumns: [contacts.workspaceId, contacts.id],
    }),
    foreignKey({
      columns: [t.workspaceId, t.topicId],
      foreignColumns: [topics.workspaceId, topics.id],
    }),
  ],
);

/**
 * An address that must not be written to, as an HMAC under the workspace's key: it survives the
 * person's erasure and tells other workspaces nothing. Orthogonal to consent.
 */
export const suppressions = pgTable(
  "suppressions",
  {
    workspaceId: workspaceId().references(() => workspaces.id),
    addressHmac: text("address_hmac").notNull(),
    /** hard_bounce | complaint | erased | manual. */
    reason: text("reason").notNull(),
    createdAt: createdAt(),
    source: text("source").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.addressHmac, t.reason] })],
);

/**
 * What the holder of an address ended, kept with the address when their record takes another one:
 * whoever reads mail there has said no, whatever record the address comes back in.
 */
export const withdrawnAddresses = pgTable(
  "withdrawn_addresses",
  {
    workspaceId: workspaceId(),
    addressHmac: text("address_hmac").notNull(),
    /** The topic that was withdrawn, or the legal entity all of whose advertising was. */
    scopeId: uuid("scope_id").notNull(),
    /** Who held the address then; their own ledger speaks for them when they have it again. */
    contactId: uuid("contact_id").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.addressHmac, t.scopeId, t.contactId] }),
    foreignKey({
      columns: [t.workspaceId, t.contactId],
      foreignColumns: [contacts.workspaceId, contacts.id],
    }),
  ],
);
