import { sql } from "drizzle-orm";
import type { Tx } from "@/db";

/** A domain's day in the warm-up count. */
export interface DomainDay {
  workspaceId: string;
  domainId: string;
  /** ISO 8601, in the workspace's zone. */
  day: string;
}

/**
 * Takes up to `wanted` of what a domain may still send on a day, for letters that are about to be
 * handed over; returns how many it is. Whoever asks meanwhile waits, so the limit holds exactly.
 */
export async function reserveSent(
  tx: Tx,
  { workspaceId, domainId, day }: DomainDay,
  asked: { limit: number; wanted: number },
): Promise<number> {
  await tx.execute(sql`
    insert into sending_domain_days (workspace_id, domain_id, day, sent)
    values (${workspaceId}, ${domainId}, ${day}, 0)
    on conflict (workspace_id, domain_id, day) do nothing`);
  const { rows } = await tx.execute<{ allowed: number }>(sql`
    with own as (
      select greatest(0, least(${asked.wanted}::int, ${asked.limit}::int - sent)) as allowed
      from sending_domain_days
      where workspace_id = ${workspaceId} and domain_id = ${domainId} and day = ${day} for update)
    update sending_domain_days d set sent = d.sent + own.allowed from own
    where d.workspace_id = ${workspaceId} and d.domain_id = ${domainId} and d.day = ${day}
    returning own.allowed`);
  return rows[0]?.allowed ?? 0;
}

/** Gives back what was reserved for letters that were not handed over after all. */
export async function returnSent(
  tx: Tx,
  { workspaceId, domainId, day }: DomainDay,
  count: number,
): Promise<void> {
  await tx.execute(sql`
    update sending_domain_days set sent = greatest(0, sent - ${count}::int)
    where workspace_id = ${workspaceId} and domain_id = ${domainId} and day = ${day}`);
}
