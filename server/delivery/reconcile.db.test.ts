import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { asAdmin } from "@/tests/support/database";
import {
  journalFile,
  keyed,
  kill,
  recover,
  rewind,
  workerAtIntent,
} from "@/tests/support/dead-worker";
import {
  faultsInHistory,
  sendingCampaign,
  statesOf,
  type TestCampaign,
} from "@/tests/support/sending";
import { freshWorkspace, workerDatabase } from "@/tests/support/workspace";
import type { Claim } from "./claim-queries";
import { allJournals } from "./journal-files";
import { reconcile } from "./reconcile";
import { DatabaseRewound } from "./rewind";

/** Three letters of a dead worker: one left and nobody knows more, one was taken, one never left. */
async function deadWithThree() {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 3 });
  const { workerId, journals, journal, held } = await workerAtIntent(workspace, campaign, 3);
  const [left, answered] = held as [Claim, Claim, Claim];
  journal.beat({ beat: 3, at: Date.now() });
  for (const one of [left, answered]) journal.dot(keyed(workspace, one));
  journal.outcome(keyed(workspace, answered), {
    outcome: "accepted",
    reply: { code: 250, enhanced: "2.0.0", text: "Ok" },
  });
  kill(journals, workerId);
  return { campaign, workerId, journals };
}

async function reconciled(journals: string) {
  const { inWorkspace } = await workerDatabase();
  return reconcile({ inWorkspace, journals, pauseAll: async () => 1 });
}

/** As after a restore to before its start: the campaign was prepared again. */
async function prepareAgain({ campaignId }: TestCampaign): Promise<void> {
  await asAdmin(async (client) => {
    const about = "where campaign_id = $1";
    await client.query(`delete from send_queue ${about}`, [campaignId]);
    await client.query(
      `delete from message_transitions where message_id in (select id from messages ${about})`,
      [campaignId],
    );
    await client.query(`update messages set id = gen_random_uuid() ${about}`, [campaignId]);
    await client.query(
      `insert into send_queue (workspace_id, contact_id, message_id, lane, campaign_id, due_at)
       select workspace_id, contact_id, id, 'campaign', campaign_id, now() from messages ${about}`,
      [campaignId],
    );
    await client.query(
      `insert into message_transitions (workspace_id, contact_id, message_id, step, "from", "to", at, fence)
       select workspace_id, contact_id, id, 0, '', 'queued', now(), 0 from messages ${about}`,
      [campaignId],
    );
  });
}

test("a database that knows less than a journal is found out, and its letters are not sent again", async () => {
  const { campaign, workerId, journals } = await deadWithThree();
  // As it was before any of it: a backup of this morning.
  await rewind(campaign);
  await expect(recover(journals)).rejects.toThrow(DatabaseRewound);
  expect(existsSync(journalFile(journals, workerId))).toBe(true);
  expect(await allJournals(journals)).toHaveLength(1);
  expect(await reconciled(journals)).toEqual({ settled: 2, missing: 0, paused: 1 });
  expect(await statesOf(campaign)).toEqual({ accepted: 1, queued: 1, unknown: 1 });
  expect(await faultsInHistory(campaign)).toEqual([]);
});

test("letters of a campaign that was prepared again are known by their person and campaign", async () => {
  const { campaign, journals } = await deadWithThree();
  await prepareAgain(campaign);
  expect(await reconciled(journals)).toEqual({ settled: 2, missing: 0, paused: 1 });
  expect(await statesOf(campaign)).toEqual({ accepted: 1, queued: 1, unknown: 1 });
  expect(await faultsInHistory(campaign)).toEqual([]);
});

test("letters of which the database knows nothing are counted", async () => {
  const { campaign, journals } = await deadWithThree();
  await asAdmin(async (client) => {
    await client.query("delete from send_queue where campaign_id = $1", [campaign.campaignId]);
    await client.query("delete from messages where campaign_id = $1", [campaign.campaignId]);
  });
  expect(await reconciled(journals)).toEqual({ settled: 0, missing: 2, paused: 1 });
});
