import type { Tx } from "@/db";
import { trackablePeople } from "../consent";
import { enqueue } from "../jobs";
import type { Ctx } from "../kernel";
import { EVERY_LINK_MS, findSweeps, isBeforeDelivery } from "./classify.core";
import * as queries from "./queries";
import type { MachineReason, Visit } from "./schemas";

type Bound = Pick<Ctx, "db" | "workspaceId" | "now">;

/** What visits are judged by, read once for a batch. */
interface Ground {
  messages: Map<string, queries.MessageRow>;
  /** Version of each link. */
  versions: Map<string, string>;
  /** Brand → whoever allows tracking at this moment. */
  trackable: Map<string, Set<string>>;
}

async function readGround(ctx: Bound, visits: readonly Visit[]): Promise<Ground> {
  const { db, workspaceId, now } = ctx;
  const named = visits.flatMap(({ message }) => message ?? []);
  const rows = await queries.listVisitedMessages(db, workspaceId, named);
  const trackable = new Map<string, Set<string>>();
  for (const brandId of new Set(rows.map((row) => row.brandId))) {
    const contactIds = rows.filter((row) => row.brandId === brandId).map((row) => row.contactId);
    const asked = { brandId, contactIds, now };
    trackable.set(brandId, await trackablePeople(db, workspaceId, asked));
  }
  const linkIds = visits.flatMap(({ linkId }) => linkId ?? []);
  return {
    messages: new Map(rows.map((row) => [row.id, row])),
    versions: await queries.listLinkVersions(db, workspaceId, linkIds),
    trackable,
  };
}

/**
 * The message that a visit may be kept with: its reader allows tracking **now**, so a withdrawal
 * also holds for mails that were sent before it. Null: it may be counted, but with nobody.
 */
function keptWith(visit: Visit, ground: Ground): queries.MessageRow | null {
  const row = ground.messages.get(visit.message?.messageId ?? "");
  if (!row || row.contactId !== visit.message?.contactId) return null;
  const isOwnLink = visit.linkId === null || ground.versions.get(visit.linkId) === row.versionId;
  return isOwnLink && ground.trackable.get(row.brandId)?.has(row.contactId) ? row : null;
}

function reasonOf(visit: Visit, row: queries.MessageRow): MachineReason | null {
  if (visit.machineReason) return visit.machineReason;
  return isBeforeDelivery(new Date(visit.at), row) ? "before_delivery" : null;
}

function eventOf(workspaceId: string, visit: Visit, row: queries.MessageRow) {
  const reason = reasonOf(visit, row);
  return {
    workspaceId,
    contactId: row.contactId,
    id: visit.id,
    messageId: row.id,
    campaignId: row.campaignId,
    kind: visit.kind,
    linkId: visit.linkId,
    at: new Date(visit.at),
    isMachine: reason !== null,
    machineReason: reason,
    agent: visit.agent,
    originDigest: visit.origin,
  };
}

/** Looks at the new clicks' neighbours: a gateway is known only by its last one. */
async function markSweeps(
  tx: Tx,
  workspaceId: string,
  clicked: readonly { row: queries.MessageRow; at: Date }[],
): Promise<void> {
  if (clicked.length === 0) return;
  const rows = [...new Map(clicked.map(({ row }) => [row.id, row])).values()];
  const messageIds = rows.map((row) => row.id);
  const times = clicked.map(({ at }) => at.getTime());
  const clicks = await queries.listClicksBetween(tx, workspaceId, {
    messageIds,
    from: new Date(Math.min(...times) - EVERY_LINK_MS),
    to: new Date(Math.max(...times) + EVERY_LINK_MS),
  });
  const versionIds = [...new Set(rows.map((row) => row.versionId))];
  const linkCounts = await queries.countLinks(tx, workspaceId, versionIds);
  const ids = rows.flatMap((row) => [
    ...findSweeps(clicks.get(row.id) ?? [], linkCounts.get(row.versionId) ?? 0),
  ]);
  if (ids.length > 0) await queries.markSweeps(tx, workspaceId, { messageIds, ids });
}

/**
 * Takes visits of one workspace in, each exactly once however often it is tried. An open or click
 * of somebody who allows tracking becomes their event; any other click is counted on its link alone,
 * any other open not at all. What names nothing of this workspace leaves no row.
 */
export async function takeInVisits(ctx: Bound, visits: readonly Visit[]): Promise<void> {
  const { db, workspaceId } = ctx;
  await queries.lockVisits(db, workspaceId);
  const known = await queries.listKnownVisits(
    db,
    workspaceId,
    visits.map(({ id, message, linkId }) => {
      return { id, contactId: message?.contactId ?? null, linkId };
    }),
  );
  const fresh = [...new Map(visits.map((visit) => [visit.id, visit])).values()].filter(
    (visit) => !known.has(visit.id) && visit.workspaceId === workspaceId,
  );
  if (fresh.length === 0) return;
  const ground = await readGround(ctx, fresh);
  const judged = fresh.map((visit) => ({ visit, row: keptWith(visit, ground) }));
  const events = judged.flatMap(({ visit, row }) =>
    row ? [eventOf(workspaceId, visit, row)] : [],
  );
  await queries.insertEvents(db, events);
  await queries.insertClicks(
    db,
    judged.flatMap(({ visit, row }) => {
      const { linkId, machineReason } = visit;
      if (row || visit.kind !== "click" || !linkId || !ground.versions.has(linkId)) return [];
      const isMachine = machineReason !== null;
      return [
        { workspaceId, linkId, id: visit.id, at: new Date(visit.at), isMachine, machineReason },
      ];
    }),
  );
  const clicked = judged.flatMap(({ visit, row }) =>
    row && visit.kind === "click" ? [{ row, at: new Date(visit.at) }] : [],
  );
  await markSweeps(db, workspaceId, clicked);
  await tellDelivery(ctx, judged);
}

/**
 * Whoever reads a mail of which nobody knows whether it arrived has it. Delivery is told when it would
 * show that a gateway tried every link: what a machine saw on the way may have been refused all the same.
 */
async function tellDelivery(
  { db, workspaceId, now }: Bound,
  judged: readonly { visit: Visit; row: queries.MessageRow | null }[],
): Promise<void> {
  const read = judged.flatMap(({ visit, row }) =>
    row?.state === "unknown" && reasonOf(visit, row) === null ? [row] : [],
  );
  for (const { id: messageId, contactId } of new Map(read.map((row) => [row.id, row])).values()) {
    await enqueue(db, "delivery.used", {
      payload: { kind: "visit", workspaceId, contactId, messageId },
      key: messageId,
      startAfter: new Date(now.getTime() + EVERY_LINK_MS),
    });
  }
}
