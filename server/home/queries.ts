import { and, count, desc, eq, gt, inArray, isNull, ne, sql } from "drizzle-orm";
import {
  brands,
  campaigns,
  contacts,
  imports,
  legalEntities,
  memberships,
  messages,
  type Tx,
  testSends,
  topics,
  users,
} from "@/db";

async function exists(query: PromiseLike<unknown[]>): Promise<boolean> {
  return (await query).length > 0;
}

/** Brands that send, with the columns of the legal entity that answers for each. */
export function listBrandEntities(tx: Tx, workspaceId: string) {
  return tx
    .select({ brandName: brands.name, entity: legalEntities })
    .from(brands)
    .innerJoin(
      legalEntities,
      and(
        eq(legalEntities.workspaceId, brands.workspaceId),
        eq(legalEntities.id, brands.legalEntityId),
      ),
    )
    .where(and(eq(brands.workspaceId, workspaceId), isNull(brands.archivedAt)))
    .orderBy(brands.createdAt);
}

export function hasTopic(tx: Tx, workspaceId: string): Promise<boolean> {
  return exists(
    tx
      .select({ id: topics.id })
      .from(topics)
      .where(
        and(
          eq(topics.workspaceId, workspaceId),
          // The purpose of tracking comes with every brand; what somebody made is a topic of mail.
          eq(topics.channel, "email"),
          isNull(topics.archivedAt),
        ),
      )
      .limit(1),
  );
}

export function hasPeople(tx: Tx, workspaceId: string): Promise<boolean> {
  return exists(
    tx
      .select({ id: contacts.id })
      .from(contacts)
      .where(and(eq(contacts.workspaceId, workspaceId), isNull(contacts.deletedAt)))
      .limit(1),
  );
}

/** The campaign somebody worked on last, drafts first: there the next steps are taken. */
export async function findLatestCampaign(tx: Tx, workspaceId: string): Promise<string | null> {
  const [row] = await tx
    .select({ id: campaigns.id })
    .from(campaigns)
    .where(and(eq(campaigns.workspaceId, workspaceId), isNull(campaigns.archivedAt)))
    .orderBy(sql`${campaigns.state} <> 'draft'`, desc(campaigns.updatedAt))
    .limit(1);
  return row?.id ?? null;
}

export function hasTestArrived(tx: Tx, workspaceId: string): Promise<boolean> {
  return exists(
    tx
      .select({ id: testSends.id })
      .from(testSends)
      .where(and(eq(testSends.workspaceId, workspaceId), eq(testSends.state, "accepted")))
      .limit(1),
  );
}

/** Whether any campaign's mail was accepted by a mail server. */
export function hasSent(tx: Tx, workspaceId: string): Promise<boolean> {
  return exists(
    tx
      .select({ id: campaigns.id })
      .from(campaigns)
      .innerJoin(
        messages,
        and(
          eq(messages.workspaceId, campaigns.workspaceId),
          eq(messages.campaignId, campaigns.id),
          eq(messages.state, "accepted"),
        ),
      )
      .where(and(eq(campaigns.workspaceId, workspaceId), ne(campaigns.state, "draft")))
      .limit(1),
  );
}

/** Campaigns that left the draft since a moment, or still run; newest first, at most 50. */
export function listStarted(tx: Tx, workspaceId: string, since: Date) {
  return tx
    .select({
      id: campaigns.id,
      name: campaigns.name,
      state: campaigns.state,
      startedAt: campaigns.startedAt,
      finishedAt: campaigns.finishedAt,
      audience: campaigns.audience,
    })
    .from(campaigns)
    .where(
      and(
        eq(campaigns.workspaceId, workspaceId),
        isNull(campaigns.archivedAt),
        ne(campaigns.state, "draft"),
        sql`(${campaigns.state} in ('preparing', 'sending', 'paused') or ${campaigns.startedAt} > ${since.toISOString()}::timestamptz)`,
      ),
    )
    .orderBy(desc(campaigns.startedAt))
    .limit(50);
}

/** Messages of these campaigns by state. */
export function countStates(tx: Tx, workspaceId: string, campaignIds: readonly string[]) {
  return tx
    .select({ campaignId: messages.campaignId, state: messages.state, messages: count() })
    .from(messages)
    .where(
      and(eq(messages.workspaceId, workspaceId), inArray(messages.campaignId, [...campaignIds])),
    )
    .groupBy(messages.campaignId, messages.state);
}

/** Imports that run, and those that stopped and wait for somebody. */
export function listOpenImports(tx: Tx, workspaceId: string, since: Date) {
  return tx
    .select({
      id: imports.id,
      fileName: imports.fileName,
      kind: imports.kind,
      state: imports.state,
      rowsDone: imports.rowsDone,
      rowsTotal: imports.rowsTotal,
      errorCode: imports.errorCode,
      errorRow: imports.errorRow,
    })
    .from(imports)
    .where(
      and(
        eq(imports.workspaceId, workspaceId),
        inArray(imports.state, ["queued", "running", "undoing", "failed", "paused"]),
        gt(imports.createdAt, since),
      ),
    )
    .orderBy(desc(imports.createdAt))
    .limit(20);
}

/** When this person last looked at home; null: never. */
export async function findLastVisit(tx: Tx, userId: string): Promise<Date | null> {
  const [row] = await tx
    .select({ at: users.lastSeenHomeAt })
    .from(users)
    .where(eq(users.id, userId));
  return row?.at ?? null;
}

export async function setLastVisit(tx: Tx, userId: string, at: Date): Promise<void> {
  await tx.update(users).set({ lastSeenHomeAt: at }).where(eq(users.id, userId));
}

const membership = (workspaceId: string, userId: string) =>
  and(eq(memberships.workspaceId, workspaceId), eq(memberships.userId, userId));

export async function isChecklistDismissed(tx: Tx, workspaceId: string, userId: string) {
  const [row] = await tx
    .select({ at: memberships.checklistDismissedAt })
    .from(memberships)
    .where(membership(workspaceId, userId));
  return row?.at != null;
}

export async function setChecklistDismissed(
  tx: Tx,
  key: { workspaceId: string; userId: string },
  at: Date | null,
): Promise<void> {
  await tx
    .update(memberships)
    .set({ checklistDismissedAt: at })
    .where(membership(key.workspaceId, key.userId));
}
