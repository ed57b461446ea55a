import { beforeEach, expect, test, vi } from "vitest";
import { asAdmin } from "@/tests/support/database";
import { addRoute, addServer, planWarmUp, verifiedDomain } from "@/tests/support/senders";
import {
  addSingle,
  campaignState,
  loseWorkers,
  makeNewer,
  runSender,
  sendingCampaign,
  type TestCampaign,
  testWorker,
} from "@/tests/support/sending";
import { startFaultServer } from "@/tests/support/smtp-faults";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { getProgress } from "../campaigns/send";
import { today } from "../home/service";
import { keepTest, listServers } from "../senders/servers";

// The servers of these tests listen on this machine.
vi.stubEnv("ALLOW_PRIVATE_SMTP", "1");

// Whose lease another file's tests left is not there to get past anything.
beforeEach(() =>
  asAdmin((client) =>
    client.query("update send_workers set ended_at = now() where ended_at is null"),
  ),
);

const WITHIN = { timeout: 20_000, interval: 50 };
/** Rests double: the next try may be half a minute away. */
const LONG = { timeout: 45_000, interval: 100 };
/** Nothing listens there. */
const NOWHERE = 9;

const heldBack = (workspace: TestWorkspace, { campaignId }: TestCampaign) =>
  workspace.run(async (ctx) => (await getProgress(ctx, { id: campaignId })).heldBackBy);

const failing = (workspace: TestWorkspace) =>
  workspace.run(async (ctx) => {
    const looker = { userId: workspace.ownerId, role: "owner", grants: [] };
    return (await today(ctx, looker)).needsMe.failing;
  });

const troubles = (workspace: TestWorkspace) =>
  workspace.run(async (ctx) => (await listServers(ctx)).servers.map(({ trouble }) => trouble));

const rows = async (workspaceId: string | null) => {
  const found = await asAdmin((client) =>
    client.query<{ subject: string; code: string }>(
      `select subject, code from sending_troubles where workspace_id is not distinct from $1
       order by subject, code`,
      [workspaceId],
    ),
  );
  return found.rows;
};

/** Everything is due now, as if the rests were over. */
const due = ({ workspaceId }: TestWorkspace) =>
  asAdmin(async (client) => {
    await client.query("update send_queue set due_at = now() where workspace_id = $1", [
      workspaceId,
    ]);
    await client.query("update due_work set due_at = now() where workspace_id = $1", [workspaceId]);
  });

/** A workspace whose mail goes over servers of its own. */
async function withServers(...servers: (number | Parameters<typeof addServer>[1])[]) {
  const workspace = await freshWorkspace();
  await verifiedDomain(workspace);
  const ids: string[] = [];
  for (const one of servers) {
    ids.push(await addServer(workspace, typeof one === "number" ? { port: one } : one));
  }
  await addRoute(workspace, ids);
  return { workspace, ids };
}

test("while a campaign's server cannot be used its page, home and the server say so, and not after", async () => {
  const { workspace, ids } = await withServers(NOWHERE);
  const campaign = await sendingCampaign(workspace, { people: 3 });
  await runSender({ port: NOWHERE });
  const said = { by: "servers_unusable", serverName: "Server", step: "refused" };
  await vi.waitFor(
    async () => expect(await heldBack(workspace, campaign)).toMatchObject(said),
    WITHIN,
  );
  expect(await failing(workspace)).toMatchObject([{ subject: "server", id: ids[0] }]);
  expect(await troubles(workspace)).toMatchObject([{ step: "refused", reply: "" }]);
  // Of a workspace's own server nobody else hears.
  const other = await freshWorkspace();
  expect(await failing(other)).toEqual([]);
  const server = await startFaultServer(() => "none");
  await asAdmin((client) =>
    client.query("update mail_servers set port = $2 where id = $1", [ids[0], server.port]),
  );
  await vi.waitFor(async () => {
    await due(workspace);
    expect(await campaignState(campaign)).toBe("finished");
  }, WITHIN);
  await vi.waitFor(async () => expect(await rows(workspace.workspaceId)).toEqual([]), WITHIN);
  expect(await heldBack(workspace, campaign)).toBeNull();
});

test("a server that fails holds nothing back where the next of the rule takes it", async () => {
  const second = await startFaultServer(() => "none");
  const { workspace } = await withServers(NOWHERE, { ...second, perSecond: 20 });
  // For long enough that the first one fails for more than a moment.
  const campaign = await sendingCampaign(workspace, { people: 120 });
  const waiting = await sendingCampaign(workspace, { people: 1 });
  await asAdmin((client) =>
    client.query(
      "update send_queue set due_at = now() + interval '1 hour' where campaign_id = $1",
      [waiting.campaignId],
    ),
  );
  await runSender({ port: NOWHERE });
  await vi.waitFor(
    async () => expect(await troubles(workspace)).toMatchObject([{ step: "refused" }, null]),
    WITHIN,
  );
  expect(await heldBack(workspace, waiting)).toBeNull();
  // The other worker gets past it.
  expect(await failing(workspace)).toMatchObject([{ subject: "server" }]);
  await testWorker();
  expect(await failing(workspace)).toEqual([]);
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
});

