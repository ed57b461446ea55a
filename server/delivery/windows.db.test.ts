import pg from "pg";
import { expect, test, vi } from "vitest";
import { asAdmin } from "@/tests/support/database";
import {
  campaignState,
  faultsInHistory,
  messagesOf,
  runSender,
  runSink,
  sendingCampaign,
  statesOf,
  type TestCampaign,
  testWorker,
} from "@/tests/support/sending";
import { startFaultServer } from "@/tests/support/smtp-faults";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { claim } from "./claim-queries";
import { setNextDue, wake } from "./due-queries";
import { grantIntents } from "./grant-queries";
import { readMoment } from "./moment";
import { reopen } from "./reopen";
import { retryMessages } from "./settle";
import { listClosed } from "./window-queries";

const WITHIN = { timeout: 15_000, interval: 30 };
const HOUR_MS = 3_600_000;
const pad = (value: number) => String(value).padStart(2, "0");
/** A clock time in UTC so many hours from now, and on which ISO day that is. */
const clockIn = (hours: number) => {
  const at = new Date(Date.now() + hours * HOUR_MS);
  return {
    time: `${pad(at.getUTCHours())}:${pad(at.getUTCMinutes())}`,
    day: at.getUTCDay() || 7,
  };
};
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
/** Open now, for ten hours yet. */
const open = () => ({ from: clockIn(-10).time, to: clockIn(10).time, days: EVERY_DAY });
/** Closed an hour ago; opens in one hour. */
const closed = () => ({ from: clockIn(1).time, to: clockIn(-1).time, days: EVERY_DAY });

async function setWindow(workspace: TestWorkspace, campaign: TestCampaign, window: object) {
  await asAdmin(async (client) => {
    await client.query("update workspaces set time_zone = 'UTC' where id = $1", [
      workspace.workspaceId,
    ]);
    await client.query("update campaigns set send_window = $2 where id = $1", [
      campaign.campaignId,
      window,
    ]);
  });
}

/** Moves the rows' own hours by SQL: the clock of the database cannot be. */
async function setHours(campaign: TestCampaign, due: string, closes: string | null) {
  await asAdmin((client) =>
    client.query(
      `update send_queue set due_at = clock_timestamp() + $2::interval,
         closes_at = clock_timestamp() + $3::interval where campaign_id = $1`,
      [campaign.campaignId, due, closes],
    ),
  );
}

async function queueOf(campaign: TestCampaign) {
  const { rows } = await asAdmin((client) =>
    client.query<{ due: Date; closes: Date; send: Date | null; first: Date | null }>(
      `select q.due_at as due, q.closes_at as closes, m.send_at as send, q.first_claimed_at as first
       from send_queue q join messages m on m.id = q.message_id where q.campaign_id = $1
       order by array_position($2::uuid[], q.contact_id)`,
      [campaign.campaignId, campaign.contactIds],
    ),
  );
  return rows;
}

async function dueOf({ workspaceId }: TestWorkspace): Promise<Date | undefined> {
  const { rows } = await asAdmin((client) =>
    client.query<{ due: Date }>(
      "select due_at as due from due_work where workspace_id = $1 and lane = 'campaign'",
      [workspaceId],
    ),
  );
  return rows[0]?.due;
}

/** Whole minutes from now. */
const minutes = (at: Date | undefined) =>
  Math.ceil(((at?.getTime() ?? 0) - Date.now()) / 60_000 - 0.5) || 0;

const take = (workspace: TestWorkspace, campaign: TestCampaign, workerId: string) =>
  workspace.runAsWorker((ctx) =>
    claim(ctx.db, workspace.workspaceId, {
      lane: "campaign",
      campaignId: campaign.campaignId,
      workerId,
      limit: 10,
    }),
  );

