import { and, desc, eq, gt } from "drizzle-orm";
import { type Tx, testSends } from "@/db";

export async function insertTestSends(
  tx: Tx,
  rows: (typeof testSends.$inferInsert)[],
): Promise<void> {
  await tx.insert(testSends).values(rows);
}

/** How many test letters somebody has asked for since a moment. */
export function countTestSends(
  tx: Tx,
  workspaceId: string,
  asked: { by: string; since: Date },
): Promise<number> {
  const own = and(eq(testSends.workspaceId, workspaceId), eq(testSends.requestedBy, asked.by));
  return tx.$count(testSends, and(own, gt(testSends.createdAt, asked.since)));
}

/** The latest test letters of a campaign, newest first. */
export function listTestSends(tx: Tx, workspaceId: string, campaignId: string) {
  return tx
    .select({
      id: testSends.id,
      address: testSends.address,
      state: testSends.state,
      remoteText: testSends.remoteText,
      createdAt: testSends.createdAt,
    })
    .from(testSends)
    .where(and(eq(testSends.workspaceId, workspaceId), eq(testSends.campaignId, campaignId)))
    .orderBy(desc(testSends.id))
    .limit(10);
}
