import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { type AttributeValue, contacts, inQueryRole, type Tx } from "@/db";

/** Up to so many people are named by their ids; more are met on the way through a list's order. */
const FEW = 2000;
/** Of so many people … */
const SAMPLE = 1000;
/** … so many: whoever walks a list meets a page of them soon, and finding them all would take longer. */
const COMMON = 50;

/**
 * The condition "has this value", or for null "has no value", as a list can be filtered by it. Under
 * row level security jsonb reaches no index, so the query role is asked first: where only few are
 * meant, they are named. Without that, a page of a value that nobody has would walk everybody.
 */
export async function attributeIs(
  tx: Tx,
  workspaceId: string,
  attribute: { key: string; value: AttributeValue },
): Promise<SQL> {
  const { key, value } = attribute;
  const holds =
    value === null
      ? sql`coalesce(${contacts.attributes} -> ${key}::text, 'null') = 'null'`
      : sql`${contacts.attributes} @> ${JSON.stringify({ [key]: value })}::jsonb`;
  const living = and(eq(contacts.workspaceId, workspaceId), isNull(contacts.deletedAt));
  const few = await inQueryRole(tx, async (query) => {
    const sample = query
      .select({ holds: sql<boolean>`${holds}`.as("holds") })
      .from(contacts)
      .where(living)
      .orderBy(contacts.id)
      .limit(SAMPLE)
      .as("sample");
    const [met] = await query
      .select({ people: sql<number>`count(*)::int` })
      .from(sample)
      .where(sql`${sample.holds}`);
    if (met && met.people >= COMMON) return null;
    const found = await query
      .select({ id: contacts.id })
      .from(contacts)
      .where(and(living, holds))
      .limit(FEW + 1);
    return found.length > FEW ? null : found.map((row) => row.id);
  });
  // One parameter, however many they are.
  return few ? sql`${contacts.id} = any(${sql.param(few)}::uuid[])` : holds;
}
