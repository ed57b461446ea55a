import { and, eq, isNull, sql } from "drizzle-orm";
import {
  consentEvents,
  consentStates,
  contacts,
  demoShops,
  identities,
  messageEvents,
  messages,
  messageTransitions,
  orderLines,
  orders,
  type Tx,
  workspaces,
} from "@/db";

/** Which demo shop this workspace is, or null for a real one. The row is held until commit. */
export async function lockDemo(tx: Tx, workspaceId: string) {
  const [row] = await tx
    .select({
      seed: demoShops.seed,
      askedBy: demoShops.askedBy,
      createdAt: demoShops.createdAt,
      builtAt: demoShops.builtAt,
      locale: workspaces.locale,
    })
    .from(demoShops)
    .innerJoin(workspaces, eq(workspaces.id, demoShops.workspaceId))
    .where(eq(demoShops.workspaceId, workspaceId))
    .for("update", { of: demoShops });
  return row ?? null;
}

/** How far it is: what the band says. Null for a real workspace. */
export async function findDemo(tx: Tx, workspaceId: string) {
  const [row] = await tx
    .select({ builtAt: demoShops.builtAt, error: demoShops.error })
    .from(demoShops)
    .where(eq(demoShops.workspaceId, workspaceId));
  return row ?? null;
}

export async function insertDemo(tx: Tx, row: typeof demoShops.$inferInsert): Promise<void> {
  await tx.insert(demoShops).values(row);
}

export async function markBuilt(tx: Tx, workspaceId: string, now: Date): Promise<void> {
  await tx
    .update(demoShops)
    .set({ builtAt: now, error: null })
    .where(eq(demoShops.workspaceId, workspaceId));
}

export async function noteFailure(tx: Tx, workspaceId: string, code: string): Promise<void> {
  await tx
    .update(demoShops)
    .set({ error: code })
    .where(and(eq(demoShops.workspaceId, workspaceId), isNull(demoShops.builtAt)));
}

/**
 * Lets the planner know what has been written: a report is opened as soon as the shop is there, which
 * is before the autovacuum comes by.
 */
export async function refreshStatistics(tx: Tx): Promise<void> {
  await tx.execute(
    sql`analyze ${contacts}, ${identities}, ${orders}, ${orderLines}, ${consentEvents},
      ${consentStates}, ${messages}, ${messageTransitions}, ${messageEvents}`,
  );
}
