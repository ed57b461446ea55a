import { expect, test, vi } from "vitest";
import { asAdmin } from "@/tests/support/database";
import { verifiedDomain, warmUp } from "@/tests/support/senders";
import { runSender, sendingCampaign, statesOf } from "@/tests/support/sending";
import { type Fault, startFaultServer } from "@/tests/support/smtp-faults";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";

const WITHIN = { timeout: 20_000, interval: 30 };

/** A domain that may send so many on this day, and what it has sent. */
async function warmingUp(workspace: TestWorkspace, first: number) {
  const domainId = await verifiedDomain(workspace);
  await warmUp(domainId, first);
  return async () => {
    const { rows } = await asAdmin((client) =>
      client.query<{ sent: number }>("select sent from sending_domain_days where domain_id = $1", [
        domainId,
      ]),
    );
    return rows.map(({ sent }) => sent);
  };
}

test("a letter counts once for its domain's day, however often receivers want it later", async () => {
  const workspace = await freshWorkspace();
  const sentToday = await warmingUp(workspace, 7);
  const campaign = await sendingCampaign(workspace, { people: 20 });
  const asked = new Set<string>();
  const server = await startFaultServer((address, attempt) => {
    asked.add(address);
    return attempt <= 2 ? "rcpt-451" : "none";
  });
  await runSender(server, { retryBase: 200 });
  await vi.waitFor(() => expect(server.copies).toHaveLength(7), WITHIN);
  await vi.waitFor(
    async () => expect(await statesOf(campaign)).toEqual({ accepted: 7, queued: 13 }),
    WITHIN,
  );
  // Nobody else was asked instead.
  expect(asked.size).toBe(7);
  expect(await sentToday()).toEqual([7]);
});

test("a try that never came so far takes nothing back of what an earlier one counted", async () => {
  const workspace = await freshWorkspace();
  const sentToday = await warmingUp(workspace, 4);
  const campaign = await sendingCampaign(workspace, { people: 12 });
  const setState = (state: string) =>
    asAdmin((client) =>
      client.query("update campaigns set state = $2 where id = $1", [campaign.campaignId, state]),
    );
  const asked = new Set<string>();
  // Wanted later at first; then a pause holds them at their dots.
  const server = await startFaultServer(async (address, attempt): Promise<Fault> => {
    asked.add(address);
    if (attempt > 1) await setState("paused");
    return attempt > 1 ? "none" : "rcpt-451";
  });
  await runSender(server, { retryBase: 400 });
  const tried = async () => {
    const { rows } = await asAdmin((client) =>
      client.query<{ fence: number }>(
        "select fence from send_queue where campaign_id = $1 and fence > 1 and state = 'queued'",
        [campaign.campaignId],
      ),
    );
    expect(rows.length).toBeGreaterThan(0);
  };
  await vi.waitFor(tried, WITHIN);
  await vi.waitFor(async () => expect(await statesOf(campaign)).toEqual({ queued: 12 }), WITHIN);
  expect(await sentToday()).toEqual([4]);
  // Nobody else was asked instead.
  expect(asked.size).toBe(4);
});

test("what waits from another day counts for the day on which it goes", async () => {
  const workspace = await freshWorkspace();
  const sentToday = await warmingUp(workspace, 5);
  const campaign = await sendingCampaign(workspace, { people: 8 });
  await asAdmin((client) =>
    client.query(
      `update send_queue set is_returned = true, attempt = 1, fence = 1,
         first_claimed_at = now() - interval '1 day', counted_on = current_date - 1
       where campaign_id = $1`,
      [campaign.campaignId],
    ),
  );
  const server = await startFaultServer(() => "none");
  await runSender(server);
  await vi.waitFor(
    async () => expect(await statesOf(campaign)).toEqual({ accepted: 5, queued: 3 }),
    WITHIN,
  );
  expect(await sentToday()).toEqual([5]);
});
