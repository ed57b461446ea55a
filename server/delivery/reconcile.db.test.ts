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
  const [left, answered, unsent] = held as [Claim, Claim, Claim];
  journal.beat({ beat: 3, at: Date.now() });
  for (const one of [left, answered]) journal.dot(keyed(workspace, one));
  journal.outcome(keyed(workspace, answered), {
    outcome: "accepted",
    reply: { code: 250, enhanced: "2.0.0", text: "Ok" },
  });
  kill(journals, workerId);
  return { campaign, workerId, journals, held: [left, answered, unsent] as const };
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

/** As the database had it before the fence under which the journal saw it leave. */
async function endedBefore({ id }: Claim, state: "failed" | "unknown"): Promise<void> {
  await asAdmin(async (client) => {
    await client.query("delete from send_queue where message_id = $1", [id]);
    await client.query(
      `update messages set state = $2, fence = 0, result_at = now(),
         skip_reason = case $2 when 'failed' then 'exhausted' end where id = $1`,
      [id, state],
    );
    await client.query(
      `insert into message_transitions
         (workspace_id, contact_id, message_id, step, "from", "to", at, fence)
       select workspace_id, contact_id, message_id, max(step) + 1, 'in_flight', $2, now(), 0
       from message_transitions where message_id = $1 group by 1, 2, 3`,
      [id, state],
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

test("what failed or was unknown, and left once more after the moment it was put back to, has not failed", async () => {
  const { campaign, journals, held } = await deadWithThree();
  const [left, answered, unsent] = held;
  await endedBefore(left, "unknown");
  await endedBefore(answered, "failed");
  await endedBefore(unsent, "failed");
  // As if it were of a kind that is sent once more when nobody knows.
  await asAdmin((client) =>
    client.query("update messages set kind = 'transactional' where id = $1", [left.id]),
  );
  expect(await reconciled(journals)).toEqual({ settled: 2, missing: 0, paused: 1 });
  expect(await statesOf(campaign)).toEqual({ accepted: 1, failed: 1, unknown: 1 });
  expect(await faultsInHistory(campaign)).toEqual([]);
  const { rows } = await asAdmin((client) =>
    client.query("select id, resends, resolution from messages where id = any($1)", [
      [left.id, answered.id],
    ]),
  );
  // Nor is it sent a third time.
  expect(rows).toContainEqual({ id: left.id, resends: 1, resolution: "journal" });
  expect(rows).toContainEqual({ id: answered.id, resends: 0, resolution: "journal" });
  expect(await reconciled(journals)).toEqual({ settled: 0, missing: 0, paused: 1 });
});

test("what was refused before it was put back has failed, and nobody is suppressed for it", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 1 });
  const { workerId, journals, journal, held } = await workerAtIntent(workspace, campaign, 1);
  const [one] = held as [Claim];
  journal.dot(keyed(workspace, one));
  journal.outcome(keyed(workspace, one), {
    outcome: "rejected",
    reply: { code: 550, enhanced: "5.1.1", text: "No such user" },
  });
  kill(journals, workerId);
  await rewind(campaign);
  expect(await reconciled(journals)).toEqual({ settled: 1, missing: 0, paused: 1 });
  expect(await statesOf(campaign)).toEqual({ failed: 1 });
  const { rows } = await asAdmin((client) =>
    client.query(
      `select m.bounce, m.enhanced_code as code, (select count(*)::int from suppressions s
         where s.workspace_id = m.workspace_id) as suppressed
       from messages m where m.id = $1`,
      [one.id],
    ),
  );
  expect(rows).toEqual([{ bounce: "address", code: "5.1.1", suppressed: 0 }]);
});

test.each(["draft", "scheduled"])(
  "a %s campaign whose letters had left is a draft that says so",
  async (state) => {
    const { campaign, journals } = await deadWithThree();
    const { campaignId } = campaign;
    await asAdmin(async (client) => {
      await client.query("delete from send_queue where campaign_id = $1", [campaignId]);
      await client.query("delete from messages where campaign_id = $1", [campaignId]);
      await client.query(
        "update campaigns set state = $2, send_at = now() + interval '1 day' where id = $1",
        [campaignId, state],
      );
    });
    expect(await reconciled(journals)).toEqual({ settled: 0, missing: 2, paused: 1 });
    const { rows } = await asAdmin((client) =>
      client.query("select state, send_at, start_error from campaigns where id = $1", [campaignId]),
    );
    expect(rows).toEqual([{ state: "draft", send_at: null, start_error: "GONE_BEFORE_RESTORE" }]);
  },
);
