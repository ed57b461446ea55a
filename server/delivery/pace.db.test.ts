import { expect, test, vi } from "vitest";
import { asAdmin } from "@/tests/support/database";
import {
  campaignState,
  faultsInHistory,
  runSender,
  sendingCampaign,
  statesOf,
  type TestCampaign,
} from "@/tests/support/sending";
import { type Fault, startFaultServer } from "@/tests/support/smtp-faults";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { countPassing, makeRoom, settlePaces } from "./pace-queries";
import { reopen } from "./reopen";

const WITHIN = { timeout: 40_000, interval: 30 };
const SLOW = "slow.example";

async function setLimit(workspace: TestWorkspace, perMinute: number): Promise<void> {
  await asAdmin((client) =>
    client.query(
      `insert into domain_limits (workspace_id, domain, per_minute) values ($1, $2, $3)
       on conflict (workspace_id, domain) do update set per_minute = excluded.per_minute`,
      [workspace.workspaceId, SLOW, perMinute],
    ),
  );
}

/** The first so many of a campaign's people have their mailbox at the slow domain. */
async function slowPeople({ contactIds }: TestCampaign, count: number): Promise<void> {
  await asAdmin((client) =>
    client.query("update contacts set email = 'x' || id || '@slow.example' where id = any($1)", [
      contactIds.slice(0, count),
    ]),
  );
}

/** What became of places: how many are due now, and how many waits of whole seconds there are. */
async function placesOf({ campaignId }: TestCampaign) {
  const { rows } = await asAdmin((client) =>
    client.query<{ due: number; later: number; last: number }>(
      `select count(*) filter (where due_at <= now())::int as due,
         count(*) filter (where due_at > now())::int as later,
         coalesce(round(extract(epoch from max(due_at) - now())), 0)::int as last
       from send_queue where campaign_id = $1`,
      [campaignId],
    ),
  );
  return rows[0] ?? { due: 0, later: 0, last: 0 };
}

/** Who is due when, of all whose place is minutes away: it cannot have passed when this is asked again. */
async function laterPlaces({ campaignId }: TestCampaign): Promise<Map<string, string>> {
  const { rows } = await asAdmin((client) =>
    client.query<{ id: string; due: string }>(
      `select message_id as id, due_at::text as due from send_queue
       where campaign_id = $1 and due_at > now() + interval '5 min'`,
      [campaignId],
    ),
  );
  return new Map(rows.map(({ id, due }) => [id, due]));
}

async function countSteps({ contactIds }: TestCampaign, detail: string): Promise<number> {
  const { rows } = await asAdmin((client) =>
    client.query<{ count: number }>(
      `select count(*)::int as count from message_transitions
       where contact_id = any($1) and detail = $2`,
      [contactIds, detail],
    ),
  );
  return rows[0]?.count ?? 0;
}

test.each([1, 2])(
  "with %i senders all that waits for a domain leaves at its rate",
  async (senders) => {
    const workspace = await freshWorkspace();
    const times: number[] = [];
    let others = 0;
    const server = await startFaultServer((address): Fault => {
      if (address.endsWith(`@${SLOW}`)) times.push(performance.now());
      else others += times.length < 20 ? 1 : 0;
      return "none";
    });
    const campaign = await sendingCampaign(workspace, { people: 90 });
    await slowPeople(campaign, 50);
    await setLimit(workspace, 600);
    for (let n = 0; n < senders; n += 1) await runSender(server);
    await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
    expect(await statesOf(campaign)).toEqual({ accepted: 90 });
    const took = (times.at(-1) ?? 0) - (times[0] ?? 0);
    // The last of 50 places at ten a second is 4.9 s after the first; the first letter needs a while to be made,
    // and what was due by then goes together.
    expect(took).toBeGreaterThan(2_500);
    expect((times[49] ?? 0) - (times[25] ?? 0)).toBeGreaterThan(1_400);
    // The others are through before half of them are.
    expect(others).toBe(40);
    // Nobody was taken up in vain.
    expect(await countSteps(campaign, "claimed")).toBe(90);
    expect(await faultsInHistory(campaign)).toEqual([]);
  },
);

