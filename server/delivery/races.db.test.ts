import pg from "pg";
import { expect, test, vi } from "vitest";
import { asAdmin, testDatabase } from "@/tests/support/database";
import {
  campaignState,
  faultsInHistory,
  loseWorkers,
  messagesOf,
  runSender,
  runSink,
  sendingCampaign,
  statesOf,
  type TestCampaign,
  testWorker,
} from "@/tests/support/sending";
import { type Fault, startFaultServer } from "@/tests/support/smtp-faults";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { type Claim, claim } from "./claim-queries";
import { wake } from "./due-queries";
import { grantIntents } from "./grant-queries";
import { decideIntents } from "./intent";
import { moveMessages } from "./move-queries";

const WITHIN = { timeout: 15_000, interval: 30 };

function run(sql: string, values: unknown[]) {
  return asAdmin((client) => client.query(sql, values));
}

/** Sets the campaign's state as its owner would, and wakes the sender. */
async function setState(workspace: TestWorkspace, campaign: TestCampaign, state: string) {
  await run("update campaigns set state = $2 where id = $1", [campaign.campaignId, state]);
  await workspace.runAsWorker((ctx) => wake(ctx.db, workspace.workspaceId));
}

const WITHDRAWALS: [string, string, string][] = [
  [
    "consent",
    "skipped no_consent",
    "update consent_states set state = 'withdrawn' where contact_id = $1",
  ],
  [
    "a pause",
    "skipped paused_by_person",
    "update consent_states set paused_until = now() + interval '1 day' where contact_id = $1",
  ],
  ["the address", "skipped no_address", "update contacts set email = null where id = $1"],
];

test.each(WITHDRAWALS)(
  "%s that changes while the server answers RCPT still stops the letter",
  async (_, expected, change) => {
    const workspace = await freshWorkspace();
    let campaign: TestCampaign | undefined;
    const server = await startFaultServer(async (address): Promise<Fault> => {
      if (address.startsWith("p2@")) await run(change, [campaign?.contactIds[1]]);
      return "none";
    });
    campaign = await sendingCampaign(workspace, { people: 3 });
    const open = campaign;
    await runSender(server);
    await vi.waitFor(async () => expect(await campaignState(open)).toBe("finished"), WITHIN);
    const second = (await messagesOf(open)).find((one) => one.contactId === open.contactIds[1]);
    expect(`${second?.state} ${second?.reason}`).toBe(expected);
    expect(server.copies.map((address) => address.slice(0, 2)).sort()).toEqual(["p1", "p3"]);
  },
);

test("a withdrawal that is not yet committed is waited for, and then counts", async () => {
  const workspace = await freshWorkspace();
  const server = await startFaultServer(() => "none");
  const campaign = await sendingCampaign(workspace, { people: 1 });
  const person = new pg.Client({ connectionString: (await testDatabase()).adminUrl });
  await person.connect();
  try {
    await person.query("begin");
    await person.query("select 1 from contacts where id = $1 for update", [campaign.contactIds[0]]);
    await person.query("update consent_states set state = 'withdrawn' where contact_id = $1", [
      campaign.contactIds[0],
    ]);
    await runSender(server);
    await vi.waitFor(async () => {
      const { rows } = await asAdmin((client) =>
        client.query(
          `select 1 from pg_stat_activity
           where datname = current_database() and wait_event_type = 'Lock'`,
        ),
      );
      expect(rows).toHaveLength(1);
    }, WITHIN);
    await person.query("commit");
  } finally {
    await person.end();
  }
  await vi.waitFor(async () => expect(await statesOf(campaign)).toEqual({ skipped: 1 }), WITHIN);
  expect(server.copies).toEqual([]);
});

