import { reachableContacts } from "../consent";
import { materialise, wakeSender } from "../delivery";
import type { Ctx } from "../kernel";
import * as queries from "./queries";

/** People per transaction: small enough to lose little, large enough to be quick. */
export const PREPARE_CHUNK = 2_000;

/**
 * Makes the messages of the next people of a campaign, in the order of their ids, and remembers in
 * the same transaction how far it came: whoever repeats it after a crash goes on from there.
 * Returns true when there is nothing left to prepare (also when it was cancelled meanwhile).
 */
export async function prepareChunk(
  ctx: Ctx,
  input: { campaignId: string; limit?: number },
): Promise<boolean> {
  const { db, workspaceId, now } = ctx;
  const limit = input.limit ?? PREPARE_CHUNK;
  const row = await queries.lockCampaign(db, workspaceId, input.campaignId);
  if (row?.state !== "preparing" || !row.versionId) return true;
  const { topicId, brandId, versionId, preparedUpTo } = row;
  const page = { topicId, after: preparedUpTo, limit, now };
  const contactIds = await reachableContacts(db, workspaceId, page);
  const campaignId = row.id;
  const made = await materialise(db, workspaceId, {
    campaignId,
    versionId,
    brandId,
    topicId,
    contactIds,
  });
  const isLast = contactIds.length < limit;
  // The sender finishes a campaign only when its rows are as many as were made here.
  const materialised = (row.audience?.materialised ?? 0) + made;
  await queries.updateCampaign(db, row, {
    audience: { ...row.audience, materialised },
    preparedUpTo: contactIds.at(-1) ?? preparedUpTo,
    ...(isLast ? { state: "sending" } : {}),
  });
  if (isLast) await wakeSender(db, workspaceId);
  return isLast;
}
