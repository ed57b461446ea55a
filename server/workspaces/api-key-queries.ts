import { and, desc, eq } from "drizzle-orm";
import { apiKeys, type Tx } from "@/db";

/** The keys of a workspace, newest first, without what is kept of their secrets. */
export function listApiKeys(tx: Tx, workspaceId: string) {
  return tx
    .select({
      id: apiKeys.id,
      name: apiKeys.name,
      scopes: apiKeys.scopes,
      createdAt: apiKeys.createdAt,
      expiresAt: apiKeys.expiresAt,
      lastUsedAt: apiKeys.lastUsedAt,
      revokedAt: apiKeys.revokedAt,
    })
    .from(apiKeys)
    .where(eq(apiKeys.workspaceId, workspaceId))
    .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id));
}

/** One key, locked: of two who revoke it at once, one waits. */
export async function lockApiKey(tx: Tx, workspaceId: string, id: string) {
  const [row] = await tx
    .select({ id: apiKeys.id, revokedAt: apiKeys.revokedAt })
    .from(apiKeys)
    .where(and(eq(apiKeys.workspaceId, workspaceId), eq(apiKeys.id, id)))
    .for("update");
  return row ?? null;
}

export async function insertApiKey(tx: Tx, row: typeof apiKeys.$inferInsert): Promise<void> {
  await tx.insert(apiKeys).values(row);
}

export async function setApiKeyRevoked(
  tx: Tx,
  key: { workspaceId: string; id: string },
  revokedAt: Date,
): Promise<void> {
  await tx
    .update(apiKeys)
    .set({ revokedAt })
    .where(and(eq(apiKeys.workspaceId, key.workspaceId), eq(apiKeys.id, key.id)));
}