test("a pause holds at once what is on its way, and resuming sends the rest once", async () => {
  const workspace = await freshWorkspace();
  let campaign: TestCampaign | undefined;
  let asked = 0;
  const server = await startFaultServer(async (): Promise<Fault> => {
    asked += 1;
    if (asked === 3 && campaign) await setState(workspace, campaign, "paused");
    return "none";
  });
  campaign = await sendingCampaign(workspace, { people: 12 });
  const open = campaign;
  await runSender(server, { connections: 1 });
  await vi.waitFor(
    async () => expect(await statesOf(open)).toEqual({ accepted: 2, queued: 10 }),
    WITHIN,
  );
  expect(
    (await messagesOf(open)).filter((one) => one.state === "queued" && one.attempt > 0),
  ).toEqual([]);
  await setState(workspace, open, "sending");
  await vi.waitFor(async () => expect(await campaignState(open)).toBe("finished"), WITHIN);
  expect(server.copies).toHaveLength(12);
  expect(new Set(server.copies).size).toBe(12);
  expect(await faultsInHistory(open)).toEqual([]);
});

test("a cancelled campaign sends nothing more, and its rest is cancelled", async () => {
  const workspace = await freshWorkspace();
  let campaign: TestCampaign | undefined;
  let asked = 0;
  const server = await startFaultServer(async (): Promise<Fault> => {
    asked += 1;
    if (asked === 3 && campaign) await setState(workspace, campaign, "cancelled");
    return "none";
  });
  campaign = await sendingCampaign(workspace, { people: 60 });
  const open = campaign;
  await runSender(server, { connections: 1 });
  await vi.waitFor(
    async () => expect(await statesOf(open)).toEqual({ accepted: 2, cancelled: 58 }),
    WITHIN,
  );
  expect(await campaignState(open)).toBe("cancelled");
});

test("a worker that lost its claim is refused before the dot", async () => {
  const workspace = await freshWorkspace();
  let campaign: TestCampaign | undefined;
  const server = await startFaultServer(async (_, attempt): Promise<Fault> => {
    // Another one, which lives, sends it then.
    if (attempt === 1 && campaign) {
      await loseWorkers();
      await runSender(server);
    }
    return "none";
  });
  campaign = await sendingCampaign(workspace, { people: 1 });
  const open = campaign;
  await runSender(server);
  await vi.waitFor(async () => expect(await campaignState(open)).toBe("finished"), WITHIN);
  expect(await messagesOf(open)).toMatchObject([{ state: "accepted", fence: 2, attempt: 1 }]);
  expect(server.copies).toHaveLength(1);
  expect(await faultsInHistory(open)).toEqual([]);
});

test("a late answer under its own fence settles an unknown message; any other is void", async () => {
  const workspace = await freshWorkspace();
  const { workspaceId } = workspace;
  const { campaignId, contactIds } = await sendingCampaign(workspace, { people: 1 });
  const campaign = { campaignId, contactIds, topicId: "" };
  const [slow, other] = [await testWorker(), await testWorker()];
  const as = { lane: "campaign", campaignId, workerId: slow, limit: 5 } as const;
  const [held] = await workspace.runAsWorker((ctx) => claim(ctx.db, workspaceId, as));
  if (!held) throw new Error("Nothing was claimed.");
  const key = { contactId: held.contactId, id: held.id, fence: held.fence };
  const row = { ...key, contentHash: "x", messageIdHeader: "<x@nord.example>", isTracked: false };
  const granted = await workspace.runAsWorker((ctx) =>
    grantIntents(ctx.db, workspaceId, { workerId: slow, rows: [row] }),
  );
  expect(granted).toEqual([true]);
  await loseWorkers(slow);
  expect(await statesOf(campaign)).toEqual({ unknown: 1 });

  const answer = (workerId: string, fence: number) =>
    workspace.runAsWorker(async (ctx) => {
      const change = { ...key, fence, event: "accepted", smtpCode: 250 } as const;
      return moveMessages(ctx.db, workspaceId, { workerId, changes: [change] });
    });
  expect(await answer(slow, held.fence + 1)).toEqual([false]);
  expect(await answer(other, held.fence)).toEqual([false]);
  expect(await answer(slow, held.fence)).toEqual([true]);
  expect(await answer(slow, held.fence)).toEqual([false]);
  expect(await statesOf(campaign)).toEqual({ accepted: 1 });
  expect(await faultsInHistory(campaign)).toEqual([]);
});

