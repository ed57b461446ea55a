import type pg from "pg";
import { KEPT_DAYS } from "./journal";

/**
 * The journals of a folder were held against a database that had been put back, or those of a host are lost and
 * nobody waits for them any more.
 */
export async function noteReconciled(
  client: pg.ClientBase,
  whose: { journals: string } | { host: string },
): Promise<void> {
  const [column, value] =
    "host" in whose ? (["host", whose.host] as const) : (["journals", whose.journals] as const);
  await client.query(`update send_workers set reconciled_at = now() where ${column} = $1`, [value]);
}

/**
 * Hosts that have sent lately and of whose journals nobody knows whether they agree with the database:
 * not reconciled, and none of their workers lives and has looked back on its present timeline.
 */
export async function listUnheard(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ host: string }>(
    `select distinct w.host from send_workers w
     where w.journals <> '' and w.reconciled_at is null
       and w.lease_until > now() - make_interval(days => $1)
       and not exists (
         select 1 from send_workers alive
         where alive.journals = w.journals and alive.ended_at is null
           and alive.lease_until > now()
           and alive.timeline = ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int)
     order by w.host`,
    [KEPT_DAYS],
  );
  return rows.map((row) => row.host);
}
