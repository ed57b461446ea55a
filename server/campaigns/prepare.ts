import { judgeAudience } from "../consent";
import { materialise, wakeSender } from "../delivery";
import type { Ctx } from "../kernel";
import { compileTarget } from "../segments";
import { currentTarget } from "./audience";
import * as queries from "./queries";
import { variantFor } from "./split.core";
import { listVariants, type VariantRow } from "./variant-queries";

/** The variant a person is given, and its frozen letter. */
function givenTo(campaignId: string, contactId: string, variants: readonly VariantRow[]) {
  const { id: variantId, versionId } = variantFor(campaignId, contactId, variants);
  if (!versionId) throw new Error("A variant of a started campaign is not frozen.");
  return { variantId, versionId };
}

/** People looked at per transaction: small enough to lose little, large enough to be quick. */
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
  if (row?.state !== "preparing") return true;
  const { topicId, brandId } = row;
  const variants = await listVariants(db, workspaceId, row.id);
  const target = await compileTarget(ctx, await currentTarget(ctx, row), "each");
  const page = { topicId, after: row.preparedUpTo, limit, now, target };
  const { people, last } = await judgeAudience(db, workspaceId, page);
  const campaignId = row.id;
  const made = await materialise(db, workspaceId, {
    campaignId,
    brandId,
    topicId,
    at: now,
    people: people.map((person) => ({ ...person, ...givenTo(row.id, person.id, variants) })),
  });
  const isLast = last === null;
  // The sender finishes a campaign only when its rows are as many as were made here.
  const materialised = (row.audience?.materialised ?? 0) + made;
  await queries.updateCampaign(db, row, {
    audience: { ...row.audience, materialised },
    preparedUpTo: last ?? row.preparedUpTo,
    ...(isLast ? { state: "sending" } : {}),
  });
  if (isLast) await wakeSender(db, workspaceId);
  return isLast;
}
