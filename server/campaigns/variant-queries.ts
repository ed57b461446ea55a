import { and, eq, sql } from "drizzle-orm";
import { campaignVariants, type Tx } from "@/db";

export type VariantRow = typeof campaignVariants.$inferSelect;

const ofCampaign = (workspaceId: string, campaignId: string) =>
  and(eq(campaignVariants.workspaceId, workspaceId), eq(campaignVariants.campaignId, campaignId));

/** A campaign's variants in their order; there is always one. */
export async function listVariants(
  tx: Tx,
  workspaceId: string,
  campaignId: string,
): Promise<VariantRow[]> {
  return await tx
    .select()
    .from(campaignVariants)
    .where(ofCampaign(workspaceId, campaignId))
    .orderBy(campaignVariants.position);
}

export async function insertVariants(
  tx: Tx,
  rows: (typeof campaignVariants.$inferInsert)[],
): Promise<void> {
  await tx.insert(campaignVariants).values(rows);
}

/** Changes a variant; false when the campaign has no such one. */
export async function updateVariant(
  tx: Tx,
  variant: { workspaceId: string; campaignId: string; id: string },
  set: Partial<Pick<VariantRow, "document" | "weight" | "versionId">>,
): Promise<boolean> {
  const { workspaceId, campaignId, id } = variant;
  const changed = await tx
    .update(campaignVariants)
    .set(set)
    .where(and(ofCampaign(workspaceId, campaignId), eq(campaignVariants.id, id)))
    .returning({ id: campaignVariants.id });
  return changed.length > 0;
}

/** Takes a variant away; those behind it move up. */
export async function deleteVariant(tx: Tx, variant: VariantRow): Promise<void> {
  const { workspaceId, campaignId, id, position } = variant;
  await tx
    .delete(campaignVariants)
    .where(and(ofCampaign(workspaceId, campaignId), eq(campaignVariants.id, id)));
  // One after the other: a position is taken by one variant at any moment.
  for (const behind of [1, 2, 3].filter((place) => place > position)) {
    await tx
      .update(campaignVariants)
      .set({ position: sql`${campaignVariants.position} - 1` })
      .where(and(ofCampaign(workspaceId, campaignId), eq(campaignVariants.position, behind)));
  }
}
