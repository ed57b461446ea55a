import { expect, onTestFinished, test, vi } from "vitest";
import { asOwner, draftWith, readyWorkspace } from "@/tests/support/campaigns";
import { asAdmin } from "@/tests/support/database";
import { sampleLetter } from "@/tests/support/letters";
import { sendingCampaign } from "@/tests/support/sending";
import { freshWorkspace, workerDatabase } from "@/tests/support/workspace";
import { OVERDUE_SECONDS } from "../delivery/due-queries";
import { sweep } from "../delivery/sweep";
import { startWorking } from "../jobs";
import { clock } from "../kernel";
import { getCampaign } from "./edit";
import { campaignsJobs } from "./jobs";
import { scheduleCampaign, unscheduleCampaign } from "./schedule";

const letter = sampleLetter({ preheader: "Hello" });
const WITHIN = { timeout: 10_000, interval: 50 };

/** A campaign that is scheduled for a day of next year. */
async function scheduled() {
  const { workspace, topicId } = await readyWorkspace(2);
  const input = await draftWith(workspace, topicId, letter);
  const day = `${new Date().getUTCFullYear() + 1}-06-01`;
  const { sendAt } = await workspace.run((ctx) =>
    scheduleCampaign(asOwner(ctx), { ...input, day, time: "09:00" }),
  );
  const jobs = async () => {
    const { rows } = await asAdmin((client) =>
      client.query<{ state: string; sendAt: string }>(
        `select state, data ->> 'sendAt' as "sendAt" from pgboss.job
         where data ->> 'campaignId' = $1 and name = 'campaigns.start' order by created_on`,
        [input.id],
      ),
    );
    return rows;
  };
  return { workspace, input, sendAt, jobs };
}

type Scheduled = Awaited<ReturnType<typeof scheduled>>;

/** Its moment is now, or so long ago, for the database as for its jobs. */
async function come({ input }: Scheduled, secondsAgo = 0): Promise<void> {
  await asAdmin(async (client) => {
    const { rows } = await client.query<{ at: Date }>(
      `update campaigns set send_at = date_trunc('second', clock_timestamp()) - make_interval(secs => $2)
       where id = $1 returning send_at as at`,
      [input.id, secondsAgo],
    );
    const sendAt = rows[0]?.at.toISOString();
    await client.query(
      `update pgboss.job set start_after = $1::text::timestamptz,
         singleton_key = $2::text || ' ' || $1::text,
         data = data || jsonb_build_object('sendAt', $1::text)
       where name = 'campaigns.start' and data ->> 'campaignId' = $2::text`,
      [sendAt, input.id],
    );
  });
}

const stateOf = async ({ workspace, input }: Scheduled) =>
  (await workspace.run((ctx) => getCampaign(asOwner(ctx), input))).state;

async function work(): Promise<void> {
  const { pool } = await workerDatabase();
  const { stop } = await startWorking(pool, campaignsJobs, () => undefined);
  onTestFinished(stop);
}

test("a worker whose clock is behind the database's starts it all the same", async () => {
  const one = await scheduled();
  await come(one);
  const behind = vi.spyOn(clock, "now").mockImplementation(() => new Date(Date.now() - 600_000));
  onTestFinished(() => behind.mockRestore());
  await work();
  await vi.waitFor(async () => expect(await stateOf(one)).not.toBe("scheduled"), WITHIN);
  expect((await one.jobs()).map(({ state }) => state)).toEqual(["completed"]);
});

test("one whose preparing has no job any more is gone on with", async () => {
  const workspace = await freshWorkspace();
  const { campaignId } = await sendingCampaign(workspace, { people: 2 });
  const look = () => workspace.runAsWorker((ctx) => sweep(ctx.db, workspace.workspaceId, ctx.now));
  const jobs = async () => {
    const { rows } = await asAdmin((client) =>
      client.query<{ state: string }>(
        `select state from pgboss.job where name = 'campaigns.prepare'
           and data ->> 'campaignId' = $1 order by created_on`,
        [campaignId],
      ),
    );
    return rows.map(({ state }) => state);
  };
  const change = (text: string) => asAdmin((client) => client.query(text, [campaignId]));
  await change("update campaigns set state = 'preparing' where id = $1");
  await look();
  await look();
  expect(await jobs()).toEqual(["created"]);
  await change("update pgboss.job set state = 'failed' where data ->> 'campaignId' = $1");
  await look();
  expect(await jobs()).toEqual(["failed", "created"]);
});

test("one that should have started and has no job any more is found, and asked for once", async () => {
  const one = await scheduled();
  const { workspace } = one;
  const look = () => workspace.runAsWorker((ctx) => sweep(ctx.db, workspace.workspaceId, ctx.now));
  const dueIn = async (): Promise<number> => {
    const { rows } = await asAdmin((client) =>
      client.query<{ seconds: number }>(
        `select extract(epoch from due_at - clock_timestamp())::float8 as seconds from due_work
         where workspace_id = $1`,
        [workspace.workspaceId],
      ),
    );
    return rows[0]?.seconds ?? Number.NaN;
  };
  // Somebody looks at its moment, wherever else nothing happens, and then when it is overdue.
  const ahead = (one.sendAt.getTime() - Date.now()) / 1_000;
  expect(Math.abs((await dueIn()) - ahead)).toBeLessThan(5);
  await look();
  expect(Math.abs((await dueIn()) - ahead - OVERDUE_SECONDS)).toBeLessThan(5);
  await come(one, OVERDUE_SECONDS + 1);
  await look();
  expect(await one.jobs()).toHaveLength(1);
  await asAdmin((client) =>
    client.query("update pgboss.job set state = 'failed' where data ->> 'campaignId' = $1", [
      one.input.id,
    ]),
  );
  await look();
  await look();
  expect((await one.jobs()).map(({ state }) => state)).toEqual(["failed", "created"]);
  // Looked at again, and not at once: a start that fails is no reason to ask all the time.
  expect(await dueIn()).toBeGreaterThan(20);
  expect(await dueIn()).toBeLessThan(31);
  await work();
  await vi.waitFor(async () => expect(await stateOf(one)).not.toBe("scheduled"), WITHIN);
});

test("one that was taken back is not looked for", async () => {
  const one = await scheduled();
  const { workspace } = one;
  await workspace.run((ctx) => unscheduleCampaign(asOwner(ctx), one.input));
  await workspace.runAsWorker((ctx) => sweep(ctx.db, workspace.workspaceId, ctx.now));
  const { rows } = await asAdmin((client) =>
    client.query("select 1 from due_work where workspace_id = $1", [workspace.workspaceId]),
  );
  expect(rows).toEqual([]);
});
