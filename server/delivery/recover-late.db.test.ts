import { expect, test, vi } from "vitest";
import { asAdmin } from "@/tests/support/database";
import {
  type AtIntent,
  expire,
  keyed,
  kill,
  recover,
  workerAtIntent,
} from "@/tests/support/dead-worker";
import { verifiedDomain } from "@/tests/support/senders";
import {
  campaignState,
  faultsInHistory,
  journalFolder,
  messagesOf,
  runSender,
  runSink,
  sendingCampaign,
  statesOf,
  type TestCampaign,
} from "@/tests/support/sending";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import type { Claim } from "./claim-queries";
import { leftJournals } from "./journal-files";

const WITHIN = { timeout: 15_000, interval: 30 };

async function statesById(campaign: TestCampaign, held: readonly Claim[]) {
  const states = new Map((await messagesOf(campaign)).map((one) => [one.id, one.state]));
  return held.map(({ id }) => states.get(id));
}

/** One of each: accepted, refused, "later", a dot without an answer, and no dot. */
async function fiveAtIntent(workspace: TestWorkspace, campaign: TestCampaign) {
  const worker = await workerAtIntent(workspace, campaign, 5);
  const [taken, refused, later, dotted] = worker.held as [Claim, Claim, Claim, Claim];
  const { journal } = worker;
  for (const one of [taken, refused, later, dotted]) journal.dot(keyed(workspace, one));
  const reply = (code: number, enhanced: string) => ({ code, enhanced, text: "so it is" });
  journal.outcome(keyed(workspace, taken), { outcome: "accepted", reply: reply(250, "2.0.0") });
  journal.outcome(keyed(workspace, refused), { outcome: "rejected", reply: reply(550, "5.1.1") });
  journal.outcome(keyed(workspace, later), { outcome: "deferred", reply: reply(450, "4.2.0") });
  return worker;
}

async function suppressionsOf({ workspaceId }: TestWorkspace): Promise<string[]> {
  const { rows } = await asAdmin((client) =>
    client.query<{ reason: string }>("select reason from suppressions where workspace_id = $1", [
      workspaceId,
    ]),
  );
  return rows.map((row) => row.reason);
}

/** The sender's domain is being warmed up and has sent so many today; returns how to look at that. */
async function warmingUp(workspace: TestWorkspace, sent: number) {
  const id = await verifiedDomain(workspace);
  const startOn = new Date().toISOString().slice(0, 10);
  await asAdmin(async (client) => {
    await client.query("update sending_domains set warm_up = $2 where id = $1", [
      id,
      { startOn, first: 10, growth: 100, target: 1_000 },
    ]);
    await client.query(
      `insert into sending_domain_days (workspace_id, domain_id, day, sent)
       values ($1, $2, (now() at time zone 'Europe/Berlin')::date, $3)`,
      [workspace.workspaceId, id, sent],
    );
  });
  return async (): Promise<number | undefined> => {
    const { rows } = await asAdmin((client) =>
      client.query<{ sent: number }>("select sent from sending_domain_days where domain_id = $1", [
        id,
      ]),
    );
    return rows[0]?.sent;
  };
}

/** Another machine, which has none of the journals, declares it dead. */
async function giveUp({ workerId }: AtIntent): Promise<void> {
  await expire(workerId, await journalFolder());
}

test("what another machine called unknown is settled by its journal before that is put aside", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 5 });
  const worker = await fiveAtIntent(workspace, campaign);
  await giveUp(worker);
  expect(await statesOf(campaign)).toEqual({ unknown: 5 });
  kill(worker.journals, worker.workerId);
  await recover(worker.journals);
  const expected = ["accepted", "failed", "queued", "unknown", "queued"];
  expect(await statesById(campaign, worker.held)).toEqual(expected);
  expect(await faultsInHistory(campaign)).toEqual([]);
  expect(await leftJournals(worker.journals, "")).toEqual([]);
  expect(await suppressionsOf(workspace)).toEqual(["hard_bounce"]);
});

test("what is proved unsent goes out once, though its campaign was done already", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 2 });
  const worker = await workerAtIntent(workspace, campaign, 2);
  worker.journal.dot(keyed(workspace, worker.held[0] as Claim));
  await giveUp(worker);
  const sink = await runSink();
  await runSender(sink);
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
  kill(worker.journals, worker.workerId);
  await recover(worker.journals);
  const done = async () => expect(await statesOf(campaign)).toEqual({ unknown: 1, accepted: 1 });
  await vi.waitFor(done, WITHIN);
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
  expect((await sink.log()).flatMap((line) => line.to)).toHaveLength(1);
  expect((await messagesOf(campaign)).map((one) => one.attempt)).toEqual([1, 1]);
  expect(await faultsInHistory(campaign)).toEqual([]);
});

