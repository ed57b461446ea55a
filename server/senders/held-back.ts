import type { Ctx } from "../kernel";
import { type TroubleStep, troubleStep } from "./connection.core";
import { routeFor } from "./routes.core";
import * as queries from "./server-queries";
import { LETTER_UNREADABLE, listTroubles, type StandingTrouble } from "./troubles";
import { leavesMachine, verifiedSender } from "./verified";

/**
 * Why mail waits that could leave otherwise.
 * `sender_unverified`: it would leave this machine and no proven domain stands for its sender (any more), so that it
 * would go unsigned. `servers_paused`: all servers of its rule are, and a rule may keep mail away from every other
 * server. `servers_unusable`: those that are not cannot be used, the first for the reason given; they are tried
 * again and again. `letter_unreadable`: its letter was made by another version. `lane_failing`: nothing of the
 * workspace's mail of this kind can be taken up.
 */
export type HeldBack =
  | { by: "sender_unverified" | "servers_paused" }
  | { by: "servers_unusable"; serverName: string; step: TroubleStep; since: Date }
  | { by: "letter_unreadable"; since: Date }
  | { by: "lane_failing"; code: string; since: Date };

/** Mail that is due is tried at least once a minute: what nobody saw for longer is not known to last. */
const FRESH_MS = 3 * 60_000;

type Asked = Pick<Ctx, "db" | "workspaceId" | "now">;

/** What keeps living workers from sending, as far as they saw it just now. */
async function freshTroubles({ db, workspaceId, now }: Asked): Promise<StandingTrouble[]> {
  const known = await listTroubles(db, workspaceId);
  return known.filter(({ seenAt }) => now.getTime() - seenAt.getTime() < FRESH_MS);
}

/** What workers say of a message's servers, all of which must fail it, then of its letter and its lane. */
async function troubleOf(
  ctx: Asked,
  servers: readonly { id: string; name: string }[],
  message: { campaignId: string | null; lane: string },
): Promise<HeldBack | null> {
  const troubles = await freshTroubles(ctx);
  const find = (subject: string, id: string | null) =>
    troubles.find((one) => one.subject === subject && one.subjectId === id);
  const letter = find("letter", message.campaignId);
  if (letter) return { by: "letter_unreadable", since: letter.since };
  const lane = find("lane", message.lane);
  if (lane) {
    const { code, since } = lane;
    return code === LETTER_UNREADABLE
      ? { by: "letter_unreadable", since }
      : { by: "lane_failing", code, since };
  }
  const failing = servers.flatMap(({ id, name }) => {
    const trouble = find("server", id);
    return trouble ? [{ name, trouble }] : [];
  });
  const [first] = failing;
  if (!first || failing.length < servers.length) return null;
  const { code, since } = first.trouble;
  return { by: "servers_unusable", serverName: first.name, step: troubleStep(code), since };
}

/** What holds such mail back; null: nothing. Of a campaign, marketing; of no campaign its kind is its lane. */
export async function heldBackBy(
  ctx: Asked,
  message: { brandId: string; kind: string; senderEmail: string; campaignId: string | null },
): Promise<HeldBack | null> {
  const { db, workspaceId } = ctx;
  const isBare = (await leavesMachine(ctx)) && !(await verifiedSender(ctx, message.senderEmail));
  if (isBare) return { by: "sender_unverified" };
  const named = routeFor(await queries.listRoutes(db, workspaceId), message);
  const known = named.length === 0 ? [] : await queries.listServers(db, workspaceId);
  const open = named.flatMap((id) => known.find((one) => one.id === id && !one.isPaused) ?? []);
  if (named.length > 0 && open.length === 0) return { by: "servers_paused" };
  const lane = message.campaignId === null ? message.kind : "campaign";
  const servers = named.length === 0 ? [{ id: "", name: "" }] : open;
  return troubleOf(ctx, servers, { campaignId: message.campaignId, lane });
}

/** A mail server that cannot be used (no name: the installation's), or mail of no campaign that cannot be taken up. */
export type Failing =
  | { subject: "server"; id: string; serverName: string; step: TroubleStep; since: Date }
  | { subject: "lane"; id: string; code: string; since: Date };

/** What keeps mail from leaving right now, besides what concerns one campaign alone. */
export async function listFailing(ctx: Asked): Promise<Failing[]> {
  const troubles = await freshTroubles(ctx);
  if (troubles.length === 0) return [];
  const servers = await queries.listServers(ctx.db, ctx.workspaceId);
  const routes = await queries.listRoutes(ctx.db, ctx.workspaceId);
  const isForAll = ({ brandId, kind }: (typeof routes)[number]) =>
    brandId === null && kind === null;
  const usesInstallation = !routes.some(isForAll);
  return troubles.flatMap(({ subject, subjectId: id, code, since }): Failing[] => {
    if (subject === "letter" || id === "campaign") return [];
    if (subject === "lane") return [{ subject, id, code, since }];
    const server = servers.find((one) => one.id === id);
    // One that no mail takes, that is paused or gone.
    const isUsed = id === "" ? usesInstallation : server?.isPaused === false;
    if (!isUsed) return [];
    return [{ subject, id, serverName: server?.name ?? "", step: troubleStep(code), since }];
  });
}
