import type { Ctx } from "../kernel";
import { routeFor } from "./routes.core";
import * as queries from "./server-queries";
import { leavesMachine, verifiedSender } from "./verified";

/** Why mail waits that could leave otherwise. */
export type HeldBack = "sender_unverified" | "servers_paused";

/**
 * What holds such mail back; null: nothing. `sender_unverified`: it would leave this machine and no proven
 * domain stands for its sender (any more), so that it would go unsigned. `servers_paused`: all servers of its
 * rule are, and a rule may keep mail away from every other server.
 */
export async function heldBackBy(
  ctx: Pick<Ctx, "db" | "workspaceId" | "now">,
  message: { brandId: string; kind: string; senderEmail: string },
): Promise<HeldBack | null> {
  const { db, workspaceId } = ctx;
  const isBare = (await leavesMachine(ctx)) && !(await verifiedSender(ctx, message.senderEmail));
  if (isBare) return "sender_unverified";
  const named = routeFor(await queries.listRoutes(db, workspaceId), message);
  if (named.length === 0) return null;
  const servers = await queries.listServers(db, workspaceId);
  const isOpen = servers.some(({ id, isPaused }) => named.includes(id) && !isPaused);
  return isOpen ? null : "servers_paused";
}