test("what is proved unsent outside its send window waits for the next", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 2 });
  const worker = await workerAtIntent(workspace, campaign, 2);
  await giveUp(worker);
  // Meanwhile the window has closed, an hour ago; it opens again in one.
  const at = (ms: number) => new Date(Date.now() + ms).toISOString().slice(11, 16);
  const window = { from: at(3_660_000), to: at(-3_600_000), days: [1, 2, 3, 4, 5, 6, 7] };
  await asAdmin(async (client) => {
    await client.query("update workspaces set time_zone = 'UTC' where id = $1", [
      workspace.workspaceId,
    ]);
    await client.query("update campaigns set send_window = $2 where id = $1", [
      campaign.campaignId,
      window,
    ]);
  });
  kill(worker.journals, worker.workerId);
  await recover(worker.journals);
  const sink = await runSink();
  await runSender(sink);
  const wait = async () => {
    const { rows } = await asAdmin((client) =>
      client.query<{ minutes: number }>(
        `select extract(epoch from min(due_at) - now())::int / 60 as minutes from send_queue
         where campaign_id = $1`,
        [campaign.campaignId],
      ),
    );
    return rows[0]?.minutes ?? 0;
  };
  await vi.waitFor(async () => expect(await wait()).toBeGreaterThan(55), WITHIN);
  expect(await statesOf(campaign)).toEqual({ queued: 2 });
  expect(await sink.log().catch(() => [])).toEqual([]);
  expect(await faultsInHistory(campaign)).toEqual([]);
});

test("of a campaign in the archive nothing is sent any more", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 1 });
  const worker = await workerAtIntent(workspace, campaign, 1);
  await giveUp(worker);
  await asAdmin((client) =>
    client.query("update campaigns set state = 'finished', archived_at = now() where id = $1", [
      campaign.campaignId,
    ]),
  );
  kill(worker.journals, worker.workerId);
  await recover(worker.journals);
  expect(await statesOf(campaign)).toEqual({ unknown: 1 });
  expect(await campaignState(campaign)).toBe("finished");
});

test("what somebody settled by hand stays as they said", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 1 });
  const worker = await workerAtIntent(workspace, campaign, 1);
  await giveUp(worker);
  await asAdmin((client) =>
    client.query("update messages set state = 'accepted' where campaign_id = $1", [
      campaign.campaignId,
    ]),
  );
  kill(worker.journals, worker.workerId);
  await recover(worker.journals);
  expect(await statesOf(campaign)).toEqual({ accepted: 1 });
});

test("a worker in another container is not taken for dead, and its silence proves nothing", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 2 });
  const worker = await workerAtIntent(workspace, campaign, 2);
  worker.journal.dot(keyed(workspace, worker.held[0] as Claim));
  worker.journal.outcome(keyed(workspace, worker.held[0] as Claim), {
    outcome: "accepted",
    reply: { code: 250, enhanced: "2.0.0", text: "Ok" },
  });
  kill(worker.journals, worker.workerId, { space: "another container" });
  await recover(worker.journals);
  expect(await statesOf(campaign)).toEqual({ in_flight: 2 });
  await expire(worker.workerId, worker.journals);
  expect(await statesOf(campaign)).toEqual({ accepted: 1, unknown: 1 });
  expect(await leftJournals(worker.journals, "")).toEqual([]);
});

test("a journal from another container counts though its worker was taken back without it", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 5 });
  const worker = await fiveAtIntent(workspace, campaign);
  await giveUp(worker);
  kill(worker.journals, worker.workerId, { space: "another container" });
  await expire(worker.workerId, worker.journals);
  const expected = ["accepted", "failed", "queued", "unknown", "unknown"];
  expect(await statesById(campaign, worker.held)).toEqual(expected);
});

test("a refusal that only the journal knew suppresses like any other, and what was not sent is given back to the warm-up", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 5 });
  const sentToday = await warmingUp(workspace, 5);
  const worker = await fiveAtIntent(workspace, campaign);
  // As whoever claims for such a domain does.
  await asAdmin((client) =>
    client.query(
      `update send_queue set counted_on = (now() at time zone 'Europe/Berlin')::date
       where campaign_id = $1`,
      [campaign.campaignId],
    ),
  );
  kill(worker.journals, worker.workerId);
  await recover(worker.journals);
  const expected = ["accepted", "failed", "queued", "unknown", "queued"];
  expect(await statesById(campaign, worker.held)).toEqual(expected);
  expect(await suppressionsOf(workspace)).toEqual(["hard_bounce"]);
  const failed = (await messagesOf(campaign)).find((one) => one.state === "failed");
  expect(failed?.smtpCode).toBe(550);
  // The one that never left.
  expect(await sentToday()).toBe(4);
});