test("a claim passes over what is not due and what has closed", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 2 });
  const workerId = await testWorker();
  await setHours(campaign, "1 hour", "2 hours");
  expect(await take(workspace, campaign, workerId)).toEqual([]);
  await setHours(campaign, "-2 hours", "-1 second");
  expect(await take(workspace, campaign, workerId)).toEqual([]);
  await setHours(campaign, "-2 hours", "1 minute");
  expect(await take(workspace, campaign, workerId)).toHaveLength(2);
});

test("the last word before the dot is no, once the window has closed", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 1 });
  const workerId = await testWorker();
  await setHours(campaign, "-1 hour", "1 minute");
  const [held] = await take(workspace, campaign, workerId);
  if (!held) throw new Error("Nothing was claimed.");
  await setHours(campaign, "-1 hour", "-1 second");
  const rows = [{ ...held, contentHash: "x", messageIdHeader: "<x>", isTracked: false }];
  const granted = await workspace.runAsWorker((ctx) =>
    grantIntents(ctx.db, workspace.workspaceId, { workerId, rows }),
  );
  expect(granted).toEqual([false]);
});

test("what has closed waits for its person's next opening, with its date and its age", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 2 });
  const window = closed();
  await setWindow(workspace, campaign, window);
  await setHours(campaign, "-5 hours", "-1 hour");
  const [, second] = campaign.contactIds;
  // Three hours ahead of UTC all the year: there the window is open now.
  await asAdmin(async (client) => {
    await client.query("update contacts set time_zone = 'Africa/Nairobi' where id = $1", [second]);
    await client.query(
      `update send_queue set attempt = 1, first_claimed_at = now() - interval '2 days'
       where contact_id = $1`,
      [second],
    );
  });
  await workspace.runAsWorker((ctx) =>
    reopen(ctx.db, workspace.workspaceId, { id: campaign.campaignId, sendWindow: window }),
  );
  const [utc, nairobi] = await queueOf(campaign);
  expect(minutes(utc?.due)).toBeGreaterThan(57);
  expect(minutes(utc?.due)).toBeLessThanOrEqual(60);
  expect(utc?.send).toEqual(utc?.due);
  expect(minutes(nairobi?.due)).toBe(0);
  expect(minutes(nairobi?.closes)).toBeGreaterThan(60);
  // Tried before: its age and its date begin anew.
  expect(nairobi).toMatchObject({ send: null, first: null });
});

test("a resumed campaign sends nothing whose window closed during the pause", async () => {
  const workspace = await freshWorkspace();
  const sink = await runSink();
  const campaign = await sendingCampaign(workspace, { people: 3 });
  await setWindow(workspace, campaign, closed());
  await setHours(campaign, "-5 hours", "-1 hour");
  await runSender(sink);
  await vi.waitFor(async () => {
    expect((await queueOf(campaign)).map((row) => minutes(row.due) > 50)).toEqual([
      true,
      true,
      true,
    ]);
    // Nobody looks before then, and the campaign is not finished.
    expect(minutes(await dueOf(workspace))).toBeGreaterThan(50);
  }, WITHIN);
  expect(await campaignState(campaign)).toBe("sending");
  expect(await statesOf(campaign)).toEqual({ queued: 3 });
  expect(await sink.log().catch(() => [])).toEqual([]);

  // The hour comes.
  await setHours(campaign, "-1 second", "1 hour");
  await workspace.run((ctx) => wake(ctx.db, workspace.workspaceId));
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
  expect(await sink.log()).toHaveLength(3);
  expect(await faultsInHistory(campaign)).toEqual([]);
});

test("a refused letter that comes due outside its window waits for the next", async () => {
  const workspace = await freshWorkspace();
  const server = await startFaultServer(() => "dot-451");
  const campaign = await sendingCampaign(workspace, { people: 1 });
  await setWindow(workspace, campaign, closed());
  // Open for a moment yet: the first attempt is made, the second is due after it.
  await setHours(campaign, "-1 hour", "3 seconds");
  await runSender(server, { retryBase: 4_000 });
  await vi.waitFor(async () => {
    const [row] = await queueOf(campaign);
    expect(minutes(row?.due)).toBeGreaterThan(50);
  }, WITHIN);
  const [message] = await messagesOf(campaign);
  expect(message).toMatchObject({ state: "queued", attempt: 1 });
  expect(server.copies).toHaveLength(0);
});

