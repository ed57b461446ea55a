import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { contacts, type Tx } from "@/db";
import { foldText, prefixRange } from "./names.core";

/** Up to so many matches are looked up and sorted; more are met on the way through the order. */
const FEW = 2000;

interface Match {
  column: SQL;
  match: SQL;
}

/**
 * "Begins with" over address, first and last name in both orders, and customer number (as typed
 * and in capitals), each for its own index. Ranges and not LIKE: under row level security only
 * leakproof operators reach an index.
 */
export function matchesOf(search: string): Match[] {
  if (search === "") return [];
  const wanted: [SQL, string][] = [
    [sql`${contacts.sortName}`, foldText(search)],
    [sql`${contacts.searchName}`, foldText(search)],
    [sql`${contacts.email}`, search.toLowerCase()],
    [sql`${contacts.externalId}`, search],
    [sql`${contacts.externalId}`, search.toUpperCase()],
  ];
  const isTwice = search === search.toUpperCase();
  return wanted.slice(0, isTwice ? -1 : undefined).map(([column, text]) => {
    const { from, to } = prefixRange(text);
    return { column, match: sql`(${column} >= ${from} and ${column} < ${to})` };
  });
}

const living = (workspaceId: string) =>
  and(eq(contacts.workspaceId, workspaceId), isNull(contacts.deletedAt));

/**
 * The conditions of a search, one per column. A column with few matches is asked for its ids
 * first, from its own index, behind a limit that the planner cannot look through: otherwise fresh
 * rows, of which it has no statistics yet, make it walk everybody in list order for one match.
 */
export async function searchConditions(
  tx: Tx,
  workspaceId: string,
  search: string,
): Promise<SQL[]> {
  const matches = matchesOf(search);
  if (matches.length === 0) return [];
  const first = ({ column, match }: Match, what: SQL) =>
    sql`select ${what} from ${contacts} where ${living(workspaceId)} and ${match}
        order by ${column} limit ${FEW + 1}`;
  const counts = matches.map((one) => sql`(select count(*)::int from (${first(one, sql`1`)}) few)`);
  const { rows } = await tx.execute<{ found: number[] }>(
    sql`select array[${sql.join(counts, sql`, `)}] as found`,
  );
  return matches.flatMap((one, index) => {
    const found = rows[0]?.found[index] ?? 0;
    if (found === 0) return [];
    if (found > FEW) return [one.match];
    return [sql`${contacts.id} in (${first(one, sql`${contacts.id}`)})`];
  });
}

/**
 * The first people whose name, address or customer number begins with a text. Asks each index on
 * its own for a few, so the palette answers at once however many begin that way.
 */
export async function findByPrefix(
  tx: Tx,
  workspaceId: string,
  page: { search: string; limit: number },
) {
  const ask = ({ column, match }: Match) =>
    tx
      .select({
        id: contacts.id,
        email: contacts.email,
        firstName: contacts.firstName,
        lastName: contacts.lastName,
        externalId: contacts.externalId,
      })
      .from(contacts)
      .where(and(living(workspaceId), match))
      .orderBy(column)
      .limit(page.limit);
  const found = new Map<string, Awaited<ReturnType<typeof ask>>[number]>();
  for (const match of matchesOf(page.search)) {
    if (found.size >= page.limit) break;
    for (const row of await ask(match)) found.set(row.id, row);
  }
  return [...found.values()].slice(0, page.limit);
}
