import { expect, test, vi } from "vitest";
import { asAdmin } from "@/tests/support/database";
import { keyed, kill, recover, rewind, workerAtIntent } from "@/tests/support/dead-worker";
import {
  campaignState,
  journalFolder,
  runSender,
  runSink,
  sendingCampaign,
  statesOf,
} from "@/tests/support/sending";
import { startFaultServer } from "@/tests/support/smtp-faults";
import { freshWorkspace, type TestWorkspace, workerDatabase } from "@/tests/support/workspace";
import { newId } from "../kernel";
import { removeDemoWorkspace } from "../workspaces";
import type { Claim } from "./claim-queries";
import { setAside } from "./journal-files";
import { reconcile } from "./reconcile";
import { DatabaseRewound, notedTimeline, noteTimeline } from "./rewind";

const WITHIN = { timeout: 15_000, interval: 30 };

/** A dead worker that sent one of two letters, as its journal says; the database has heard all its beats. */
async function deadAfterDot() {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 2 });
  const worker = await workerAtIntent(workspace, campaign, 2);
  const { journal, journals, workerId, held } = worker;
  journal.beat({ beat: 3, at: Date.now() });
  journal.dot(keyed(workspace, held[0] as Claim));
  journal.outcome(keyed(workspace, held[0] as Claim), {
    outcome: "accepted",
    reply: { code: 250, enhanced: "2.0.0", text: "Ok" },
  });
  await asAdmin((client) =>
    client.query("update send_workers set beat = 3 where id = $1", [workerId]),
  );
  kill(journals, workerId);
  return { workspace, campaign, journals, workerId };
}

/** A whole workspace is away: removed as a demo shop is, or not made yet where the database was put back to. */
async function take(workspace: TestWorkspace, how: "removed" | "put back"): Promise<void> {
  const { workspaceId } = workspace;
  await asAdmin(async (client) => {
    await client.query("set session_replication_role = replica");
    await client.query("update workspaces set is_demo = true where id = $1", [workspaceId]);
  });
  expect(await workspace.run(removeDemoWorkspace)).toBe(true);
  if (how === "removed") return;
  await asAdmin((client) =>
    client.query("delete from removed_workspaces where id = $1", [workspaceId]),
  );
}

/** The database goes on, on another timeline than the workers know. */
const promote = () =>
  asAdmin((client) => client.query("update send_workers set timeline = 7777, sends_on = 7777"));

/** A machine that sent a moment ago, on the timeline before. */
const unheard = (journals: string) =>
  asAdmin((client) =>
    client.query(
      `insert into send_workers (id, host, version, journals, timeline, started_at, lease_until)
       values ($1, 'there', '', $2, 7777, now(), now() - interval '1 s')`,
      [newId(), journals],
    ),
  );

test("a dot without its intent proves that the database was put back, though no heartbeat is missing", async () => {
  const { campaign, journals } = await deadAfterDot();
  await rewind(campaign);
  await expect(recover(journals)).rejects.toThrow(DatabaseRewound);
  expect(await statesOf(campaign)).toEqual({ queued: 2 });
});

test("a living worker notices that its own step was forgotten, and says so instead of going on", async () => {
  const workspace = await freshWorkspace();
  const ends: string[] = [];
  const server = await startFaultServer(() => "none");
  const campaign = await sendingCampaign(workspace, { people: 1 });
  const db = await workerDatabase();
  let isAnswered = false;
  await runSender(server, {
    ports: {
      onEnd: (reason) => ends.push(reason),
      passing: (point) => {
        isAnswered ||= point === "answered";
      },
      inWorkspace: async (id, work) => {
        // Between the answer and its result: the failover.
        if (isAnswered && ends.length === 0) {
          await asAdmin((client) => client.query("delete from due_work"));
          await rewind(campaign);
        }
        return db.inWorkspace(id, work);
      },
    },
  });
  await vi.waitFor(() => expect(ends).toEqual(["rewound"]), WITHIN);
  expect(server.copies).toHaveLength(1);
  expect(await statesOf(campaign)).toEqual({ queued: 1 });
});

test.each(["removed", "put back"] as const)(
  "a letter's workspace was %s between its answer and its result",
  async (how) => {
    const workspace = await freshWorkspace();
    const other = await freshWorkspace();
    const ends: string[] = [];
    const sink = await runSink();
    await sendingCampaign(workspace, { people: 1 });
    const db = await workerDatabase();
    let [isAnswered, isTaken] = [false, false];
    const { stop } = await runSender(sink, {
      ports: {
        onEnd: (reason) => ends.push(reason),
        passing: (point) => {
          isAnswered ||= point === "answered";
        },
        inWorkspace: async (id, work) => {
          if (isAnswered && !isTaken) {
            isTaken = true;
            await take(workspace, how);
          }
          return db.inWorkspace(id, work);
        },
      },
    });
    await vi.waitFor(() => expect(isTaken).toBe(true), WITHIN);
    const campaign = await sendingCampaign(other, { people: 1 });
    if (how === "removed") {
      // The others' mail goes on.
      await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
    } else await vi.waitFor(() => expect(ends).toEqual(["rewound"]), WITHIN);
    await stop();
    expect(ends).toEqual(how === "removed" ? [] : ["rewound"]);
  },
);

