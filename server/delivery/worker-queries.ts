import { sql } from "drizzle-orm";
import type { Tx } from "@/db";
import { agreeOnTimeline, timelineNow } from "./rewind-queries";

/** How long a worker is believed alive without a heartbeat, on the database's clock. */
export const LEASE_SECONDS = 30;

/** How often a worker counts the others, and after how long all of them have counted a new one. */
export const COUNT_MS = 1_000;
const NEW_SECONDS = 2;

/** A life begins. */
export interface NewWorker {
  id: string;
  host: string;
  version: string;
  leaseSeconds?: number | undefined;
  /** What its folder of journals is called. */
  journals?: string;
  /** The timeline those were last held against; 0: on none yet; null: there are no journals. */
  timeline?: number | null;
}

/** A process of this life begins to send. */
export async function registerWorker(tx: Tx, worker: NewWorker): Promise<void> {
  const { id, host, version, leaseSeconds = LEASE_SECONDS, journals = "", timeline } = worker;
  await tx.execute(sql`
    insert into send_workers
      (id, host, version, journals, timeline, has_begun, started_at, lease_until)
    values (${id}, ${host}, ${version}, ${journals}, coalesce(${timeline ?? null}, ${timelineNow}),
      false, clock_timestamp(), clock_timestamp() + make_interval(secs => ${leaseSeconds}))`);
  await agreeOnTimeline(tx, id);
}

/** It sends from now on. */
export async function noteBegun(tx: Tx, id: string): Promise<void> {
  await tx.execute(sql`update send_workers set has_begun = true where id = ${id}`);
}

/** What a heartbeat was answered. */
export interface Beat {
  /**
   * `ended`: it was declared dead, and nothing it says counts any more. `rewound`: the database knows
   * fewer beats than the worker has had answered, so it was put back to an earlier moment and does not
   * know what left since. `moved`: it lives, but on another timeline than it was sure of.
   */
  state: "renewed" | "moved" | "ended" | "rewound";
  timeline: number;
  /** When, in milliseconds of the database's clock. */
  at: number;
}

/** Renews the lease of all that the worker holds. */
export async function beatWorker(
  tx: Tx,
  worker: { id: string; beat: number; leaseSeconds?: number | undefined },
): Promise<Beat> {
  const leaseSeconds = worker.leaseSeconds ?? LEASE_SECONDS;
  const { rows } = await tx.execute<{
    beat: number;
    ended: boolean;
    known: number;
    timeline: number;
    at: number;
  }>(sql`
    update send_workers set beat = beat + 1,
      lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds})
    where id = ${worker.id}
    returning beat, ended_at is not null as ended, timeline as known, ${timelineNow} as timeline,
      floor(extract(epoch from clock_timestamp()) * 1000)::float8 as at`);
  const [row] = rows;
  const told = { timeline: Number(row?.timeline), at: Number(row?.at) };
  if (!row || Number(row.beat) <= worker.beat) return { state: "rewound", ...told };
  if (row.ended) return { state: "ended", ...told };
  return { state: Number(row.known) === told.timeline ? "renewed" : "moved", ...told };
}

/** How often the database remembers to have heard of a worker; null when it never did. */
export async function findBeat(tx: Tx, id: string): Promise<number | null> {
  const { rows } = await tx.execute<{ beat: number }>(
    sql`select beat from send_workers where id = ${id}`,
  );
  return rows[0] ? Number(rows[0].beat) : null;
}

/**
 * Declares dead whoever let its lease run out. Waits for claims under way (they hold the row), so
 * that afterwards a look at the queue sees all it ever took.
 */
export async function endExpired(tx: Tx): Promise<void> {
  await tx.execute(sql`
    with late as (
      select id from send_workers where ended_at is null and lease_until < clock_timestamp()
      order by id for update skip locked)
    update send_workers w set ended_at = clock_timestamp() from late where w.id = late.id`);
}

/** Waits for the claims that a worker has under way. */
export async function lockWorker(tx: Tx, id: string): Promise<void> {
  await tx.execute(sql`select 1 from send_workers where id = ${id} for update`);
}

/** The same for one that is known to be gone, or that goes. */
export async function endWorker(tx: Tx, id: string): Promise<void> {
  await lockWorker(tx, id);
  await tx.execute(sql`
    update send_workers set ended_at = clock_timestamp() where id = ${id} and ended_at is null`);
}

export async function hasEnded(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await tx.execute(
    sql`select 1 from send_workers where id = ${id} and ended_at is not null`,
  );
  return rows.length > 0;
}

/** Dead workers whose messages have not all been taken back. */
export async function listUnreaped(tx: Tx): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select id from send_workers where ended_at is not null and reaped_at is null order by id`);
  return rows.map((row) => row.id);
}

export async function noteReaped(tx: Tx, id: string): Promise<void> {
  await tx.execute(sql`update send_workers set reaped_at = clock_timestamp() where id = ${id}`);
}

/**
 * How many processes send now, this one included: they share what is limited. Null while it is so new that
 * another may not have counted it yet, and go on with what is this one's share; who is alone has it all.
 */
export async function countWorkers(tx: Tx, id: string): Promise<number | null> {
  const { rows } = await tx.execute<{ count: number; isNew: boolean | null }>(sql`
    select count(*)::int as count,
      bool_or(id = ${id} and started_at > clock_timestamp() - make_interval(secs => ${NEW_SECONDS}))
        as "isNew"
    from send_workers where ended_at is null and lease_until > clock_timestamp()`);
  const { count = 0, isNew = false } = rows[0] ?? {};
  if (count > 1 && isNew) return null;
  return Math.max(1, count);
}
