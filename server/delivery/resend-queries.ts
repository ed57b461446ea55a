import { sql } from "drizzle-orm";
import type { Tx } from "@/db";
import type { ResendPolicy, Unknown } from "./resend.core";

/** At most so many in one transaction; the sweep comes again while there are more. */
const CHUNK = 1_000;

/** Messages of these kinds of which nobody knows and that were not sent once more yet; the newest first: what is too old stays for ever. */
export async function listUnknownSingles(
  tx: Tx,
  workspaceId: string,
  kinds: ResendPolicy,
): Promise<(Unknown & { id: string })[]> {
  const { rows } = await tx.execute<{
    id: string;
    kind: Unknown["kind"];
    resends: number;
    since: string;
  }>(sql`
    select m.id, m.kind, m.resends, coalesce(m.result_at, m.created_at) as since
    from messages m
    where m.workspace_id = ${workspaceId} and m.unsent = 'unknown' and m.resends = 0
      and m.kind = any(${sql.param(kinds)}::text[])
    order by coalesce(m.result_at, m.created_at) desc limit ${CHUNK}`);
  return rows.map((row) => ({ ...row, since: new Date(row.since) }));
}