test("a head full of one domain is moved once, and who stands behind it is found", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 5_050 });
  const { campaignId } = campaign;
  await slowPeople(campaign, 5_000);
  const rules = [{ domain: SLOW, gapMs: 1_000, restMs: 0, probes: 0 }];
  const room = () =>
    workspace.runAsWorker((ctx) =>
      makeRoom(ctx.db, workspace.workspaceId, { campaignId, rules, wanted: 50 }),
    );
  await workspace.runAsWorker((ctx) =>
    settlePaces(ctx.db, workspace.workspaceId, [{ domain: SLOW, perMinute: 60 }]),
  );
  expect(await room()).toBe(50);
  const placed = await placesOf(campaign);
  // The first few may go; the others stand in a line, a second apart, and nobody twice.
  expect(placed.later).toBeGreaterThan(4_900);
  expect(Math.abs(placed.last - 4_999)).toBeLessThan(30);
  const before = await laterPlaces(campaign);
  expect(before.size).toBeGreaterThan(4_000);
  expect(await room()).toBe(50);
  // On a slow machine the first of the line were late by now, and stand behind it; nobody else moved.
  const after = await laterPlaces(campaign);
  const moved = [...before].filter(([id, due]) => (after.get(id) ?? due) !== due);
  expect(moved).toEqual([]);
  expect((await placesOf(campaign)).last - placed.last).toBeLessThan(60);
});

test("a limit that changes gives new places, one that goes frees all", async () => {
  const workspace = await freshWorkspace();
  const { workspaceId } = workspace;
  const campaign = await sendingCampaign(workspace, { people: 60 });
  const { campaignId } = campaign;
  await slowPeople(campaign, 60);
  const settle = (limits: { domain: string; perMinute: number }[]) =>
    workspace.runAsWorker(async (ctx) => {
      await settlePaces(ctx.db, workspaceId, limits);
      const rules = limits.map((one) => ({
        ...one,
        gapMs: 60_000 / one.perMinute,
        restMs: 0,
        probes: 0,
      }));
      return makeRoom(ctx.db, workspaceId, { campaignId, rules, wanted: 60 });
    });
  expect(await settle([{ domain: SLOW, perMinute: 1 }])).toBe(1);
  expect(Math.round((await placesOf(campaign)).last / 60)).toBe(59);
  await settle([{ domain: SLOW, perMinute: 60 }]);
  expect(Math.abs((await placesOf(campaign)).last - 59)).toBeLessThan(5);
  expect(await settle([])).toBe(60);
  expect(await placesOf(campaign)).toMatchObject({ due: 60, later: 0 });
});

test("places that passed in a pause are given anew", async () => {
  const workspace = await freshWorkspace();
  const { workspaceId } = workspace;
  const campaign = await sendingCampaign(workspace, { people: 30 });
  const { campaignId } = campaign;
  await slowPeople(campaign, 30);
  const limits = [{ domain: SLOW, perMinute: 60 }];
  const rules = [{ domain: SLOW, gapMs: 1_000, restMs: 0, probes: 0 }];
  const room = () =>
    workspace.runAsWorker(async (ctx) => {
      await settlePaces(ctx.db, workspaceId, limits);
      return makeRoom(ctx.db, workspaceId, { campaignId, rules, wanted: 30 });
    });
  await room();
  await asAdmin(async (client) => {
    await client.query(
      "update send_queue set due_at = due_at - interval '1 hour' where campaign_id = $1",
      [campaignId],
    );
    await client.query(
      "update domain_paces set next_at = next_at - interval '1 hour' where workspace_id = $1",
      [workspaceId],
    );
  });
  expect(await room()).toBeLessThanOrEqual(3);
  expect(Math.abs((await placesOf(campaign)).last - 29)).toBeLessThan(5);
});

