import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { asAdmin } from "@/tests/support/database";
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
  testWorker,
} from "@/tests/support/sending";
import { freshWorkspace, type TestWorkspace, workerDatabase } from "@/tests/support/workspace";
import { newId } from "../kernel";
import { type Claim, claim } from "./claim-queries";
import { openJournal } from "./journal";
import { allJournals } from "./journal-files";
import { grantIntents } from "./move-queries";
import { reconcile } from "./reconcile";
import { recoverLocal } from "./recover";
import { DatabaseRewound } from "./rewind";

const WITHIN = { timeout: 15_000, interval: 30 };

/** A worker that took `count` messages up to their intent, with its journal. */
async function workerAtIntent(workspace: TestWorkspace, campaign: TestCampaign, count: number) {
  const { workspaceId } = workspace;
  const workerId = await testWorker();
  const journals = await journalFolder();
  const take = {
    lane: "campaign",
    campaignId: campaign.campaignId,
    workerId,
    limit: count,
  } as const;
  const held = await workspace.runAsWorker((ctx) => claim(ctx.db, workspaceId, take));
  const rows = held.map(({ contactId, id, fence }) => {
    const hashes = { contentHash: "x", messageIdHeader: "<x@nord.example>", isTracked: false };
    return { contactId, id, fence, ...hashes };
  });
  await workspace.runAsWorker((ctx) => grantIntents(ctx.db, workspaceId, { workerId, rows }));
  const journal = openJournal(journals, workerId);
  return { workerId, journals, journal, held };
}

const keyed = (workspace: TestWorkspace, { contactId, id, fence }: Claim) => ({
  workspaceId: workspace.workspaceId,
  contactId,
  id,
  fence,
});

const file = (journals: string, workerId: string) => path.join(journals, `${workerId}.0.journal`);

/** As if the process that wrote it had been killed; `boot` as if the machine had fallen besides. */
function kill(journals: string, workerId: string, changes: { boot?: string } = {}): void {
  const [head = "", ...rest] = readFileSync(file(journals, workerId), "utf8").split("\n");
  const owner = { ...JSON.parse(head.slice(2)), mark: "another", ...changes };
  writeFileSync(file(journals, workerId), [`O ${JSON.stringify(owner)}`, ...rest].join("\n"));
}

async function recover(journals: string): Promise<void> {
  const { inWorkspace, inPlatform } = await workerDatabase();
  const now = () => new Date();
  await recoverLocal({ inWorkspace, inPlatform, now, workerId: newId(), journals });
}

test("a dead worker's journal says what nobody else knows, and at once", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 4 });
  const { workerId, journals, journal, held } = await workerAtIntent(workspace, campaign, 4);
  const [silent, dotted, taken, refused] = held as [Claim, Claim, Claim, Claim];
  for (const one of [dotted, taken, refused]) journal.dot(keyed(workspace, one));
  const told = (code: number, text: string) => ({ code, enhanced: `${code / 100}.1.1`, text });
  journal.outcome(keyed(workspace, taken), { outcome: "accepted", reply: told(200, "Ok") });
  journal.outcome(keyed(workspace, refused), {
    outcome: "rejected",
    reply: told(500, "No\r\nD x"),
  });
  kill(journals, workerId);
  await recover(journals);
  const states = new Map((await messagesOf(campaign)).map((one) => [one.id, one.state]));
  expect(held.map(({ id }) => states.get(id))).toEqual(["queued", "unknown", "accepted", "failed"]);
  expect(await faultsInHistory(campaign)).toEqual([]);
  // Put aside, not read again.
  expect(readdirSync(journals)).toEqual([`${workerId}.0.done`]);
  const sink = await runSink();
  await runSender(sink);
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
  expect((await sink.log()).flatMap((line) => line.to)).toHaveLength(1);
  expect(silent.id).toBeTruthy();
});

test("after a fall of the machine silence proves nothing", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 2 });
  const { workerId, journals, journal, held } = await workerAtIntent(workspace, campaign, 2);
  journal.dot(keyed(workspace, held[0] as Claim));
  kill(journals, workerId, { boot: "the run before" });
  await recover(journals);
  expect(await statesOf(campaign)).toEqual({ unknown: 2 });
});

test("the journal of a living worker is left alone", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 1 });
  const { journals } = await workerAtIntent(workspace, campaign, 1);
  await recover(journals);
  expect(await statesOf(campaign)).toEqual({ in_flight: 1 });
});

test("what three workers died with is held back", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 1 });
  for (let death = 1; death <= 3; death += 1) {
    const { workerId, journals } = await workerAtIntent(workspace, campaign, 1);
    kill(journals, workerId);
    await recover(journals);
  }
  expect(await messagesOf(campaign)).toMatchObject([{ state: "failed", reason: "quarantined" }]);
  expect(await faultsInHistory(campaign)).toEqual([]);
});

test("a full disk on the journal: no dot, no attempt burnt, and it goes on by itself", async () => {
  const workspace = await freshWorkspace();
  const sink = await runSink();
  const campaign = await sendingCampaign(workspace, { people: 5 });
  let isFull = true;
  let asked = 0;
  await runSender(sink, {
    ports: {
      passing: (point) => {
        if (point !== "dot journalled" || !isFull) return;
        asked += 1;
        throw Object.assign(new Error("No space left on device"), { code: "ENOSPC" });
      },
    },
  });
  await vi.waitFor(() => expect(asked).toBeGreaterThan(0), WITHIN);
  expect(await sink.log()).toEqual([]);
  isFull = false;
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
  expect((await messagesOf(campaign)).map((one) => `${one.state} ${one.attempt}`)).toEqual(
    Array.from({ length: 5 }, () => "accepted 1"),
  );
  expect(await sink.log()).toHaveLength(5);
});

test("a database that knows less than a journal is found out, and its letters are not sent again", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 3 });
  const { workerId, journals, journal, held } = await workerAtIntent(workspace, campaign, 3);
  const [left, answered] = held as [Claim, Claim, Claim];
  journal.beat(3);
  for (const one of [left, answered]) journal.dot(keyed(workspace, one));
  journal.outcome(keyed(workspace, answered), {
    outcome: "accepted",
    reply: { code: 250, enhanced: "2.0.0", text: "Ok" },
  });
  kill(journals, workerId);
  // As it was before any of it: a backup of this morning.
  await asAdmin((client) =>
    client.query(
      `update send_queue set state = 'queued', worker_id = null, fence = 0, attempt = 0, step = 0
       where campaign_id = $1`,
      [campaign.campaignId],
    ),
  );
  await asAdmin((client) =>
    client.query("delete from message_transitions where step > 0 and contact_id = any($1)", [
      campaign.contactIds,
    ]),
  );
  await expect(recover(journals)).rejects.toThrow(DatabaseRewound);
  expect(existsSync(file(journals, workerId))).toBe(true);
  expect(await allJournals(journals)).toHaveLength(1);
  const { inWorkspace } = await workerDatabase();
  const pauseAll = async () => 1;
  const told = await reconcile({ inWorkspace, journals, pauseAll });
  expect(told).toEqual({ settled: 2, missing: 0, paused: 1 });
  expect(await statesOf(campaign)).toEqual({ accepted: 1, queued: 1, unknown: 1 });
  expect(await faultsInHistory(campaign)).toEqual([]);
});
