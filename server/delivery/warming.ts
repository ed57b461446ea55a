import { sql } from "drizzle-orm";
import type { Tx } from "@/db";
import { reserveSent, returnSent, warmUpLimit } from "../senders";
import { type Claim, claim } from "./claim-queries";
import type { Way } from "./ways";

/** Today of a domain that is being warmed up. */
export interface WarmingDay {
  domainId: string;
  /** ISO 8601. */
  day: string;
  /** How many letters may leave on it. */
  limit: number;
}

/** The day of the domain that a sender's mail warms up; null: it warms none. */
export function warmingOf(
  { day, warmUpOf }: Pick<Way, "day" | "warmUpOf">,
  senderEmail: string,
): WarmingDay | null {
  const warmUp = warmUpOf(senderEmail);
  const limit = warmUp ? warmUpLimit(warmUp.plan, day) : null;
  return warmUp && limit !== null ? { domainId: warmUp.domainId, day, limit } : null;
}

type Take = Parameters<typeof claim>[2];

/** Notes the day on messages, and returns those that were not counted on it yet. */
async function noteCounted(
  tx: Tx,
  workspaceId: string,
  { claims, day }: { claims: readonly Claim[]; day: string },
): Promise<string[]> {
  if (claims.length === 0) return [];
  const { rows } = await tx.execute<{ id: string }>(sql`
    update send_queue q set counted_on = ${day}::date
    from unnest(${sql.param(claims.map((one) => one.contactId))}::uuid[],
      ${sql.param(claims.map((one) => one.id))}::uuid[]) as a (contact_id, id)
    where q.workspace_id = ${workspaceId} and q.contact_id = a.contact_id and q.message_id = a.id
      and q.counted_on is distinct from ${day}::date
    returning q.message_id as id`);
  return rows.map(({ id }) => id);
}

interface Warmed {
  claims: Claim[];
  /** Those of them that this claim counted. */
  countedIds: string[];
  isUsedUp: boolean;
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
): Promise<Warmed> {
  const { domainId, day, limit } = warming;
  const key = { workspaceId, domainId, day };
  const again =
    take.look === "returned" ? await claim(tx, workspaceId, { ...take, countedOn: day }) : [];
  const wanted = take.limit - again.length;
  if (isUsedUp || wanted === 0) return { claims: again, countedIds: [], isUsedUp };
  const allowed = await reserveSent(tx, key, { limit, wanted });
  if (allowed === 0) return { claims: again, countedIds: [], isUsedUp: true };
  const claims = await claim(tx, workspaceId, { ...take, limit: allowed });
  const countedIds = await noteCounted(tx, workspaceId, { claims, day });
  const unused = allowed - countedIds.length;
  if (unused > 0) await returnSent(tx, key, unused);
  return { claims: [...again, ...claims], countedIds, isUsedUp: false };
}
