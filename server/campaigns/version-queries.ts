import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { draftSnapshots, type Tx, users } from "@/db";

type SnapshotRow = typeof draftSnapshots.$inferSelect;

const ofVariant = (workspaceId: string, variantId: string) =>
  and(eq(draftSnapshots.workspaceId, workspaceId), eq(draftSnapshots.variantId, variantId));

/** Newest first: an id begins with the moment its version began. */
const newestFirst = desc(draftSnapshots.id);

/** A variant's newest two versions without their documents, newest first, held until commit. */
export async function lockNewest(tx: Tx, workspaceId: string, variantId: string) {
  return await tx
    .select({
      id: draftSnapshots.id,
      summary: draftSnapshots.summary,
      savedBy: draftSnapshots.savedBy,
      savedAt: draftSnapshots.savedAt,
    })
    .from(draftSnapshots)
    .where(ofVariant(workspaceId, variantId))
    .orderBy(newestFirst)
    .limit(2)
    .for("update");
}

export async function insertSnapshots(
  tx: Tx,
  rows: (typeof draftSnapshots.$inferInsert)[],
): Promise<void> {
  await tx.insert(draftSnapshots).values(rows);
}

export async function updateSnapshot(
  tx: Tx,
  key: Pick<SnapshotRow, "workspaceId" | "variantId" | "id">,
  set: Partial<Pick<SnapshotRow, "document" | "summary" | "savedAt">>,
): Promise<void> {
  await tx
    .update(draftSnapshots)
    .set(set)
    .where(and(ofVariant(key.workspaceId, key.variantId), eq(draftSnapshots.id, key.id)));
}

/** Versions of a variant, newest first, without their documents. */
export async function listSnapshots(tx: Tx, workspaceId: string, variantId: string) {
  return await tx
    .select({
      id: draftSnapshots.id,
      summary: draftSnapshots.summary,
      savedAt: draftSnapshots.savedAt,
      savedByName: users.name,
    })
    .from(draftSnapshots)
    .leftJoin(users, eq(users.id, draftSnapshots.savedBy))
    .where(ofVariant(workspaceId, variantId))
    .orderBy(newestFirst);
}

/** When each version of a variant was left and whether something happened at it, newest first. */
export async function listMoments(tx: Tx, workspaceId: string, variantId: string) {
  return await tx
    .select({
      id: draftSnapshots.id,
      savedAt: draftSnapshots.savedAt,
      isMarked: sql<boolean>`jsonb_array_length(${draftSnapshots.summary} -> 'marks') > 0`,
    })
    .from(draftSnapshots)
    .where(ofVariant(workspaceId, variantId))
    .orderBy(newestFirst);
}

export async function deleteSnapshots(
  tx: Tx,
  of: { workspaceId: string; variantId: string },
  ids: string[],
): Promise<void> {
  await tx
    .delete(draftSnapshots)
    .where(and(ofVariant(of.workspaceId, of.variantId), inArray(draftSnapshots.id, ids)));
}

/** One version with its document, or null when the variant has no such one. */
export async function findSnapshot(
  tx: Tx,
  of: { workspaceId: string; variantId: string },
  id: string,
) {
  const [row] = await tx
    .select({ document: draftSnapshots.document, savedAt: draftSnapshots.savedAt })
    .from(draftSnapshots)
    .where(and(ofVariant(of.workspaceId, of.variantId), eq(draftSnapshots.id, id)));
  return row ?? null;
}
