import type { Ctx } from "../kernel";
import { type TroubleStep, troubleStep } from "./connection.core";
import { type Route, routeFor } from "./routes.core";
import * as queries from "./server-queries";
import { hasSender, LETTER_UNREADABLE, listTroubles, type StandingTrouble } from "./troubles";
import { leavesMachine, verifiedSender } from "./verified";
import { usedUpToday } from "./warm-up";

/**
 * Why mail waits that could leave otherwise.
 * `sender_unverified`: it would leave this machine and no proven domain stands for its sender (any more), so that it
 * would go unsigned. `servers_paused`: all servers of its rule are, and a rule may keep mail away from every other
 * server. `servers_unusable`: those that are not cannot be used, the first for the reason given; they are tried
 * again and again. `letter_unreadable`: its letter was made by another version, or is damaged. `lane_failing`: what
 * takes up the workspace's mail of this kind fails. `warm_up`: a campaign's domain may send no more today.
 * `no_sender`: no worker lives that sends.
 */
export type HeldBack =
  | { by: "sender_unverified" | "servers_paused" }
  | { by: "no_sender" }
  | { by: "servers_unusable"; serverName: string; step: TroubleStep; since: Date }
  | { by: "letter_unreadable"; since: Date }
  | { by: "lane_failing"; code: string; since: Date }
  | { by: "warm_up"; domain: string; limit: number };

/** Mail to be judged: a campaign's, or of no campaign. */
export interface Waiting {
  brandId: string;
  kind: string;
  senderEmail: string;
  campaignId: string | null;
}

type Asked = Pick<Ctx, "db" | "workspaceId" | "now">;

/** What workers say of a message's letter, of its lane, and of its servers, all of which must fail it. */
function troubleOf(
  troubles: readonly StandingTrouble[],
  servers: readonly { id: string; name: string }[],
  { campaignId, kind }: Waiting,
): HeldBack | null {
  // As long as a single worker gets past it, mail leaves.
  const find = (subject: string, id: string | null) =>
    troubles.find((one) => one.isEverywhere && one.subject === subject && one.subjectId === id);
  const letter = find("letter", campaignId);
  if (letter) return { by: "letter_unreadable", since: letter.since };
  const lane = find("lane", campaignId === null ? kind : "campaign");
  if (lane) {
    const { code, since } = lane;
    if (code === LETTER_UNREADABLE) return { by: "letter_unreadable", since };
    return { by: "lane_failing", code, since };
  }
  const failing = servers.map(({ id, name }) => ({ name, trouble: find("server", id) }));
  const [first] = failing;
  if (!first?.trouble || failing.some(({ trouble }) => !trouble)) return null;
  const { code, since } = first.trouble;
  return { by: "servers_unusable", serverName: first.name, step: troubleStep(code), since };
}

/** Asks once for each address. */
function once<T>(ask: (email: string) => Promise<T>): (email: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (email) => {
    const answer = known.get(email) ?? ask(email);
    known.set(email, answer);
    return answer;
  };
}

/** A mail server that cannot be used (no name: the installation's), or mail of no campaign that cannot be taken up. */
export type Failing =
  | { subject: "server"; id: string; serverName: string; step: TroubleStep; since: Date }
  | { subject: "lane"; id: string; code: string; since: Date }
  | { subject: "sender"; id: "" };

/** What keeps all mail from leaving that meets it, whatever campaign it is of. */
function failingOf(
  troubles: readonly StandingTrouble[],
  { routes, servers }: { routes: readonly Route[]; servers: readonly queries.ServerRow[] },
): Failing[] {
  const isForAll = ({ brandId, kind }: Route) => brandId === null && kind === null;
  // One that no mail takes, that is paused or gone, is nobody's concern.
  const isUsed = (id: string): boolean =>
    id === ""
      ? !routes.some(isForAll)
      : routes.some(({ serverId }) => serverId === id) &&
        servers.some((one) => one.id === id && !one.isPaused);
  return troubles.flatMap(({ subject, subjectId: id, code, since, isEverywhere }): Failing[] => {
    if (!isEverywhere || subject === "letter" || id === "campaign") return [];
    if (subject === "lane") return [{ subject, id, code, since }];
    if (!isUsed(id)) return [];
    const serverName = servers.find((one) => one.id === id)?.name ?? "";
    return [{ subject, id, serverName, step: troubleStep(code), since }];
  });
}

/** What holds a workspace's mail back at a moment. */
export interface Holds {
  /** What holds this mail back; null: nothing. */
  of(mail: Waiting): Promise<HeldBack | null>;
  /** What does besides what concerns one campaign alone. */
  failing: Failing[];
}

/** Reads once what holds mail of a workspace back, to judge any mail by it. */
export async function readHolds(ctx: Asked): Promise<Holds> {
  const { db, workspaceId } = ctx;
  const isLeaving = await leavesMachine(ctx);
  const routes = await queries.listRoutes(db, workspaceId);
  const servers = await queries.listServers(db, workspaceId);
  const troubles = await listTroubles(db, workspaceId);
  const isSending = await hasSender(db);
  const isProven = once(async (email) => (await verifiedSender(ctx, email)) !== null);
  const usedUp = once((email) => usedUpToday(ctx, email));

  async function of(mail: Waiting): Promise<HeldBack | null> {
    if (isLeaving && !(await isProven(mail.senderEmail))) return { by: "sender_unverified" };
    const named = routeFor(routes, mail);
    const open = named.flatMap((id) => servers.find((one) => one.id === id && !one.isPaused) ?? []);
    if (named.length > 0 && open.length === 0) return { by: "servers_paused" };
    if (!isSending) return { by: "no_sender" };
    const trouble = troubleOf(troubles, named.length === 0 ? [{ id: "", name: "" }] : open, mail);
    if (trouble || mail.campaignId === null) return trouble;
    const day = await usedUp(mail.senderEmail);
    return day ? { by: "warm_up", ...day } : null;
  }

  const failing: Failing[] = isSending
    ? failingOf(troubles, { routes, servers })
    : [{ subject: "sender", id: "" }];
  return { of, failing };
}
