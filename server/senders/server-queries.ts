import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import { brands, domainLimits, mailRoutes, mailServers, type Tx } from "@/db";

export type ServerRow = typeof mailServers.$inferSelect;

const inUse = (workspaceId: string) =>
  and(eq(mailServers.workspaceId, workspaceId), isNull(mailServers.archivedAt));

/** The servers in use, in the order in which they were added. */
export function listServers(tx: Tx, workspaceId: string) {
  return tx
    .select()
    .from(mailServers)
    .where(inUse(workspaceId))
    .orderBy(asc(mailServers.createdAt), asc(mailServers.id));
}

/** One server in use, locked. */
export async function lockServer(tx: Tx, workspaceId: string, id: string) {
  const [row] = await tx
    .select()
    .from(mailServers)
    .where(and(inUse(workspaceId), eq(mailServers.id, id)))
    .for("update");
  return row ?? null;
}

export async function insertServer(tx: Tx, row: typeof mailServers.$inferInsert): Promise<void> {
  await tx.insert(mailServers).values(row);
}

export async function updateServer(
  tx: Tx,
  key: { workspaceId: string; id: string },
  change: Partial<typeof mailServers.$inferInsert>,
): Promise<void> {
  await tx
    .update(mailServers)
    .set(change)
    .where(and(eq(mailServers.workspaceId, key.workspaceId), eq(mailServers.id, key.id)));
}

/** How many of these servers are in use. */
export async function countServers(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<number> {
  const rows = await tx
    .select({ id: mailServers.id })
    .from(mailServers)
    .where(and(inUse(workspaceId), inArray(mailServers.id, [...ids])));
  return rows.length;
}

/** Whether any rule leads to a server of the workspace's own. */
export async function hasOwnServer(tx: Tx, workspaceId: string): Promise<boolean> {
  const [row] = await tx
    .select({ id: mailServers.id })
    .from(mailRoutes)
    .innerJoin(
      mailServers,
      and(
        eq(mailServers.workspaceId, mailRoutes.workspaceId),
        eq(mailServers.id, mailRoutes.serverId),
      ),
    )
    .where(and(eq(mailRoutes.workspaceId, workspaceId), isNull(mailServers.archivedAt)))
    .limit(1);
  return row !== undefined;
}

/** All rules, row by row, each rule's servers in their order. */
export function listRoutes(tx: Tx, workspaceId: string) {
  return tx
    .select({
      brandId: mailRoutes.brandId,
      kind: mailRoutes.kind,
      serverId: mailRoutes.serverId,
      position: mailRoutes.position,
    })
    .from(mailRoutes)
    .where(eq(mailRoutes.workspaceId, workspaceId))
    .orderBy(asc(mailRoutes.createdAt), asc(mailRoutes.position), asc(mailRoutes.id));
}

export interface RuleKey {
  brandId: string | null;
  kind: string | null;
}

export async function deleteRule(
  tx: Tx,
  workspaceId: string,
  { brandId, kind }: RuleKey,
): Promise<number> {
  const rows = await tx
    .delete(mailRoutes)
    .where(
      and(
        eq(mailRoutes.workspaceId, workspaceId),
        brandId === null ? isNull(mailRoutes.brandId) : eq(mailRoutes.brandId, brandId),
        kind === null ? isNull(mailRoutes.kind) : eq(mailRoutes.kind, kind),
      ),
    )
    .returning({ id: mailRoutes.id });
  return rows.length;
}

export async function insertRoutes(
  tx: Tx,
  rows: (typeof mailRoutes.$inferInsert)[],
): Promise<void> {
  await tx.insert(mailRoutes).values(rows);
}

/** Takes a server out of every rule. */
export async function deleteRoutesTo(tx: Tx, workspaceId: string, serverId: string): Promise<void> {
  await tx
    .delete(mailRoutes)
    .where(and(eq(mailRoutes.workspaceId, workspaceId), eq(mailRoutes.serverId, serverId)));
}

export async function hasBrand(tx: Tx, workspaceId: string, id: string): Promise<boolean> {
  const [row] = await tx
    .select({ id: brands.id })
    .from(brands)
    .where(and(eq(brands.workspaceId, workspaceId), eq(brands.id, id)));
  return row !== undefined;
}

/** The names of all brands, archived ones too: their rules are still to be read. */
export function listBrandNames(tx: Tx, workspaceId: string) {
  return tx
    .select({ id: brands.id, name: brands.name, archivedAt: brands.archivedAt })
    .from(brands)
    .where(eq(brands.workspaceId, workspaceId))
    .orderBy(brands.createdAt);
}

export function listLimits(tx: Tx, workspaceId: string) {
  return tx
    .select({ domain: domainLimits.domain, perMinute: domainLimits.perMinute })
    .from(domainLimits)
    .where(eq(domainLimits.workspaceId, workspaceId))
    .orderBy(asc(domainLimits.domain));
}

export async function upsertLimit(tx: Tx, row: typeof domainLimits.$inferInsert): Promise<void> {
  await tx
    .insert(domainLimits)
    .values(row)
    .onConflictDoUpdate({
      target: [domainLimits.workspaceId, domainLimits.domain],
      set: { perMinute: sql`excluded.per_minute` },
    });
}

export async function deleteLimit(tx: Tx, workspaceId: string, domain: string): Promise<boolean> {
  const rows = await tx
    .delete(domainLimits)
    .where(and(eq(domainLimits.workspaceId, workspaceId), eq(domainLimits.domain, domain)))
    .returning({ domain: domainLimits.domain });
  return rows.length > 0;
}
