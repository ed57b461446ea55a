import type { Tx } from "@/db";
import { nextOpening, type Opening } from "./hours.core";
import { sendWindowSchema } from "./schemas";
import { listClosed, moveToOpenings } from "./window-queries";

/** Moved in one transaction; whoever claims comes again while there are more. */
const CHUNK = 2_000;

/**
 * Moves messages of a campaign whose window has closed to their next one. A claim passes them over,
 * so this comes before it: after a pause, a failed server or a "later" they wait for their next hour.
 */
export async function reopen(
  tx: Tx,
  workspaceId: string,
  campaign: { id: string; sendWindow: unknown },
): Promise<void> {
  const closed = await listClosed(tx, workspaceId, { campaignId: campaign.id, limit: CHUNK });
  if (closed.length === 0) return;
  const window = sendWindowSchema.parse(campaign.sendWindow);
  // Many share a zone and a moment, give or take the milliseconds between two rows.
  const known = new Map<string, Opening>();
  const openingFor = (timeZone: string, from: Date): Opening => {
    const key = `${timeZone} ${Math.floor(from.getTime() / 1_000)}`;
    const opening = known.get(key) ?? nextOpening(window, timeZone, from);
    known.set(key, opening);
    return opening;
  };
  const moved = closed.map(({ contactId, id, timeZone, from }) => {
    const { at, until } = openingFor(timeZone, from);
    return { contactId, id, at: at < from ? from : at, until };
  });
  await moveToOpenings(tx, workspaceId, moved);
}
