import { and, eq, isNull } from "drizzle-orm";
import { brands, type Tx } from "@/db";

/** The brands of a workspace in the order they are offered. */
export function listBrands(tx: Tx, workspaceId: string) {
  return tx
    .select({ id: brands.id, name: brands.name, colour: brands.colour })
    .from(brands)
    .where(and(eq(brands.workspaceId, workspaceId), isNull(brands.archivedAt)))
    .orderBy(brands.createdAt);
}
