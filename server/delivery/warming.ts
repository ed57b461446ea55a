import { sql } from "drizzle-orm";
import type { Tx } from "@/db";
import { reserveSent, returnSent } from "../senders";
import { type Claim, claim } from "./claim-queries";

/** Today of a domain that is being warmed up. */
export interface WarmingDay {
  domainId: string;
  /** ISO 8601. */
  day: string;
  /** How many letters may leave on it. */
  limit: number;
}

type Take = Parameters<typeof claim>[2];

/** Notes the day on messages, and returns how many were not counted on it yet. */
async function noteCounted(
  tx: Tx,
  workspaceId: string,
  { claims, day }: { claims: readonly Claim[]; day: string },
): Promise<number> {
  if (claims.length === 0) return 0;
  const { rowCount } = await tx.execute(sql`
    update send_queue q set counted_on = ${day}::date
    from unnest(${sql.param(claims.map((one) => one.contactId))}::uuid[],
      ${sql.param(claims.map((one) => one.id))}::uuid[]) as a (contact_id, id)
    where q.workspace_id = ${workspaceId} and q.contact_id = a.contact_id and q.message_id = a.id
      and q.counted_on is distinct from ${day}::date`);
  return rowCount ?? 0;
}

/**
 * Claims for a campaign whose domain is being warmed up. A letter counts once a day, however often it is tried: what
 * receivers wanted later is taken first and for nothing, of anything else as much as the day has left: nothing where
 * it is known to be used up.
 */
export async function claimWarming(
  tx: Tx,
  workspaceId: string,
  { take, warming, isUsedUp }: { take: Take; warming: WarmingDay; isUsedUp: boolean },
): Promise<{ claims: Claim[]; isUsedUp: boolean }> {
  const { domainId, day, limit } = warming;
  const key = { workspaceId, domainId, day };
  const again =
    take.look === "returned" ? await claim(tx, workspaceId, { ...take, countedOn: day }) : [];
  const wanted = take.limit - again.length;
  if (isUsedUp || wanted === 0) return { claims: again, isUsedUp };
  const allowed = await reserveSent(tx, key, { limit, wanted });
  if (allowed === 0) return { claims: again, isUsedUp: true };
  const claims = await claim(tx, workspaceId, { ...take, limit: allowed });
  const unused = allowed - (await noteCounted(tx, workspaceId, { claims, day }));
  if (unused > 0) await returnSent(tx, key, unused);
  return { claims: [...again, ...claims], isUsedUp: false };
}