test("what a server says when it refuses everybody is kept, and a test that it passes takes it away", async () => {
  const server = await startFaultServer(() => "none", { mail: "421 4.3.2 Too busy" });
  const { workspace, ids } = await withServers(server.port);
  await sendingCampaign(workspace, { people: 2 });
  const { stop } = await runSender({ port: NOWHERE });
  await vi.waitFor(
    async () =>
      expect(await troubles(workspace)).toMatchObject([
        { step: "busy", reply: "421 4.3.2 Too busy" },
      ]),
    WITHIN,
  );
  await workspace.run((ctx) =>
    keepTest(ctx, ids[0] ?? "", { ok: true, tls: null, isAuthenticated: false }),
  );
  expect(await rows(workspace.workspaceId)).toEqual([]);
  // Still the same, so it is told again, though not at once.
  await vi.waitFor(async () => {
    await due(workspace);
    expect(await troubles(workspace)).toMatchObject([{ step: "busy" }]);
  }, LONG);
  // A life that ends takes along what it said.
  await stop();
  expect(await rows(workspace.workspaceId)).toEqual([]);
}, 90_000);

test("the trouble of the installation's server is everybody's, as long as the worker lives that has it", async () => {
  const [one, other] = [await freshWorkspace(), await freshWorkspace()];
  const waiting = await sendingCampaign(other, { people: 1 });
  await asAdmin((client) =>
    client.query(
      "update send_queue set due_at = now() + interval '1 hour' where campaign_id = $1",
      [waiting.campaignId],
    ),
  );
  await sendingCampaign(one, { people: 1 });
  const { workerId } = await runSender({ port: NOWHERE });
  const said = { by: "servers_unusable", serverName: "", step: "refused" };
  await vi.waitFor(async () => expect(await heldBack(other, waiting)).toMatchObject(said), WITHIN);
  expect(await failing(other)).toMatchObject([{ subject: "server", serverName: "" }]);
  expect(await rows(null)).toEqual([{ subject: "server", code: "refused" }]);
  // Who sends nothing over it need not know.
  const elsewhere = await withServers(NOWHERE);
  expect(await failing(elsewhere.workspace)).toEqual([]);
  await loseWorkers(workerId);
  expect(await heldBack(other, waiting)).toBeNull();
  expect(await failing(other)).toEqual([]);
});

test("settings that cannot be read are said to be, and the next server takes over", async () => {
  const second = await startFaultServer(() => "none");
  const { workspace, ids } = await withServers(NOWHERE, { ...second, perSecond: 20 });
  await asAdmin((client) =>
    client.query(
      "update mail_servers set username = 'u', sealed_password = 'sealed elsewhere' where id = $1",
      [ids[0]],
    ),
  );
  const campaign = await sendingCampaign(workspace, { people: 120 });
  await runSender({ port: NOWHERE });
  await vi.waitFor(
    async () => expect(await troubles(workspace)).toMatchObject([{ step: "unreadable" }, null]),
    WITHIN,
  );
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
});

test("a letter that cannot be read is named at its campaign, and mail of none at home", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 2 });
  const healthy = await sendingCampaign(workspace, { people: 1 });
  await makeNewer(campaign, true);
  const server = await startFaultServer(() => "none");
  await runSender(server);
  await vi.waitFor(
    async () =>
      expect(await heldBack(workspace, campaign)).toMatchObject({ by: "letter_unreadable" }),
    WITHIN,
  );
  expect(await heldBack(workspace, healthy)).toBeNull();
  expect(await failing(workspace)).toEqual([]);
  await addSingle(workspace, { kind: "opt_in", campaign, person: 0 });
  await vi.waitFor(
    async () =>
      expect(await failing(workspace)).toMatchObject([
        { subject: "lane", id: "opt_in", code: "LETTER_UNREADABLE" },
      ]),
    WITHIN,
  );
  await makeNewer(campaign, false);
  await vi.waitFor(async () => expect(await failing(workspace)).toEqual([]), WITHIN);
});

test("a campaign says so when nothing of its workspace can be taken up", async () => {
  const workspace = await freshWorkspace();
  const domainId = await verifiedDomain(workspace);
  const campaign = await sendingCampaign(workspace, { people: 2 });
  await planWarmUp(domainId, {});
  const server = await startFaultServer(() => "none");
  await runSender(server);
  await vi.waitFor(
    async () =>
      expect(await heldBack(workspace, campaign)).toMatchObject({
        by: "lane_failing",
        code: expect.stringMatching(/./),
      }),
    WITHIN,
  );
  await planWarmUp(domainId, null);
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
  await vi.waitFor(async () => expect(await rows(workspace.workspaceId)).toEqual([]), WITHIN);
});

test("without any sender each campaign says so, and home", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 1 });
  await asAdmin((client) =>
    client.query(
      `update send_workers set ended_at = now() - interval '16 seconds',
         lease_until = now() - interval '16 seconds'`,
    ),
  );
  expect(await heldBack(workspace, campaign)).toEqual({ by: "no_sender" });
  expect(await failing(workspace)).toEqual([{ subject: "sender", id: "" }]);
  await testWorker();
  expect(await heldBack(workspace, campaign)).toBeNull();
  expect(await failing(workspace)).toEqual([]);
});
