import { sql } from "drizzle-orm";
import type pg from "pg";
import { fromDrizzle, PgBoss } from "pg-boss";
import type { Tx } from "@/db";
import { JOBS, type JobHandlers, type JobName, type JobPayload } from "./catalogue";

/** Tables and queues belong to the owner and are made by the migrate step; the app roles use them. */
const BORROWED_TABLES = {
  migrate: false,
  createSchema: false,
  reindex: false,
  persistQueueStats: false,
  schedule: false,
} as const;

/**
 * Enqueues a job inside the caller's transaction: it exists exactly when the change it belongs to
 * is committed. `key` makes it exclusive: a second job with the same key is not added while the
 * first is waiting or running. `startAfter` is the moment from which on it may be worked.
 */
export async function enqueue<N extends JobName>(
  tx: Tx,
  name: N,
  job: { payload: JobPayload<N>; key?: string; startAfter?: Date },
): Promise<void> {
  // Bound to this transaction and never started: it holds no timer and no connection of its own.
  const boss = new PgBoss({ db: fromDrizzle(tx, sql), ...BORROWED_TABLES });
  await boss.send(name, JOBS[name].parse(job.payload), {
    ...(job.key ? { singletonKey: job.key } : {}),
    ...(job.startAfter ? { startAfter: job.startAfter } : {}),
  });
}

/** Works the queues until `stop`: each job once at a time per worker, heartbeats while it runs. */
export async function startWorking(
  pool: pg.Pool,
  handlers: JobHandlers,
  onError: (job: string, error: unknown) => void,
): Promise<{ stop: () => Promise<void> }> {
  const boss = new PgBoss({
    db: { executeSql: (text: string, values?: unknown[]) => pool.query(text, values) },
    ...BORROWED_TABLES,
    // Heartbeats of a killed worker run out after 15 s; looking often lets another take over soon.
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  });
  boss.on("error", (error) => onError("queue", error));
  await boss.start();
  const shutdown = new AbortController();
  for (const name of Object.keys(JOBS) as JobName[]) {
    const handle = handlers[name] as ((p: unknown, s: AbortSignal) => Promise<void>) | undefined;
    if (!handle) continue;
    await boss.work(name, { pollingIntervalSeconds: 0.5, batchSize: 1 }, async (jobs) => {
      for (const job of jobs) {
        try {
          await handle(JOBS[name].parse(job.data), shutdown.signal);
        } catch (error) {
          onError(name, error);
          throw error;
        }
      }
    });
  }
  return {
    stop: async () => {
      shutdown.abort();
      await boss.stop({ graceful: true, timeout: 20_000 });
    },
  };
}
