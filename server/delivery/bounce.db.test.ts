import { expect, test, vi } from "vitest";
import { asAdmin } from "@/tests/support/database";
import {
  addSingle,
  campaignState,
  runSender,
  sendingCampaign,
  statesOf,
} from "@/tests/support/sending";
import { startFaultServer } from "@/tests/support/smtp-faults";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { SOFT_FAILURES } from "./bounce.core";

const WITHIN = { timeout: 20_000, interval: 30 };

async function suppressedIn({ workspaceId }: TestWorkspace): Promise<object[]> {
  const { rows } = await asAdmin((client) =>
    client.query("select reason, source from suppressions where workspace_id = $1", [workspaceId]),
  );
  return rows;
}

test("nobody there: suppressed. Refused for our sake: never, and no letter of theirs is lost to us", async () => {
  const workspace = await freshWorkspace();
  const server = await startFaultServer((address) =>
    address.startsWith("p1@") ? "rcpt-550" : address.startsWith("p2@") ? "dot-550" : "none",
  );
  const campaign = await sendingCampaign(workspace, { people: 3 });
  await runSender(server);
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
  const { rows } = await asAdmin((client) =>
    client.query(
      "select state, bounce, enhanced_code as code from messages where campaign_id = $1 order by code desc",
      [campaign.campaignId],
    ),
  );
  expect(rows).toEqual([
    { state: "failed", bounce: "blocked", code: "5.7.1" },
    { state: "failed", bounce: "address", code: "5.1.1" },
    { state: "accepted", bounce: null, code: "2.0.0" },
  ]);
  expect(await suppressedIn(workspace)).toEqual([{ reason: "hard_bounce", source: "smtp" }]);
});

test("refused for now until it is tried no more: the letter ends, the person stays; five in a row do not", async () => {
  const workspace = await freshWorkspace();
  const server = await startFaultServer(() => "rcpt-451");
  const campaign = await sendingCampaign(workspace, { people: 1 });
  await runSender(server, { retryBase: 1 });
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
  const { rows } = await asAdmin((client) =>
    client.query(
      `select state, skip_reason as reason, bounce, enhanced_code as code from messages
       where campaign_id = $1`,
      [campaign.campaignId],
    ),
  );
  expect(rows).toEqual([
    { state: "failed", reason: "exhausted", bounce: "mailbox", code: "4.2.1" },
  ]);
  expect(await suppressedIn(workspace)).toEqual([]);
  for (let n = 2; n <= SOFT_FAILURES; n += 1) {
    await addSingle(workspace, { kind: "transactional", campaign, person: 0 });
  }
  await vi.waitFor(
    async () =>
      expect(await suppressedIn(workspace)).toEqual([
        { reason: "hard_bounce", source: "soft_bounces" },
      ]),
    WITHIN,
  );
});

test("when receivers refuse us again and again the campaign pauses, and nobody is suppressed", async () => {
  const workspace = await freshWorkspace();
  const server = await startFaultServer(() => "dot-550");
  const campaign = await sendingCampaign(workspace, { people: 60 });
  await runSender(server, { connections: 1 });
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("paused"), WITHIN);
  // Five refusals, and what was already on its way; each result is written a moment after it is known.
  await vi.waitFor(
    async () => expect((await statesOf(campaign)).failed).toBeGreaterThanOrEqual(5),
    WITHIN,
  );
  expect((await statesOf(campaign)).failed).toBeLessThan(15);
  const { rows } = await asAdmin((client) =>
    client.query(
      `select pause_reason as reason, (select count(*)::int from suppressions s
         where s.workspace_id = c.workspace_id) as suppressed
       from campaigns c where id = $1`,
      [campaign.campaignId],
    ),
  );
  expect(rows).toEqual([{ reason: "blocked", suppressed: 0 }]);
});

test("one mailbox provider that refuses all of its few people pauses the campaign", async () => {
  const workspace = await freshWorkspace();
  const server = await startFaultServer((address) =>
    address.endsWith("@large.example") ? "dot-550" : "none",
  );
  const campaign = await sendingCampaign(workspace, { people: 300 });
  await asAdmin((client) =>
    client.query(
      `update contacts c set email = 'p' || n || '@large.example'
       from (select contact_id, row_number() over (order by due_at, message_id) as n
         from send_queue where campaign_id = $1) q
       where c.id = q.contact_id and n % 15 = 0`,
      [campaign.campaignId],
    ),
  );
  await runSender(server, { connections: 1 });
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("paused"), WITHIN);
  await vi.waitFor(async () => expect((await statesOf(campaign)).failed).toBe(10), WITHIN);
  expect((await statesOf(campaign)).queued).toBeGreaterThan(100);
});
