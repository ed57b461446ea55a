import { sql } from "drizzle-orm";
import type { Tx } from "./index";

/** Room for a hash of a million ids; with less the planner would look each of them up instead. */
const WORK_MEM = "64MB";

/**
 * Runs reading statements in the query role: SELECT on few tables, and no row policy. Under a policy
 * only leakproof operators reach an index, which leaves out jsonb and every function; so what must be
 * fast over a whole workspace is asked here, and **each statement itself says `workspace_id = …` of
 * each table it reads**. The db tests explain every statement that runs here and fail when a scan
 * has no such condition.
 *
 * One at a time: a statement sent beside it on the same transaction would run in this role, too.
 */
export async function inQueryRole<T>(tx: Tx, read: (tx: Tx) => Promise<T>): Promise<T> {
  // Local to the transaction, like the workspace: a rollback (also to a savepoint) takes it back.
  await tx.execute(
    sql`select set_config('role', regexp_replace(session_user, '_(web|worker)$', '_query'), true),
               set_config('work_mem', ${WORK_MEM}, true)`,
  );
  let result: T;
  try {
    result = await read(tx);
  } catch (error) {
    // In a failed transaction nothing can be set, and nothing need be: it only rolls back.
    await leave(tx).catch(() => undefined);
    throw error;
  }
  await leave(tx);
  return result;
}

const leave = (tx: Tx) => tx.execute(sql`select set_config('role', 'none', true)`);
