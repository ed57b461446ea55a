import { type AnyColumn, and, desc, eq, inArray, ne, type SQL, sql } from "drizzle-orm";
import {
  brands,
  campaigns,
  consentEvents,
  contactChanges,
  imports,
  legalEntities,
  messages,
  orderLines,
  orders,
  products,
  type Tx,
  topics,
  users,
} from "@/db";

/** Whose timeline, and what it continues behind; `at` has milliseconds. */
export interface Slice {
  workspaceId: string;
  contactId: string;
  before: { at: string; id: string } | null;
  limit: number;
}

interface Columns {
  workspaceId: AnyColumn;
  contactId: AnyColumn;
  at: SQL | AnyColumn;
  id: AnyColumn;
}

function keyOf(table: { workspaceId: AnyColumn; contactId: AnyColumn; id: AnyColumn }) {
  return { workspaceId: table.workspaceId, contactId: table.contactId, id: table.id };
}

function within(slice: Slice, columns: Columns) {
  const { before } = slice;
  return and(
    sql`${columns.workspaceId} = ${slice.workspaceId}`,
    sql`${columns.contactId} = ${slice.contactId}`,
    before
      ? sql`(${columns.at}, ${columns.id}) < (${before.at}::timestamptz, ${before.id}::uuid)`
      : undefined,
  );
}

export function listOrders(tx: Tx, slice: Slice) {
  const at = orders.orderedAt;
  return tx
    .select({
      id: orders.id,
      at: orders.orderedAt,
      externalId: orders.externalId,
      total: orders.total,
      currency: orders.currency,
      itemCount: orders.itemCount,
    })
    .from(orders)
    .where(within(slice, { ...keyOf(orders), at }))
    .orderBy(desc(at), desc(orders.id))
    .limit(slice.limit);
}

/** The articles of some of a person's orders, with the products they are, in the orders' own order. */
export function listArticles(
  tx: Tx,
  given: { workspaceId: string; contactId: string },
  orderIds: readonly string[],
) {
  return tx
    .select({
      orderId: orderLines.orderId,
      sku: orderLines.sku,
      name: sql<string>`coalesce(nullif(${orderLines.name}, ''), ${products.name}, '')`,
      quantity: orderLines.quantity,
      productId: products.id,
    })
    .from(orderLines)
    .leftJoin(
      products,
      and(eq(products.workspaceId, given.workspaceId), eq(products.sku, orderLines.sku)),
    )
    .where(
      and(
        eq(orderLines.workspaceId, given.workspaceId),
        eq(orderLines.contactId, given.contactId),
        inArray(orderLines.orderId, [...orderIds]),
      ),
    )
    .orderBy(orderLines.orderId, orderLines.line);
}

/** A message stands at the moment of its result, and until then at the moment it was made. */
export function listMessages(tx: Tx, slice: Slice) {
  const at = sql<Date>`coalesce(${messages.resultAt}, ${messages.createdAt})`.mapWith(
    messages.createdAt,
  );
  return tx
    .select({
      id: messages.id,
      at,
      state: messages.state,
      reason: messages.skipReason,
      /** How the result is known. */
      resolution: messages.resolution,
      campaignId: messages.campaignId,
      campaignName: campaigns.name,
      topicName: topics.name,
      smtpCode: messages.smtpCode,
      remoteText: messages.remoteText,
    })
    .from(messages)
    .innerJoin(
      campaigns,
      and(eq(campaigns.workspaceId, messages.workspaceId), eq(campaigns.id, messages.campaignId)),
    )
    .leftJoin(
      topics,
      and(eq(topics.workspaceId, messages.workspaceId), eq(topics.id, messages.topicId)),
    )
    .where(within(slice, { ...keyOf(messages), at }))
    .orderBy(desc(at), desc(messages.id))
    .limit(slice.limit);
}

export function listConsentEvents(tx: Tx, slice: Slice) {
  const at = consentEvents.at;
  return tx
    .select({
      id: consentEvents.id,
      at: consentEvents.at,
      action: consentEvents.action,
      basis: consentEvents.basis,
      source: consentEvents.source,
      topicName: topics.name,
      brandName: brands.name,
      legalEntityName: legalEntities.name,
      campaignId: consentEvents.campaignId,
      campaignName: campaigns.name,
      actorName: users.name,
      evidence: consentEvents.evidence,
    })
    .from(consentEvents)
    .leftJoin(
      topics,
      and(eq(topics.workspaceId, consentEvents.workspaceId), eq(topics.id, consentEvents.topicId)),
    )
    .leftJoin(
      brands,
      and(eq(brands.workspaceId, topics.workspaceId), eq(brands.id, topics.brandId)),
    )
    .leftJoin(
      legalEntities,
      and(
        eq(legalEntities.workspaceId, consentEvents.workspaceId),
        eq(legalEntities.id, consentEvents.legalEntityId),
      ),
    )
    .leftJoin(
      campaigns,
      and(
        eq(campaigns.workspaceId, consentEvents.workspaceId),
        eq(campaigns.id, consentEvents.campaignId),
      ),
    )
    .leftJoin(users, eq(users.id, consentEvents.actorId))
    .where(within(slice, { ...keyOf(consentEvents), at }))
    .orderBy(desc(at), desc(consentEvents.id))
    .limit(slice.limit);
}

export function listChanges(tx: Tx, slice: Slice) {
  const at = contactChanges.at;
  // `seen` changed nothing; it only keeps an undo away.
  const isChange = ne(contactChanges.kind, "seen");
  return tx
    .select({
      id: contactChanges.id,
      at: contactChanges.at,
      change: contactChanges.kind,
      source: contactChanges.source,
      sourceId: contactChanges.sourceId,
      userName: users.name,
      fileName: imports.fileName,
      changes: contactChanges.changes,
    })
    .from(contactChanges)
    .leftJoin(users, eq(users.id, contactChanges.sourceId))
    .leftJoin(
      imports,
      and(
        eq(imports.workspaceId, contactChanges.workspaceId),
        eq(imports.id, contactChanges.sourceId),
      ),
    )
    .where(and(within(slice, { ...keyOf(contactChanges), at }), isChange))
    .orderBy(desc(at), desc(contactChanges.id))
    .limit(slice.limit);
}
