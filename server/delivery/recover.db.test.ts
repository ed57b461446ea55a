import { existsSync, readdirSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { asAdmin } from "@/tests/support/database";
import { journalFile, keyed, kill, recover, workerAtIntent } from "@/tests/support/dead-worker";
import {
  campaignState,
  faultsInHistory,
  messagesOf,
  runSender,
  runSink,
  sendingCampaign,
  statesOf,
} from "@/tests/support/sending";
import { freshWorkspace } from "@/tests/support/workspace";
import type { Claim } from "./claim-queries";
import { openJournal } from "./journal";
import { writeResults } from "./results";

const WITHIN = { timeout: 15_000, interval: 30 };

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

test("of what is older than what is left of a journal its silence proves nothing", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 4 });
  const { workerId, journals, held } = await workerAtIntent(workspace, campaign, 4);
  const [old, lost, recent, dotted] = held as [Claim, Claim, Claim, Claim];
  const DAY = 86_400_000;
  await asAdmin(async (client) => {
    await client.query(
      "update send_queue set intent_at = now() - interval '4 days' where message_id = any($1)",
      [[old.id, lost.id]],
    );
    await client.query("update send_workers set beat = 40 where id = $1", [workerId]);
  });
  // Its results are written as long as it lives: one was called unknown by itself, one never could be.
  const about = { lane: "campaign", campaignId: campaign.campaignId, address: null } as const;
  const { contactId, id, fence } = lost;
  const results = [
    { ...{ contactId, id, fence }, ...about, event: "lost", counted: null } as const,
  ];
  await workspace.runAsWorker((ctx) =>
    writeResults(ctx.db, ctx.workspaceId, { workerId, results, now: ctx.now }),
  );
  const journal = openJournal(journals, workerId, { segmentBytes: 500 });
  journal.serves(workspace.workspaceId);
  const beat = (n: number, at: number) => journal.beat({ beat: n, at });
  beat(1, Date.now() - 4 * DAY);
  for (const one of [old, lost]) journal.dot(keyed(workspace, one));
  for (let n = 2; n < 40; n += 1) beat(n, Date.now() - 4 * DAY + n * 10_000);
  for (let n = 0; n < 20; n += 1) beat(40, Date.now() - 120_000);
  journal.dot(keyed(workspace, dotted));
  expect(existsSync(journalFile(journals, workerId))).toBe(false);
  kill(journals, workerId);
  await recover(journals);
  const states = new Map((await messagesOf(campaign)).map((one) => [one.id, one.state]));
  const expected = { old: "unknown", lost: "unknown", recent: "queued", dotted: "unknown" };
  const found = Object.entries({ old, lost, recent, dotted }).map(([name, { id }]) => [
    name,
    states.get(id),
  ]);
  expect(Object.fromEntries(found)).toEqual(expected);
  expect(await faultsInHistory(campaign)).toEqual([]);
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
