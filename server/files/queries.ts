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

/** Deletes the row and returns where its bytes are. */
export async function deleteFile(tx: Tx, workspaceId: string, id: string): Promise<string | null> {
  const [row] = await tx
    .delete(files)
    .where(and(eq(files.workspaceId, workspaceId), eq(files.id, id)))
    .returning({ storageKey: files.storageKey });
  return row?.storageKey ?? null;
}
