import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import { consentStates, type Tx, topics } from "@/db";
import { TRACKING_BASES } from "./schemas";

/**
 * Which of these people allow opens and clicks of a brand's mail to be kept with them, at `now`.
 * One statement for a batch; whoever is not named does not allow it.
 */
export async function trackablePeople(
  tx: Tx,
  workspaceId: string,
  asked: { brandId: string; contactIds: readonly string[]; now: Date },
): Promise<Set<string>> {
  const rows = await tx
    .select({ contactId: consentStates.contactId })
    .from(topics)
    .innerJoin(
      consentStates,
      and(eq(consentStates.workspaceId, topics.workspaceId), eq(consentStates.topicId, topics.id)),
    )
    .where(
      and(
        eq(topics.workspaceId, workspaceId),
        eq(topics.brandId, asked.brandId),
        eq(topics.channel, "tracking"),
        isNull(topics.archivedAt),
        sql`${consentStates.contactId} = any(${sql.param(asked.contactIds)}::uuid[])`,
        eq(consentStates.state, "granted"),
        inArray(consentStates.basis, [...TRACKING_BASES]),
        sql`coalesce(${consentStates.pausedUntil} <= ${asked.now.toISOString()}::timestamptz, true)`,
      ),
    );
  return new Set(rows.map((row) => row.contactId));
}
