import { expect, onTestFinished, test, vi } from "vitest";
import { asAdmin } from "@/tests/support/database";
import { addRoute, addServer, verifiedDomain } from "@/tests/support/senders";
import {
  campaignState,
  runSender,
  sendingCampaign,
  statesOf,
  type TestCampaign,
} from "@/tests/support/sending";
import { type Fault, startFaultServer } from "@/tests/support/smtp-faults";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { newId } from "../kernel";

// The server of one of these tests is the workspace's own, and listens on this machine.
vi.stubEnv("ALLOW_PRIVATE_SMTP", "1");

const WITHIN = { timeout: 30_000, interval: 20 };
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A message without a campaign, as a receipt is queued, to one of a campaign's people. */
async function addReceipt({ workspaceId, brandId }: TestWorkspace, campaign: TestCampaign) {
  const [id, contactId] = [newId(), campaign.contactIds.at(-1)];
  await asAdmin(async (client) => {
    await client.query("update contacts set email = 'receipt@urgent.example' where id = $1", [
      contactId,
    ]);
    await client.query(
      `insert into messages (workspace_id, contact_id, id, brand_id, channel, kind, version_id, dedupe_key, state)
       select $1, $2, $3, $4, 'email', 'transactional', version_id, 'receipt', 'queued'
       from campaign_variants where campaign_id = $5`,
      [workspaceId, contactId, id, brandId, campaign.campaignId],
    );
    await client.query(
      `insert into send_queue (workspace_id, contact_id, message_id, lane, due_at)
       values ($1, $2, $3, 'transactional', now())`,
      [workspaceId, contactId, id],
    );
    await client.query(
      "insert into due_work (workspace_id, lane, due_at) values ($1, 'transactional', now())",
      [workspaceId],
    );
  });
}

test("a receipt passes a running campaign: before it no more than what is on the wire", async () => {
  const workspace = await freshWorkspace();
  const order: string[] = [];
  const server = await startFaultServer(async (address): Promise<Fault> => {
    order.push(address);
    await sleep(100);
    return "none";
  });
  const campaign = await sendingCampaign(workspace, { people: 200 });
  await runSender(server, { connections: 2 });
  await vi.waitFor(() => expect(order.length).toBeGreaterThan(20), WITHIN);
  await addReceipt(workspace, campaign);
  const before = order.length;
  await vi.waitFor(() => expect(order).toContain("receipt@urgent.example"), WITHIN);
  const passedBy = order.indexOf("receipt@urgent.example") - before;
  // Eight wait in this process, and more than a hundred behind them.
  expect(passedBy).toBeLessThanOrEqual(8);
  expect(await campaignState(campaign)).toBe("sending");
});

test("two workspaces share the installation's server, whoever filled it last", async () => {
  const both = [];
  for (let n = 0; n < 2; n += 1) {
    both.push(await sendingCampaign(await freshWorkspace(), { people: 300 }));
  }
  // Never so idle that a look in between would give the other one its turn.
  const server = await startFaultServer(async (): Promise<Fault> => {
    await sleep(2);
    return "none";
  });
  await runSender(server, { connections: 4, pollMs: 5_000 });
  await vi.waitFor(() => expect(server.copies.length).toBeGreaterThan(300), WITHIN);
  const accepted = await Promise.all(both.map(async (one) => (await statesOf(one)).accepted ?? 0));
  for (const count of accepted) expect(count).toBeGreaterThan(80);
});

test("two campaigns of one workspace take turns, the younger from the beginning", async () => {
  const workspace = await freshWorkspace();
  const older = await sendingCampaign(workspace, { people: 120 });
  const younger = await sendingCampaign(workspace, { people: 120 });
  const { rows } = await asAdmin((client) =>
    client.query<{ email: string }>("select email from contacts where id = any($1)", [
      younger.contactIds,
    ]),
  );
  const young = new Set(rows.map(({ email }) => email));
  const server = await startFaultServer(async (): Promise<Fault> => {
    await sleep(5);
    return "none";
  });
  await runSender(server);
  for (const campaign of [older, younger]) {
    await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
  }
  const half = server.copies.slice(0, 120).filter((address) => young.has(address)).length;
  expect(half).toBeGreaterThan(40);
  expect(half).toBeLessThan(80);
});

test.each([
  ["back", -3_600_000],
  ["forth", 80 * 3_600_000],
])("a clock that steps an hour or days %s holds up and ends nothing", async (_, stepMs) => {
  const workspace = await freshWorkspace();
  const workspaceId = workspace.workspaceId;
  await asAdmin((client) =>
    client.query(
      "insert into domain_limits (workspace_id, domain, per_minute) values ($1, 'slow.example', 1200)",
      [workspaceId],
    ),
  );
  let step = 0;
  const real = Date.now;
  const stepping = vi.spyOn(Date, "now").mockImplementation(() => real() + step);
  onTestFinished(() => stepping.mockRestore());
  // Greylisted and refused once each: what comes again is counted from when it was taken up.
  const server = await startFaultServer(async (address, attempt) => {
    await sleep(10);
    if (attempt > 1) return "none";
    if (address.startsWith("p1@")) return "rcpt-451";
    return address.startsWith("p2@") ? "rcpt-grey" : "none";
  });
  await verifiedDomain(workspace);
  await addRoute(workspace, [await addServer(workspace, { port: server.port, perSecond: 30 })]);
  const campaign = await sendingCampaign(workspace, { people: 90 });
  await asAdmin((client) =>
    client.query("update contacts set email = 'x' || id || '@slow.example' where id = any($1)", [
      campaign.contactIds.slice(60),
    ]),
  );
  await runSender(server, {
    retryBase: 300,
    ports: { now: () => new Date(real() + step) },
  });
  await vi.waitFor(() => expect(server.copies.length).toBeGreaterThan(10), WITHIN);
  step = stepMs;
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
  expect(await statesOf(campaign)).toEqual({ accepted: 90 });
});
