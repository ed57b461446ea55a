import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { contacts, inQueryRole, type Tx } from "@/db";

/** Up to so many people are named by their ids; more are met on the way through a list's order. */
const FEW = 2000;
/** Of so many people … */
const SAMPLE = 1000;
/** … so many: whoever walks a list meets a page of them soon, and finding them all would take longer. */
const COMMON = 50;

/** One condition on `contacts` in two wordings that mean the same people. */
export interface Wordings {
  /** To find all whom it holds for at once. */
  all: SQL;
  /** To ask of one person after the other. */
  each: SQL;
}

/**
 * A condition as a list can page by it. Under row level security little reaches an index, so the
 * query role is asked first: where only few are meant, they are named by their ids. Without that, a
 * page of what nobody has would walk everybody.
 */
export async function narrow(tx: Tx, workspaceId: string, condition: Wordings): Promise<SQL> {
  const living = and(eq(contacts.workspaceId, workspaceId), isNull(contacts.deletedAt));
  const few = await inQueryRole(tx, async (query) => {
    const sample = query
      .select({ holds: sql<boolean>`${condition.each}`.as("holds") })
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
    // Planned as if all were wanted: with the limit in sight the planner would go person by person.
    const { rows } = await query.execute<{ id: string }>(sql`
      with matched as materialized (
        select ${contacts.id} from ${contacts} where ${living} and ${condition.all})
      select id from matched limit ${FEW + 1}`);
    return rows.length > FEW ? null : rows.map((row) => row.id);
  });
  // One parameter, however many they are.
  return few ? sql`${contacts.id} = any(${sql.param(few)}::uuid[])` : condition.each;
}
