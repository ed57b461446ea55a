import { expect, test, vi } from "vitest";
import { asAdmin } from "@/tests/support/database";
import { runSender, sendingCampaign } from "@/tests/support/sending";
import { type Fault, startFaultServer } from "@/tests/support/smtp-faults";
import { freshWorkspace } from "@/tests/support/workspace";

const WITHIN = { timeout: 20_000, interval: 30 };

test("what is to be tried again does not wait for all that a slow server has not taken yet", async () => {
  const workspace = await freshWorkspace();
  await sendingCampaign(workspace, { people: 900 });
  const asked: string[] = [];
  let refused = "";
  const server = await startFaultServer((address): Fault => {
    asked.push(address);
    refused ||= address;
    return address === refused && asked.filter((one) => one === address).length < 4
      ? "rcpt-451"
      : "none";
  });
  // More than twenty seconds' worth; tried again after 0.1, 0.3 and 0.9 s.
  await runSender({ ...server, perSecond: 40 }, { retryBase: 100 });
  await vi.waitFor(() => expect(server.copies).toContain(refused), WITHIN);
  // Within some five of these: a claim ahead, and a second until it is looked for, each time.
  expect(asked.length).toBeLessThan(600);
});

test("a limited domain has its share while a slow server has much else to take", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 300 });
  await asAdmin(async (client) => {
    await client.query(
      `update contacts set email = 'p' || n || '@slow.example'
       from unnest($1::uuid[]) with ordinality as u (id, n) where contacts.id = u.id`,
      [campaign.contactIds.slice(0, 60)],
    );
    await client.query(
      "insert into domain_limits (workspace_id, domain, per_minute) values ($1, 'slow.example', 600)",
      [workspace.workspaceId],
    );
  });
  const asked: string[] = [];
  const server = await startFaultServer((address): Fault => {
    asked.push(address);
    return "none";
  });
  await runSender({ ...server, perSecond: 60 });
  await vi.waitFor(() => expect(asked.length).toBeGreaterThan(240), WITHIN);
  // In these four seconds it may have forty; those that had to wait stood behind all others.
  const limited = asked.slice(0, 240).filter((address) => address.endsWith("@slow.example"));
  expect(limited.length).toBeGreaterThan(15);
});
