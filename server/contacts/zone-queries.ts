import { and, count, eq, inArray, isNotNull } from "drizzle-orm";
import { contacts, type Tx } from "@/db";

/** The zones of those among `ids` who have one of their own. */
export async function findTimeZones(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select({ id: contacts.id, timeZone: contacts.timeZone })
    .from(contacts)
    .where(
      and(
        eq(contacts.workspaceId, workspaceId),
        inArray(contacts.id, [...ids]),
        isNotNull(contacts.timeZone),
      ),
    );
  return new Map(rows.flatMap(({ id, timeZone }) => (timeZone ? [[id, timeZone]] : [])));
}

/** How many of `ids` are in which zone; null: none of their own. */
export async function countTimeZones(tx: Tx, workspaceId: string, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return await tx
    .select({ timeZone: contacts.timeZone, count: count() })
    .from(contacts)
    .where(and(eq(contacts.workspaceId, workspaceId), inArray(contacts.id, [...ids])))
    .groupBy(contacts.timeZone);
}
