import { type AudienceVerdict, judgeAudience } from "../consent";
import { findTimeZones } from "../contacts";
import { type Hour, hourOf, materialise, wakeSender } from "../delivery";
import type { Ctx } from "../kernel";
import { compileTarget } from "../segments";
import { findWorkspaceFacts } from "../workspaces";
import { currentTarget } from "./audience";
import * as queries from "./queries";
import { variantFor } from "./split.core";
import { timingOf } from "./timing";
import { listVariants, type VariantRow } from "./variant-queries";

/** The variant a person is given, and its frozen letter. */
function givenTo(campaignId: string, contactId: string, variants: readonly VariantRow[]) {
  const { id: variantId, versionId } = variantFor(campaignId, contactId, variants);
  if (!versionId) throw new Error("A variant of a started campaign is not frozen.");
  return { variantId, versionId };
}

/** Gives people who are written to their own hour, where a campaign has any; by zone, many share one. */
async function timed<Person extends { id: string; verdict: AudienceVerdict }>(
  ctx: Ctx,
  row: queries.CampaignRow,
  people: readonly Person[],
) {
  const timing = timingOf(row);
  if (!timing.localTime && !timing.sendWindow) return people;
  const { timeZone } = await findWorkspaceFacts(ctx.db, ctx.workspaceId);
  const ids = people.map((person) => person.id);
  const zones = await findTimeZones(ctx.db, ctx.workspaceId, ids);
  const given = { begin: row.startedAt ?? ctx.now, now: ctx.now };
  const hours = new Map<string, Hour | "left_out">();
  return people.map((person) => {
    if (person.verdict !== "reachable") return person;
    const zone = zones.get(person.id) ?? timeZone;
    const hour = hours.get(zone) ?? hourOf(timing, zone, given);
    hours.set(zone, hour);
    return hour === "left_out"
      ? { ...person, verdict: "hour_passed" as const }
      : { ...person, ...hour };
  });
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
    people: (await timed(ctx, row, people)).map((person) => ({
      ...person,
      ...givenTo(row.id, person.id, variants),
    })),
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
