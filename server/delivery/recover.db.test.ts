import { readdirSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { keyed, kill, recover, workerAtIntent } from "@/tests/support/dead-worker";
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