test("when a send window closes the line ends there, and at the next opening all leave at the rate again", async () => {
  const workspace = await freshWorkspace();
  const { workspaceId } = workspace;
  const campaign = await sendingCampaign(workspace, { people: 300 });
  const { campaignId } = campaign;
  await slowPeople(campaign, 300);
  const rules = [{ domain: SLOW, gapMs: 1_000, restMs: 0, probes: 0 }];
  const room = () =>
    workspace.runAsWorker((ctx) =>
      makeRoom(ctx.db, workspaceId, { campaignId, rules, wanted: 300 }),
    );
  const sql = (text: string, given: unknown[]) => asAdmin((client) => client.query(text, given));
  const lineEnd = async () => {
    const { rows } = await sql(
      `select extract(epoch from next_at - clock_timestamp())::float8 as "in" from domain_paces
       where workspace_id = $1`,
      [workspaceId],
    );
    return rows[0]?.in as number;
  };
  await workspace.runAsWorker((ctx) =>
    settlePaces(ctx.db, workspaceId, [{ domain: SLOW, perMinute: 60 }]),
  );
  await sql(
    "update send_queue set closes_at = clock_timestamp() + interval '2 min' where campaign_id = $1",
    [campaignId],
  );
  await room();
  // Nobody has a place after it, and the line is not full of such places.
  expect((await placesOf(campaign)).last).toBeLessThanOrEqual(120);
  expect(await lineEnd()).toBeLessThanOrEqual(121);
  expect(await lineEnd()).toBeGreaterThan(60);

  // Night. The window opens again in an hour.
  await sql(
    `update send_queue set due_at = due_at - interval '1 hour', closes_at = closes_at - interval '1 hour'
     where campaign_id = $1`,
    [campaignId],
  );
  await sql(
    "update domain_paces set next_at = next_at - interval '1 day' where workspace_id = $1",
    [workspaceId],
  );
  const at = (ms: number) => new Date(Date.now() + ms).toISOString().slice(11, 16);
  const sendWindow = { from: at(3_660_000), to: at(-3_600_000), days: [1, 2, 3, 4, 5, 6, 7] };
  await sql("update workspaces set time_zone = 'UTC' where id = $1", [workspaceId]);
  await workspace.runAsWorker((ctx) => reopen(ctx.db, workspaceId, { id: campaignId, sendWindow }));
  expect(await placesOf(campaign)).toMatchObject({ due: 0, later: 300 });

  // It has just opened: all are due, and each has a place in a line that begins now.
  await sql("update send_queue set due_at = clock_timestamp() where campaign_id = $1", [
    campaignId,
  ]);
  expect(await room()).toBeLessThan(5);
  expect(Math.abs((await placesOf(campaign)).last - 299)).toBeLessThan(5);
});

test("what cannot wait does not, and lengthens the line of its domain", async () => {
  const workspace = await freshWorkspace();
  const { workspaceId } = workspace;
  const campaign = await sendingCampaign(workspace, { people: 1 });
  const { campaignId } = campaign;
  await slowPeople(campaign, 1);
  const rules = [{ domain: SLOW, gapMs: 60_000, restMs: 0, probes: 0 }];
  const free = await workspace.runAsWorker(async (ctx) => {
    await settlePaces(ctx.db, workspaceId, [{ domain: SLOW, perMinute: 1 }]);
    await countPassing(ctx.db, workspaceId, [SLOW, SLOW, "other.example"]);
    return makeRoom(ctx.db, workspaceId, { campaignId, rules, wanted: 1 });
  });
  expect(free).toBe(0);
  expect(Math.abs((await placesOf(campaign)).last - 120)).toBeLessThan(10);
});

test("of a domain that rested a few try whether it is over, and the others wait for them", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 40 });
  await slowPeople(campaign, 30);
  const { campaignId } = campaign;
  const rules = [{ domain: SLOW, gapMs: null, restMs: 60_000, probes: 2 }];
  const free = await workspace.runAsWorker((ctx) =>
    makeRoom(ctx.db, workspace.workspaceId, { campaignId, rules, wanted: 40 }),
  );
  expect(free).toBe(12);
  expect(await placesOf(campaign)).toMatchObject({ due: 12, later: 28 });
});
