import type { Change } from "@/server/delivery/change.core";
import { type Claim, claim } from "@/server/delivery/claim-queries";
import { moveMessages } from "@/server/delivery/move-queries";
import { asAdmin } from "./database";
import { type TestCampaign, testWorker } from "./sending";
import type { TestWorkspace } from "./workspace";

/** A worker that took every letter and is about to hear what became of each. */
export async function underWay(workspace: TestWorkspace, campaign: TestCampaign) {
  const workerId = await testWorker();
  const { workspaceId } = workspace;
  const { campaignId } = campaign;
  const claims = await workspace.runAsWorker((ctx) =>
    claim(ctx.db, workspaceId, { lane: "campaign", campaignId, workerId, limit: 100 }),
  );
  await asAdmin(async (client) => {
    await client.query(
      "update send_queue set state = 'in_flight', step = step + 1 where campaign_id = $1 and worker_id = $2",
      [campaignId, workerId],
    );
    await client.query(
      `insert into message_transitions
       (workspace_id, contact_id, message_id, step, "from", "to", at, worker_id, fence, detail)
     select workspace_id, contact_id, message_id, step, 'claimed', 'in_flight', now(), worker_id,
       fence, 'intended' from send_queue where campaign_id = $1 and worker_id = $2`,
      [campaignId, workerId],
    );
  });
  const tell = (some: readonly Claim[], what: Omit<Change, "contactId" | "id" | "fence">) =>
    workspace.runAsWorker((ctx) =>
      moveMessages(ctx.db, workspaceId, {
        workerId,
        changes: some.map(({ contactId, id, fence }) => ({ contactId, id, fence, ...what })),
      }),
    );
  return { claims, workerId, tell };
}