test("failures that are tried again wait for the window, too", async () => {
  const workspace = await freshWorkspace();
  const server = await startFaultServer(() => "rcpt-550");
  const campaign = await sendingCampaign(workspace, { people: 1 });
  await setWindow(workspace, campaign, open());
  await setHours(campaign, "-1 hour", "1 hour");
  const { stop } = await runSender(server);
  await vi.waitFor(async () => expect(await statesOf(campaign)).toEqual({ failed: 1 }), WITHIN);
  await stop();
  const window = closed();
  await setWindow(workspace, campaign, window);
  const { campaignId } = campaign;
  await asAdmin((client) => client.query("delete from suppressions"));
  await workspace.run(async (ctx) =>
    retryMessages(ctx.db, ctx.workspaceId, { campaignId, asOf: await readMoment(ctx.db) }),
  );
  expect(await take(workspace, campaign, await testWorker())).toEqual([]);
  await workspace.runAsWorker((ctx) =>
    reopen(ctx.db, workspace.workspaceId, { id: campaignId, sendWindow: window }),
  );
  const [row] = await queueOf(campaign);
  expect(minutes(row?.due)).toBeGreaterThan(50);
});

test.each([
  ["sending", "1 day", 1_440],
  ["paused", "1 day", 1_440],
  // What is due and held back by a pause is looked at now and then.
  ["paused", "-1 hour", 0.5],
] as const)("a workspace is woken when its first letter is due: %s, %s", async (...given) => {
  const [state, due, expected] = given;
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 2 });
  await setHours(campaign, due, null);
  await asAdmin((client) =>
    client.query("update campaigns set state = $2 where id = $1", [campaign.campaignId, state]),
  );
  await workspace.runAsWorker((ctx) => setNextDue(ctx.db, workspace.workspaceId));
  const at = (await dueOf(workspace))?.getTime() ?? 0;
  expect((at - Date.now()) / 60_000).toBeGreaterThan(expected - 0.4);
  expect((at - Date.now()) / 60_000).toBeLessThan(expected + 0.1);
});

test("however many were sent or wait for later, a claim reads only what is due from its place on", async () => {
  const workspace = await freshWorkspace();
  const { workspaceId } = workspace;
  const campaign = await sendingCampaign(workspace, { people: 2_000 });
  const workerId = await testWorker();
  await setHours(campaign, "1 day", "2 days");
  await asAdmin((client) => client.query("analyze send_queue"));
  const spy = vi.spyOn(pg.Client.prototype, "query");
  await take(workspace, campaign, workerId);
  const { campaignId } = campaign;
  await workspace.runAsWorker((ctx) => listClosed(ctx.db, workspaceId, { campaignId, limit: 9 }));
  const asked = spy.mock.calls.flatMap(([config, values]) => {
    const text = typeof config === "string" ? config : (config as { text?: string }).text;
    return text?.includes("send_queue q") ? [{ text, values: values as unknown[] }] : [];
  });
  spy.mockRestore();
  const plans = await asAdmin(async (client) => {
    const made: string[] = [];
    for (const { text, values } of asked) {
      const { rows } = await client.query<{ "QUERY PLAN": string }>(`explain ${text}`, values);
      made.push(rows.map((row) => row["QUERY PLAN"]).join("\n"));
    }
    return made;
  });
  expect(plans[0]).toMatch(
    /send_queue_due on send_queue.*\n.*Index Cond.*ROW\(due_at, message_id\) > .*due_at <= /,
  );
  expect(plans[1]).toMatch(/send_queue_closes on send_queue.*\n.*Index Cond.*closes_at <= /);
});
