import type { Ctx } from "../kernel";
import { routeFor } from "./routes.core";
import * as queries from "./server-queries";

/**
 * Whether all servers of the rule for such mail are paused: then it waits, because a rule may keep mail away
 * from every other server.
 */
export async function isHeldBack(
  { db, workspaceId }: Pick<Ctx, "db" | "workspaceId">,
  message: { brandId: string; kind: string },
): Promise<boolean> {
  const named = routeFor(await queries.listRoutes(db, workspaceId), message);
  if (named.length === 0) return false;
  const servers = await queries.listServers(db, workspaceId);
  return !servers.some(({ id, isPaused }) => named.includes(id) && !isPaused);
}
