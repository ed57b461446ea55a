import pg from "pg";
import { expect, onTestFinished, test, vi } from "vitest";
import { testDatabase } from "@/tests/support/database";
import {
  faultsInHistory,
  messagesOf,
  sendingCampaign,
  statesOf,
  type TestCampaign,
  testWorker,
} from "@/tests/support/sending";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { cancelCampaign } from "../campaigns/send";
import { claim } from "./claim-queries";
import { decideIntents, type Intent } from "./intent";

const WITHIN = { timeout: 15_000, interval: 30 };

/** A worker with messages that stand before their intent. */
async function beforeIntent(workspace: TestWorkspace, campaign: TestCampaign, limit: number) {
  const { workspaceId } = workspace;
  const { campaignId } = campaign;
  const workerId = await testWorker();
  const take = { lane: "campaign", campaignId, workerId, limit } as const;
  const claims = await workspace.runAsWorker((ctx) => claim(ctx.db, workspaceId, take));
  const addresses = new Map((await messagesOf(campaign)).map((one) => [one.id, one.email]));
  const hashes = {
    contentHash: "x",
    messageIdHeader: "<x@nord.example>",
    isTracked: false,
    counted: null,
  };
  const intents = claims.map((one): Intent => {
    const { contactId, id, fence } = one;
    return { contactId, id, fence, ...hashes, claim: one, address: addresses.get(id) ?? "" };
  });
  /** Asks in a transaction that commits when it is let go. */
  const ask = (until: Promise<void> = Promise.resolve()) =>
    workspace.runAsWorker(async (ctx) => {
      const asked = { workerId, intents, now: ctx.now };
      const answers = await decideIntents(ctx.db, workspaceId, asked);
      await until;
      return answers;
    });
  return { ask };
}

/** Somebody's connection, for a transaction that stays open. */
async function connection(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: (await testDatabase()).adminUrl });
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

/** Waits until exactly so many of this database's transactions wait for a lock. */
async function waiting(watch: pg.Client, count: number): Promise<void> {
  await vi.waitFor(async () => {
    const { rows } = await watch.query(
      `select 1 from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    );
    expect(rows).toHaveLength(count);
  }, WITHIN);
}

function door() {
  let open = (): void => undefined;
  const until = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { until, open };
}

const PAUSE = "update campaigns set state = 'paused' where id = $1";

test.each(["paused", "cancelled"])(
  "a campaign that is just being %s lets no intent through any more",
  async (state) => {
    const workspace = await freshWorkspace();
    const campaign = await sendingCampaign(workspace, { people: 2 });
    const { ask } = await beforeIntent(workspace, campaign, 2);
    const [person, watch] = [await connection(), await connection()];
    await person.query("begin");
    await person.query("update campaigns set state = $2 where id = $1", [
      campaign.campaignId,
      state,
    ]);
    const answers = ask();
    await waiting(watch, 1);
    await person.query("commit");
    expect(await answers).toEqual([false, false]);
    const after = state === "paused" ? "queued" : "cancelled";
    expect(await statesOf(campaign)).toEqual({ [after]: 2 });
    expect(await faultsInHistory(campaign)).toEqual([]);
  },
);

test("whoever cancels waits for the intents that are just being committed, and counts them", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 5 });
  const { ask } = await beforeIntent(workspace, campaign, 3);
  const watch = await connection();
  const { until, open } = door();
  const answers = ask(until);
  await vi.waitFor(async () => {
    const { rows } = await watch.query("select 1 from pg_locks where locktype = 'advisory'");
    expect(rows.length).toBeGreaterThan(0);
  }, WITHIN);
  const told = workspace.run((ctx) => {
    const member = { role: "owner", grants: [] };
    return cancelCampaign({ ...ctx, member }, { id: campaign.campaignId });
  });
  await waiting(watch, 1);
  open();
  expect(await answers).toEqual([true, true, true]);
  expect(await told).toEqual({ gone: 0, underWay: 3 });
});

test("whoever pauses is let in before intents that come later, however many there are", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 4 });
  const first = await beforeIntent(workspace, campaign, 2);
  const second = await beforeIntent(workspace, campaign, 2);
  const [person, watch] = [await connection(), await connection()];
  const { until, open } = door();
  const early = first.ask(until);
  await vi.waitFor(async () => {
    const { rows } = await watch.query("select 1 from pg_locks where locktype = 'advisory'");
    expect(rows.length).toBeGreaterThan(0);
  }, WITHIN);
  const paused = person.query(PAUSE, [campaign.campaignId]);
  await waiting(watch, 1);
  const late = second.ask();
  await waiting(watch, 2);
  open();
  expect(await early).toEqual([true, true]);
  await paused;
  expect(await late).toEqual([false, false]);
  expect(await statesOf(campaign)).toEqual({ in_flight: 2, queued: 2 });
});