test("a worker that took its own lost message again sends it once, though both ask together", async () => {
  const workspace = await freshWorkspace();
  const { workspaceId } = workspace;
  const campaign = await sendingCampaign(workspace, { people: 1 });
  const workerId = await testWorker();
  const { campaignId } = campaign;
  const take = { lane: "campaign", campaignId, workerId, limit: 1 } as const;
  const claims: Claim[] = [];
  for (let turn = 0; turn < 2; turn += 1) {
    const [taken] = await workspace.runAsWorker((ctx) => claim(ctx.db, workspaceId, take));
    if (!taken) throw new Error("Nothing was claimed.");
    claims.push(taken);
    if (turn > 0) break;
    const { contactId, id, fence } = taken;
    const given = { contactId, id, fence, event: "released", isFree: true } as const;
    await workspace.runAsWorker((ctx) =>
      moveMessages(ctx.db, workspaceId, { workerId, changes: [given] }),
    );
  }
  const address = (await messagesOf(campaign))[0]?.email ?? "";
  const intents = claims.map((held) => {
    const { contactId, id, fence } = held;
    const hashes = {
      contentHash: "x",
      messageIdHeader: "<x@nord.example>",
      isTracked: false,
      counted: null,
    };
    return { contactId, id, fence, ...hashes, claim: held, address };
  });
  const answers = await workspace.runAsWorker((ctx) =>
    decideIntents(ctx.db, workspaceId, { workerId, intents, now: ctx.now }),
  );
  expect(answers).toEqual([false, true]);
  const results = claims.map(({ contactId, id, fence }, at) => {
    const event = at === 0 ? "lost" : "accepted";
    return { contactId, id, fence, event } as const;
  });
  const written = await workspace.runAsWorker((ctx) =>
    moveMessages(ctx.db, workspaceId, { workerId, changes: results }),
  );
  expect(written).toEqual([false, true]);
  expect(await statesOf(campaign)).toEqual({ accepted: 1 });
  expect(await faultsInHistory(campaign)).toEqual([]);
});

test("several senders share a campaign without a second copy", async () => {
  const workspace = await freshWorkspace();
  const sink = await runSink();
  const campaign = await sendingCampaign(workspace, { people: 150 });
  await runSender(sink);
  await runSender(sink);
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
  const to = (await sink.log()).flatMap((line) => line.to);
  expect(to).toHaveLength(150);
  expect(new Set(to).size).toBe(150);
});

test("a small workspace is served beside a large one", async () => {
  const sink = await runSink();
  const large = await freshWorkspace();
  const small = await freshWorkspace();
  const many = await sendingCampaign(large, { people: 400 });
  const few = await sendingCampaign(small, { people: 5 });
  await runSender(sink);
  await vi.waitFor(async () => expect(await campaignState(few)).toBe("finished"), WITHIN);
  expect((await statesOf(many)).queued ?? 0).toBeGreaterThan(0);
});

test("a sender that stops leaves nothing in between", async () => {
  const workspace = await freshWorkspace();
  const sink = await runSink();
  const campaign = await sendingCampaign(workspace, { people: 200 });
  const sender = await runSender(sink);
  // The sender serves every workspace of this database: only ours counts.
  const own = async () =>
    (await sink.log()).filter((line) => line.label === `ws-${workspace.workspaceId}`);
  await vi.waitFor(async () => expect((await own()).length).toBeGreaterThan(20), WITHIN);
  await sender.stop();
  const states = await statesOf(campaign);
  expect(Object.keys(states).filter((state) => !["accepted", "queued"].includes(state))).toEqual(
    [],
  );
  expect(states.accepted).toBe((await own()).length);
});
