import { expect, test, vi } from "vitest";
import { asAdmin } from "@/tests/support/database";
import { addRoute, addServer, planWarmUp, verifiedDomain, warmUp } from "@/tests/support/senders";
import {
  addSingle,
  campaignState,
  faultsInHistory,
  makeNewer,
  messagesOf,
  runSender,
  sendingCampaign,
  statesOf,
  type TestCampaign,
  testWorker,
} from "@/tests/support/sending";
import { type Fault, startFaultServer } from "@/tests/support/smtp-faults";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { newId } from "../kernel";
import { claim } from "./claim-queries";
import { moveMessages } from "./move-queries";

// The servers of these tests listen on this machine.
vi.stubEnv("ALLOW_PRIVATE_SMTP", "1");

const WITHIN = { timeout: 20_000, interval: 30 };

const isFinished = (campaign: TestCampaign) =>
  vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);

test("a workspace of which nothing can be claimed holds up nobody else, and goes on once it can", async () => {
  const ill = await freshWorkspace();
  const domainId = await verifiedDomain(ill);
  const waiting = await sendingCampaign(ill, { people: 3 });
  // First in every turn: what is urgent comes before any campaign.
  await addSingle(ill, { kind: "opt_in", campaign: waiting, person: 0 });
  await planWarmUp(domainId, {});
  const other = await sendingCampaign(await freshWorkspace(), { people: 30 });
  const server = await startFaultServer(() => "none");
  await runSender(server);
  await isFinished(other);
  expect(server.copies).toHaveLength(30);
  expect(await statesOf(waiting)).toEqual({ queued: 3 });
  await planWarmUp(domainId, null);
  await isFinished(waiting);
  await vi.waitFor(() => expect(server.copies).toHaveLength(34), WITHIN);
});

test("letters that this version cannot read wait for one that can; the others of their workspace go", async () => {
  const workspace = await freshWorkspace();
  await sendingCampaign(workspace, { people: 60 });
  const newer: TestCampaign[] = [];
  for (let count = 0; count < 6; count += 1) {
    newer.push(await sendingCampaign(workspace, { people: 3 }));
  }
  const [first] = newer;
  if (first) await addSingle(workspace, { kind: "opt_in", campaign: first, person: 0 });
  for (const one of newer) await makeNewer(one, true);
  // One of the others hangs meanwhile, which must not keep the rest.
  let asked = 0;
  const server = await startFaultServer((): Fault => {
    asked += 1;
    return asked === 1 ? "dot-hang" : "none";
  });
  await runSender(server, { connections: 2, timeouts: { connect: 2_000, socket: 15_000 } });
  await vi.waitFor(() => expect(server.copies).toHaveLength(60), { ...WITHIN, timeout: 12_000 });
  expect(asked).toBe(60);
  for (const one of newer) expect(await statesOf(one)).toEqual({ queued: 3 });
  // Their own version, deployed meanwhile.
  for (const one of newer) await makeNewer(one, false);
  await runSender(server);
  for (const one of newer) await isFinished(one);
  for (const one of newer) expect(await statesOf(one)).toEqual({ accepted: 3 });
  await vi.waitFor(() => expect(server.copies).toHaveLength(79), WITHIN);
  for (const one of newer) expect(await faultsInHistory(one)).toEqual([]);
});

test("what a pause holds at the dot does not count for the day of its domain", async () => {
  const workspace = await freshWorkspace();
  const domainId = await verifiedDomain(workspace);
  await warmUp(domainId, 7);
  const campaign = await sendingCampaign(workspace, { people: 20 });
  const { campaignId } = campaign;
  const setState = (state: string) =>
    asAdmin((client) =>
      client.query("update campaigns set state = $2 where id = $1", [campaignId, state]),
    );
  const server = await startFaultServer(async (): Promise<Fault> => {
    await setState("paused");
    return "none";
  });
  await runSender(server);
  const sent = async () => {
    const { rows } = await asAdmin((client) =>
      client.query<{ sent: number }>("select sent from sending_domain_days where domain_id = $1", [
        domainId,
      ]),
    );
    return rows.map((row) => row.sent);
  };
  // Seven were reserved with the claim.
  await vi.waitFor(async () => expect(await sent()).toEqual([0]), WITHIN);
  await vi.waitFor(async () => expect(await statesOf(campaign)).toEqual({ queued: 20 }), WITHIN);
  expect(server.copies).toEqual([]);
});