test("what a dead worker sent for a workspace that was removed is not missed; for one that is not there, it is", async () => {
  const gone = await deadAfterDot();
  await take(gone.workspace, "removed");
  await recover(gone.journals);
  const { inWorkspace } = await workerDatabase();
  const reconciled = { inWorkspace, journals: gone.journals, pauseAll: async () => 0 };
  expect(await reconcile(reconciled)).toEqual({ settled: 0, missing: 0, paused: 0 });
  const forgotten = await deadAfterDot();
  await take(forgotten.workspace, "put back");
  await expect(recover(forgotten.journals)).rejects.toThrow(DatabaseRewound);
});

test("on another timeline nothing leaves before the journals were held against it", async () => {
  const workspace = await freshWorkspace();
  const sink = await runSink();
  const ends: string[] = [];
  const { campaign: old, journals, workerId } = await deadAfterDot();
  // Its journal was read before the failover, which lost what came of that.
  await setAside({ workerId, files: [`${journals}/${workerId}.0.journal`] });
  await rewind(old);
  noteTimeline(journals, 7777);
  const campaign = await sendingCampaign(workspace, { people: 1 });
  await runSender(sink, { ports: { journals, onEnd: (reason) => ends.push(reason) } });
  await vi.waitFor(() => expect(ends).toEqual(["rewound"]), WITHIN);
  expect(await sink.log()).toEqual([]);
  expect((await statesOf(campaign)).accepted).toBeUndefined();
  expect(notedTimeline(journals)).toBe(7777);
});

test("a promotion that lost nothing is noticed, looked into and gone on from", async () => {
  const workspace = await freshWorkspace();
  const sink = await runSink();
  const ends: string[] = [];
  const journals = await journalFolder();
  const ports = { journals, onEnd: (reason: string) => void ends.push(reason) };
  const first = await sendingCampaign(workspace, { people: 3 });
  await runSender(sink, { beatMs: 400, ports });
  await vi.waitFor(async () => expect(await campaignState(first)).toBe("finished"), WITHIN);
  await promote();
  const second = await sendingCampaign(workspace, { people: 3 });
  await vi.waitFor(async () => expect(await campaignState(second)).toBe("finished"), WITHIN);
  expect(await statesOf(second)).toEqual({ accepted: 3 });
  expect(ends).toEqual([]);
});

test("on another timeline nothing leaves, from a new machine either, before each that sent has looked back", async () => {
  const workspace = await freshWorkspace();
  const sink = await runSink();
  await unheard("folder of another machine");
  const campaign = await sendingCampaign(workspace, { people: 2 });
  await runSender(sink, { beatMs: 100 });
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(await statesOf(campaign)).toEqual({ queued: 2 });
  // What that machine held is not taken back, as long as it may have left.
  const left = await asAdmin((client) =>
    client.query("select ended_at from send_workers where host = 'there' and reaped_at is null"),
  );
  expect(left.rows).toEqual([{ ended_at: null }]);

  await asAdmin((client) =>
    client.query(
      `update send_workers set timeline = ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int
       where host = 'there'`,
    ),
  );
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
  expect(await sink.log()).toHaveLength(2);
});

test("a machine that stays silent on another timeline halts the others", async () => {
  const workspace = await freshWorkspace();
  const sink = await runSink();
  const ends: string[] = [];
  await unheard("folder of a lost machine");
  const campaign = await sendingCampaign(workspace, { people: 1 });
  const ports = { onEnd: (reason: string) => void ends.push(reason) };
  await runSender(sink, { beatMs: 50, unheardMs: 300, ports });
  await vi.waitFor(() => expect(ends).toEqual(["unheard"]), WITHIN);
  expect(await statesOf(campaign)).toEqual({ queued: 1 });
});

test("who finds out that the database was put back stops all the others at once", async () => {
  const workspace = await freshWorkspace();
  const sink = await runSink();
  const { campaign: old, journals } = await deadAfterDot();
  // The other is not to meet what is only about to be forgotten.
  await asAdmin((client) => client.query("delete from due_work"));
  await runSender(sink, { beatMs: 60_000 });
  await rewind(old);
  const ends: string[] = [];
  await runSender(sink, {
    ports: { journals, onEnd: (reason) => void ends.push(reason) },
  });
  // Known before it could claim anything itself.
  expect(ends).toEqual(["rewound"]);
  const campaign = await sendingCampaign(workspace, { people: 1 });
  await new Promise((resolve) => setTimeout(resolve, 800));
  expect(await statesOf(campaign)).toEqual({ queued: 1 });
  expect(await sink.log()).toEqual([]);
});
