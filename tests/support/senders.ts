import { newId } from "@/server/kernel";
import { addDomain } from "@/server/senders/domains";
import { asAdmin } from "./database";
import type { TestWorkspace } from "./workspace";

/** A server of the workspace's own, which listens on this machine. Returns its id. */
export async function addServer(
  { workspaceId }: TestWorkspace,
  server: { port: number; perSecond?: number; isPaused?: boolean; connections?: number },
): Promise<string> {
  const id = newId();
  await asAdmin((client) =>
    client.query(
      `insert into mail_servers (workspace_id, id, name, host, port, security, connections, per_second, is_paused)
       values ($1, $2, 'Server', '127.0.0.1', $3, 'none', $6, $4, $5)`,
      [
        workspaceId,
        id,
        server.port,
        server.perSecond ?? null,
        server.isPaused ?? false,
        server.connections ?? 4,
      ],
    ),
  );
  return id;
}

/** All mail, or a brand's or a kind's, goes over these, the first first: then it leaves the machine, and needs a `verifiedDomain`. */
export async function addRoute(
  { workspaceId }: TestWorkspace,
  serverIds: readonly string[],
  { brandId, kind }: { brandId?: string; kind?: string } = {},
): Promise<void> {
  await asAdmin(async (client) => {
    for (const [position, serverId] of serverIds.entries()) {
      await client.query(
        `insert into mail_routes (workspace_id, id, brand_id, kind, server_id, position)
         values ($1, $2, $3, $4, $5, $6)`,
        [workspaceId, newId(), brandId ?? null, kind ?? null, serverId, position],
      );
    }
  });
}

/** A domain with its key, verified; the one that test campaigns send from, unless named. Returns its id. */
export async function verifiedDomain(
  workspace: TestWorkspace,
  domain = "nord.example",
): Promise<string> {
  const { id } = await workspace.run((ctx) => addDomain(ctx, { domain }));
  await asAdmin((client) =>
    client.query(
      "update sending_domains set state = 'verified', verified_at = now() where id = $1",
      [id],
    ),
  );
  return id;
}

/** Gives a domain a warm-up plan, whatever it is, or none. */
export async function planWarmUp(domainId: string, plan: object | null): Promise<void> {
  await asAdmin((client) =>
    client.query("update sending_domains set warm_up = $2 where id = $1", [domainId, plan]),
  );
}

/** One of so many letters today: a day to come in every zone, before which a plan allows what it allows then. */
export function warmUp(domainId: string, first: number): Promise<void> {
  const startOn = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
  return planWarmUp(domainId, { startOn, first, growth: 100, target: 1_000 });
}
