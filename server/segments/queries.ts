import {
  and,
  asc,
  count,
  desc,
  eq,
  ilike,
  isNotNull,
  isNull,
  lt,
  ne,
  or,
  type SQL,
  sql,
} from "drizzle-orm";
import { campaigns, contacts, segments, segmentVersions, type Tx, users } from "@/db";

export type SegmentRow = typeof segments.$inferSelect;

const key = (workspaceId: string, id: string) =>
  and(eq(segments.workspaceId, workspaceId), eq(segments.id, id));

const living = (workspaceId: string) =>
  and(eq(contacts.workspaceId, workspaceId), isNull(contacts.deletedAt));

/** A segment with the name of who changed it last, or null. */
export async function findSegment(tx: Tx, workspaceId: string, id: string) {
  const [row] = await tx
    .select({ segment: segments, updatedByName: users.name })
    .from(segments)
    .leftJoin(users, eq(users.id, segments.updatedBy))
    .where(key(workspaceId, id));
  return row ?? null;
}

/** The segment's row, held until commit. */
export async function lockSegment(
  tx: Tx,
  workspaceId: string,
  id: string,
): Promise<SegmentRow | null> {
  const [row] = await tx.select().from(segments).where(key(workspaceId, id)).for("update");
  return row ?? null;
}

export async function insertSegment(tx: Tx, row: typeof segments.$inferInsert): Promise<void> {
  await tx.insert(segments).values(row);
}

export async function updateSegment(
  tx: Tx,
  row: { workspaceId: string; id: string },
  set: Partial<typeof segments.$inferInsert>,
): Promise<void> {
  await tx.update(segments).set(set).where(key(row.workspaceId, row.id));
}

/** Whether another living segment has the name, whatever its capitals. */
export async function isNameTaken(
  tx: Tx,
  workspaceId: string,
  asked: { name: string; exceptId: string | null },
): Promise<boolean> {
  const [row] = await tx
    .select({ id: segments.id })
    .from(segments)
    .where(
      and(
        eq(segments.workspaceId, workspaceId),
        isNull(segments.archivedAt),
        sql`lower(${segments.name}) = lower(${asked.name})`,
        asked.exceptId ? ne(segments.id, asked.exceptId) : undefined,
      ),
    )
    .limit(1);
  return row !== undefined;
}

export async function insertVersion(
  tx: Tx,
  row: typeof segmentVersions.$inferInsert,
): Promise<void> {
  await tx.insert(segmentVersions).values(row);
}

export async function listVersions(tx: Tx, workspaceId: string, segmentId: string) {
  return await tx
    .select({
      revision: segmentVersions.revision,
      rule: segmentVersions.rule,
      savedAt: segmentVersions.savedAt,
      savedByName: users.name,
    })
    .from(segmentVersions)
    .leftJoin(users, eq(users.id, segmentVersions.savedBy))
    .where(
      and(eq(segmentVersions.workspaceId, workspaceId), eq(segmentVersions.segmentId, segmentId)),
    )
    .orderBy(desc(segmentVersions.revision))
    .limit(100);
}

/** Segments, last changed first; `before` is the last row of the page above. */
export async function listSegments(
  tx: Tx,
  workspaceId: string,
  page: {
    search: string;
    view: "active" | "archived";
    before: { updatedAt: Date; id: string } | undefined;
    limit: number;
  },
) {
  const { search, view, before, limit } = page;
  return await tx
    .select({
      id: segments.id,
      name: segments.name,
      lastCount: segments.lastCount,
      countedAt: segments.countedAt,
      updatedAt: segments.updatedAt,
      updatedByName: users.name,
    })
    .from(segments)
    .leftJoin(users, eq(users.id, segments.updatedBy))
    .where(
      and(
        eq(segments.workspaceId, workspaceId),
        view === "active" ? isNull(segments.archivedAt) : isNotNull(segments.archivedAt),
        search ? ilike(segments.name, `%${search.replace(/[\\%_]/g, "\\$&")}%`) : undefined,
        before
          ? or(
              lt(segments.updatedAt, before.updatedAt),
              and(eq(segments.updatedAt, before.updatedAt), lt(segments.id, before.id)),
            )
          : undefined,
      ),
    )
    .orderBy(desc(segments.updatedAt), desc(segments.id))
    .limit(limit);
}

export async function hasSegments(tx: Tx, workspaceId: string): Promise<boolean> {
  const [row] = await tx
    .select({ id: segments.id })
    .from(segments)
    .where(eq(segments.workspaceId, workspaceId))
    .limit(1);
  return row !== undefined;
}

/** Segments by id that are not archived, in no particular order. */
export async function listByIds(tx: Tx, workspaceId: string, ids: readonly string[]) {
  return await tx
    .select()
    .from(segments)
    .where(
      and(
        eq(segments.workspaceId, workspaceId),
        isNull(segments.archivedAt),
        sql`${segments.id} = any(${sql.param(ids)}::uuid[])`,
      ),
    );
}

/** The names of all segments that can be chosen. */
export async function listNames(tx: Tx, workspaceId: string) {
  return await tx
    .select({ id: segments.id, name: segments.name, lastCount: segments.lastCount })
    .from(segments)
    .where(and(eq(segments.workspaceId, workspaceId), isNull(segments.archivedAt)))
    .orderBy(sql`lower(${segments.name})`, segments.id);
}

/** How many living people a condition holds for. Runs in the query role. */
export async function countPeople(tx: Tx, workspaceId: string, condition: SQL): Promise<number> {
  const [row] = await tx
    .select({ people: count() })
    .from(contacts)
    .where(and(living(workspaceId), condition));
  return row?.people ?? 0;
}

/** Campaigns whose mail went out, by name: what "received" and "clicked" can be about. */
export async function listSentCampaigns(tx: Tx, workspaceId: string) {
  return await tx
    .select({ id: campaigns.id, name: campaigns.name })
    .from(campaigns)
    .where(and(eq(campaigns.workspaceId, workspaceId), isNotNull(campaigns.startedAt)))
    .orderBy(desc(campaigns.startedAt));
}

/** Currencies that orders have. Steps from one to the next, so it takes a look-up for each. */
export async function listOrderCurrencies(tx: Tx, workspaceId: string): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ currency: contacts.orderCurrency })
    .from(contacts)
    .where(and(living(workspaceId), isNotNull(contacts.orderCurrency)))
    .orderBy(asc(contacts.orderCurrency));
  return rows.flatMap((row) => (row.currency ? [row.currency] : []));
}

/** Values that people have, as a list to choose from: of the 20,000 newest who have any. */
export async function listValues(
  tx: Tx,
  workspaceId: string,
  asked: { value: SQL; search: string; limit: number },
): Promise<string[]> {
  const sample = tx
    .select({ value: sql<string | null>`${asked.value}`.as("value") })
    .from(contacts)
    .where(and(living(workspaceId), sql`${asked.value} is not null`))
    .orderBy(desc(contacts.id))
    .limit(20_000)
    .as("sample");
  const rows = await tx
    .select({ value: sample.value })
    .from(sample)
    .where(
      asked.search ? sql`strpos(lower(${sample.value}), lower(${asked.search})) > 0` : undefined,
    )
    .groupBy(sample.value)
    .orderBy(desc(count()), asc(sample.value))
    .limit(asked.limit);
  return rows.flatMap((row) => (row.value === null ? [] : [row.value]));
}
