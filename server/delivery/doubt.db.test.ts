import pg from "pg";
import { expect, test, vi } from "vitest";
import { testDatabase } from "@/tests/support/database";
import { verifiedDomain, warmUp } from "@/tests/support/senders";
import {
  campaignState,
  faultsInHistory,
  journalFolder,
  messagesOf,
  runSender,
  runSink,
  sendingCampaign,
  statesOf,
  testWorker,
} from "@/tests/support/sending";
import { startFaultServer } from "@/tests/support/smtp-faults";
import { freshWorkspace, workerDatabase } from "@/tests/support/workspace";
import { clock, newId } from "../kernel";
import { claim } from "./claim-queries";
import { recoverExpired } from "./recover";

const WITHIN = { timeout: 15_000, interval: 50 };

test("claims whose commit was never answered are given back by the worker that holds them", async () => {
  const workspace = await freshWorkspace();
  const sink = await runSink();
  const campaign = await sendingCampaign(workspace, { people: 3 });
  const domainId = await verifiedDomain(workspace);
  // Three a day: were those of the lost claim counted, none could leave today.
  await warmUp(domainId, 3);
  const db = await workerDatabase();
  let isLost = false;
  await runSender(sink, {
    ports: {
      inWorkspace: async (id, work) => {
        const answer = await db.inWorkspace(id, work);
        if (isLost || (await statesOf(campaign)).claimed === undefined) return answer;
        isLost = true;
        throw new Error("connection lost");
      },
    },
  });
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
  expect(isLost).toBe(true);
  const messages = await messagesOf(campaign);
  expect(messages.map(({ state, attempt, fence }) => [state, attempt, fence])).toEqual(
    Array.from({ length: 3 }, () => ["accepted", 1, 2]),
  );
  expect(await faultsInHistory(campaign)).toEqual([]);
});

test("an intent that is being committed while its dead worker is taken back is not forgotten", async () => {
  const workspace = await freshWorkspace();
  const { workspaceId } = workspace;
  const { campaignId, contactIds, topicId } = await sendingCampaign(workspace, { people: 1 });
  const campaign = { campaignId, contactIds, topicId };
  const workerId = await testWorker();
  const take = { lane: "campaign", campaignId, workerId, limit: 1 } as const;
  await workspace.runAsWorker((ctx) => claim(ctx.db, workspaceId, take));
  const db = await workerDatabase();
  const { adminUrl } = await testDatabase();
  const dying = new pg.Client({ connectionString: adminUrl });
  await dying.connect();
  try {
    await dying.query("begin");
    await dying.query(
      "update send_queue set state = 'in_flight', intent_at = now(), step = step + 1 where worker_id = $1",
      [workerId],
    );
    await dying.query(
      `insert into message_transitions
         (workspace_id, contact_id, message_id, step, "from", "to", at, worker_id, fence, detail)
       select workspace_id, contact_id, message_id, step, 'claimed', 'in_flight', now(), worker_id,
         fence, 'intended' from send_queue where worker_id = $1`,
      [workerId],
    );
    await db.inPlatform({}, (tx) =>
      tx.execute(
        `update send_workers set lease_until = now() - interval '1 s' where id = '${workerId}'`,
      ),
    );
    const { inWorkspace, inPlatform } = db;
    const journals = await journalFolder();
    const ports = { inWorkspace, inPlatform, now: clock.now, workerId: newId(), journals };
    const recovered = recoverExpired(ports);
    await vi.waitFor(async () => {
      const { rows } = await dying.query(
        "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      expect(rows.length).toBeGreaterThan(0);
    }, WITHIN);
    await dying.query("commit");
    await recovered;
  } finally {
    await dying.end();
  }
  // Nobody read its journal: it may have been sent.
  expect(await statesOf(campaign)).toEqual({ unknown: 1 });
  expect(await faultsInHistory(campaign)).toEqual([]);
});

test("a worker that stood still for longer than its lease writes no dot, whatever it was granted before", async () => {
  const workspace = await freshWorkspace();
  const server = await startFaultServer(() => "none");
  const campaign = await sendingCampaign(workspace, { people: 1 });
  let granted = 0;
  await runSender(server, {
    // No heartbeat comes in time, as if the process had been stopped.
    ...{ leaseSeconds: 3, beatMs: 60_000 },
    ports: {
      passing: (point) => {
        if (point !== "intended") return;
        granted += 1;
        const end = performance.now() + 3_100;
        while (performance.now() < end);
      },
    },
  });
  await vi.waitFor(
    async () => expect([granted, await statesOf(campaign)]).toEqual([1, { queued: 1 }]),
    WITHIN,
  );
  expect(server.copies).toEqual([]);
});
