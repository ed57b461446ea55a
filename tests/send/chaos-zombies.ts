import { setTimeout as sleep } from "node:timers/promises";
import type { Scene } from "./chaos-scene";
import type { Lab } from "./lab";
import { stubborn } from "./stubborn";

/** A lease, and what a busy machine adds to it. */
const TAKEN_WITHIN_MS = 20_000;

/**
 * Waits until somebody else has just taken up a message that a worker stands still with. False, at once,
 * when nobody will: its campaign is stopped on the way.
 */
export async function takenUpAgain(
  { lab, scene }: { lab: Lab; scene: Scene },
  messageId: string,
): Promise<boolean> {
  const fates = new Map(scene.campaigns.map(({ id, fate }) => [id, fate]));
  const look = async () => {
    const [row] = await lab.query<{ claims: number; campaignId: string | null }>(
      `select m.campaign_id as "campaignId", (select count(*)::int from message_transitions t
         where t.workspace_id = m.workspace_id and t.contact_id = m.contact_id
           and t.message_id = m.id and t."to" = 'claimed') as claims
       from messages m where m.id = $1`,
      [messageId],
    );
    // Before all that waits, once it is taken back.
    await lab.query(
      `update send_queue set due_at = '2000-01-01'
       where message_id = $1 and state = 'queued' and due_at > '2000-01-01'`,
      [messageId],
    );
    return row ?? { claims: 0, campaignId: null };
  };
  const { claims, campaignId } = await stubborn(look);
  if ((fates.get(campaignId ?? "") ?? "left alone") !== "left alone") return false;
  const end = performance.now() + TAKEN_WITHIN_MS;
  while (performance.now() < end && (await stubborn(look)).claims <= claims) await sleep(20);
  return true;
}
