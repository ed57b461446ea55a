import { and, eq } from "drizzle-orm";
import { files, type Tx } from "@/db";

export async function insertFile(tx: Tx, row: typeof files.$inferInsert): Promise<void> {
  await tx.insert(files).values(row);
}

export async function findFile(tx: Tx, workspaceId: string, id: string) {
  const [row] = await tx
    .select()
    .from(files)
    .where(and(eq(files.workspaceId, workspaceId), eq(files.id, id)));
  return row ?? null;
}

/** Where the bytes of all files of a workspace are. */
export async function listStorageKeys(tx: Tx, workspaceId: string): Promise<string[]> {
  const rows = await tx
    .select({ storageKey: files.storageKey })
    .from(files)
    .where(eq(files.workspaceId, workspaceId));
  return rows.map((row) => row.storageKey);
}

/** Deletes the row and returns where its bytes are. */
export async function deleteFile(tx: Tx, workspaceId: string, id: string): Promise<string | null> {
  const [row] = await tx
    .delete(files)
    .where(and(eq(files.workspaceId, workspaceId), eq(files.id, id)))
    .returning({ storageKey: files.storageKey });
  return row?.storageKey ?? null;
}