/** Another brand of the workspace, as the first. */
async function secondBrand(workspace: TestWorkspace): Promise<TestWorkspace> {
  const brandId = newId();
  await asAdmin((client) =>
    client.query(
      `insert into brands (workspace_id, id, legal_entity_id, name, sender_name, sender_email)
       select workspace_id, $2, legal_entity_id, 'Syd', sender_name, sender_email
       from brands where id = $1`,
      [workspace.brandId, brandId],
    ),
  );
  return { ...workspace, brandId };
}

test("a brand that has another server than one that rests is held up by none that has not", async () => {
  const workspace = await freshWorkspace();
  const other = await secondBrand(workspace);
  await verifiedDomain(workspace);
  const gone = await addServer(workspace, { port: 9 });
  const second = await startFaultServer(() => "none");
  const works = await addServer(workspace, second);
  await addRoute(workspace, [gone, works], { brandId: workspace.brandId });
  await addRoute(workspace, [gone], { brandId: other.brandId });
  const free = await sendingCampaign(workspace, { people: 150 });
  const held = await sendingCampaign(other, { people: 150 });
  await runSender({ port: 9 }, { connections: 2 });
  await isFinished(free);
  expect(second.copies).toHaveLength(150);
  expect(await statesOf(held)).toEqual({ queued: 150 });
  // Those that were taken up before it was known to be gone, and after each rest one.
  const claims = (await messagesOf(held)).reduce((sum, { fence }) => sum + fence, 0);
  expect(claims).toBeLessThan(40);
});

test("a letter is no older for a pause", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 2 });
  const { campaignId } = campaign;
  await asAdmin(async (client) => {
    await client.query(
      `update send_queue set attempt = 1, fence = 1, first_claimed_at = now() - interval '90 hours'
       where campaign_id = $1`,
      [campaignId],
    );
    await client.query("update campaigns set resumed_at = now() where id = $1", [campaignId]);
  });
  let asked = 0;
  const server = await startFaultServer((): Fault => {
    asked += 1;
    return asked <= 2 ? "rcpt-451" : "none";
  });
  await runSender(server, { retryBase: 50 });
  await isFinished(campaign);
  expect(await statesOf(campaign)).toEqual({ accepted: 2 });
});

test("a letter that waited for days is dated with the moment it is first taken up, and keeps that date", async () => {
  const workspace = await freshWorkspace();
  const { workspaceId } = workspace;
  const { campaignId } = await sendingCampaign(workspace, { people: 1 });
  await asAdmin((client) =>
    client.query(
      "update messages set created_at = now() - interval '10 days' where campaign_id = $1",
      [campaignId],
    ),
  );
  const workerId = await testWorker();
  const take = { lane: "campaign", campaignId, workerId, limit: 1 } as const;
  const taken = () => workspace.runAsWorker((ctx) => claim(ctx.db, workspaceId, take));
  const [first] = await taken();
  if (!first) throw new Error("Nothing was claimed.");
  expect(Math.abs(Date.now() - first.datedAt.getTime())).toBeLessThan(60_000);
  const { contactId, id, fence } = first;
  const change = { contactId, id, fence, event: "deferred" as const };
  await workspace.runAsWorker((ctx) =>
    moveMessages(ctx.db, workspaceId, { workerId, changes: [change] }),
  );
  const [second] = await taken();
  expect(second).toMatchObject({ fence: fence + 1, datedAt: first.datedAt });
});
