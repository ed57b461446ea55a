import { expect, test, vi } from "vitest";
import { asAdmin } from "@/tests/support/database";
import { addRoute, addServer, verifiedDomain, warmUp } from "@/tests/support/senders";
import {
  addSingle,
  campaignState,
  messagesOf,
  runSender,
  sendingCampaign,
  statesOf,
} from "@/tests/support/sending";
import { startFaultServer } from "@/tests/support/smtp-faults";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { getProgress } from "../campaigns/send";
import { removeDomain } from "../senders/domains";

// The servers of these tests listen on this machine, on whatever port is free.
vi.stubEnv("ALLOW_PRIVATE_SMTP", "1");

const WITHIN = { timeout: 20_000, interval: 30 };

/** A workspace whose mail leaves the machine, over the server that is returned. */
async function leaving() {
  const workspace = await freshWorkspace();
  const server = await startFaultServer(() => "none");
  await addRoute(workspace, [await addServer(workspace, server)]);
  return { workspace, server };
}

const loseRecord = (domainId: string) =>
  asAdmin((client) =>
    client.query(
      "update sending_domains set state = 'failing', failing_since = now() - interval '4 days' where id = $1",
      [domainId],
    ),
  );

const quiet = () => new Promise((resolve) => setTimeout(resolve, 600));

test("while all servers of the rule are paused mail waits, and never leaves over the installation's", async () => {
  const workspace = await freshWorkspace();
  await verifiedDomain(workspace);
  const [installation, own] = [
    await startFaultServer(() => "none"),
    await startFaultServer(() => "none"),
  ];
  const id = await addServer(workspace, { port: own.port, isPaused: true });
  await addRoute(workspace, [id]);
  const campaign = await sendingCampaign(workspace, { people: 5 });
  await runSender(installation);
  await quiet();
  expect(await statesOf(campaign)).toEqual({ queued: 5 });
  expect((await messagesOf(campaign)).map(({ fence }) => fence)).toEqual([0, 0, 0, 0, 0]);
  expect([installation.copies.length, own.copies.length]).toEqual([0, 0]);
  const progress = () => workspace.run((ctx) => getProgress(ctx, { id: campaign.campaignId }));
  expect(await progress()).toMatchObject({
    state: "sending",
    heldBackBy: { by: "servers_paused" },
  });
  await asAdmin((client) =>
    client.query("update mail_servers set is_paused = false where id = $1", [id]),
  );
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
  expect([installation.copies.length, own.copies.length]).toEqual([0, 5]);
  expect(await progress()).toMatchObject({ heldBackBy: null });
});

test.each([
  ["its record is gone for too long", (_: TestWorkspace, id: string) => loseRecord(id)],
  [
    "it was removed",
    (workspace: TestWorkspace, id: string) => workspace.run((ctx) => removeDomain(ctx, { id })),
  ],
])(
  "nothing leaves this machine unsigned: the domain of a campaign's sender, and %s",
  async (...given) => {
    const [, lose] = given;
    const { workspace, server } = await leaving();
    const id = await verifiedDomain(workspace);
    const campaign = await sendingCampaign(workspace, { people: 5 });
    await lose(workspace, id);
    await runSender({ port: 9 });
    await quiet();
    expect(server.copies).toHaveLength(0);
    // Not taken up, so nothing of it grows old.
    expect((await messagesOf(campaign)).map(({ fence }) => fence)).toEqual([0, 0, 0, 0, 0]);
    const progress = () => workspace.run((ctx) => getProgress(ctx, { id: campaign.campaignId }));
    expect(await progress()).toMatchObject({
      state: "sending",
      heldBackBy: { by: "sender_unverified" },
    });
    await asAdmin((client) =>
      client.query("delete from sending_domains where workspace_id = $1", [workspace.workspaceId]),
    );
    await verifiedDomain(workspace);
    await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
    expect(server.copies).toHaveLength(5);
    expect(await progress()).toMatchObject({ heldBackBy: null });
  },
);

test("a confirmation waits for a proven sender without losing an attempt", async () => {
  const { workspace, server } = await leaving();
  const campaign = await sendingCampaign(workspace, { people: 2 });
  await asAdmin((client) =>
    client.query("update campaigns set state = 'paused' where id = $1", [campaign.campaignId]),
  );
  const messageId = await addSingle(workspace, { kind: "opt_in", campaign, person: 0 });
  await runSender({ port: 9 });
  const queueRow = async () => {
    const { rows } = await asAdmin((client) =>
      client.query<{ state: string; attempt: number; fence: number; isLater: boolean }>(
        `select state, attempt, fence, due_at > now() as "isLater" from send_queue
         where message_id = $1`,
        [messageId],
      ),
    );
    return rows[0];
  };
  const waits = { state: "queued", attempt: 0, fence: 1, isLater: true };
  await vi.waitFor(async () => expect(await queueRow()).toEqual(waits), WITHIN);
  expect(server.copies).toHaveLength(0);
  await verifiedDomain(workspace);
  // Looked at again in a minute; what this sender knows of the workspace is some seconds old.
  const look = () =>
    asAdmin(async (client) => {
      await client.query("update send_queue set due_at = now() where message_id = $1", [messageId]);
      await client.query("update due_work set due_at = now() where workspace_id = $1", [
        workspace.workspaceId,
      ]);
    });
  const sent = async () => {
    await look();
    expect(server.copies).toHaveLength(1);
  };
  await vi.waitFor(sent, { ...WITHIN, interval: 500 });
});

test("what nobody proves the sender of in 72 hours is given up, and not looked at for ever", async () => {
  const { workspace } = await leaving();
  const campaign = await sendingCampaign(workspace, { people: 1 });
  await asAdmin((client) =>
    client.query("update campaigns set state = 'paused' where id = $1", [campaign.campaignId]),
  );
  const messageId = await addSingle(workspace, { kind: "opt_in", campaign, person: 0 });
  await asAdmin((client) =>
    client.query(
      "update send_queue set first_claimed_at = now() - interval '72 hours' where message_id = $1",
      [messageId],
    ),
  );
  await runSender({ port: 9 });
  const end = async () => {
    const { rows } = await asAdmin((client) =>
      client.query("select state, skip_reason as reason from messages where id = $1", [messageId]),
    );
    return rows;
  };
  await vi.waitFor(
    async () => expect(await end()).toEqual([{ state: "failed", reason: "exhausted" }]),
    WITHIN,
  );
});

test("a domain whose record is gone is no warmer for that: its plan holds, though the one above it signs", async () => {
  const { workspace, server } = await leaving();
  const campaign = await sendingCampaign(workspace, { people: 20 });
  await verifiedDomain(workspace);
  const id = await verifiedDomain(workspace, "news.nord.example");
  await asAdmin((client) =>
    client.query("update brands set sender_email = 'shop@news.nord.example' where id = $1", [
      workspace.brandId,
    ]),
  );
  await warmUp(id, 7);
  await loseRecord(id);
  await runSender({ port: 9 });
  await vi.waitFor(() => expect(server.copies).toHaveLength(7), WITHIN);
  await quiet();
  expect(await statesOf(campaign)).toEqual({ accepted: 7, queued: 13 });
  const { heldBackBy } = await workspace.run((ctx) =>
    getProgress(ctx, { id: campaign.campaignId }),
  );
  expect(heldBackBy).toEqual({ by: "warm_up", domain: "news.nord.example", limit: 7 });
});
