import { expect, onTestFinished, test, vi } from "vitest";
import { asAdmin } from "@/tests/support/database";
import { campaignState, sendingCampaign, type TestCampaign } from "@/tests/support/sending";
import { freshWorkspace, workerDatabase } from "@/tests/support/workspace";
import { clock } from "../kernel";
import { createTidying } from "./tidying";

/** Everything of it has been sent, but for looking. */
const sentOut = ({ campaignId }: TestCampaign) =>
  asAdmin(async (client) => {
    await client.query("delete from send_queue where campaign_id = $1", [campaignId]);
    await client.query("update messages set state = 'accepted' where campaign_id = $1", [
      campaignId,
    ]);
  });

/** Sweeps that begin their transactions when they are let go. */
async function heldTidying() {
  const db = await workerDatabase();
  const begun: string[] = [];
  const gates: (() => void)[] = [];
  const tidying = createTidying({
    now: () => new Date(),
    inWorkspace: async (workspaceId, work) => {
      begun.push(workspaceId);
      await new Promise<void>((resolve) => gates.push(resolve));
      return db.inWorkspace(workspaceId, work);
    },
  });
  const letGo = () => {
    for (const open of gates.splice(0)) open();
  };
  return { tidying, begun, letGo };
}

const turns = () => new Promise((resolve) => setTimeout(resolve, 50));

test("whoever asks while one is under way gets another, which sees what happened meanwhile", async () => {
  const workspace = await freshWorkspace();
  const { workspaceId } = workspace;
  const campaign = await sendingCampaign(workspace, { people: 1 });
  const { tidying, begun, letGo } = await heldTidying();
  tidying.soon(workspaceId);
  tidying.soon(workspaceId);
  const asked = tidying.now(workspaceId);
  await turns();
  expect(begun).toEqual([workspaceId]);
  letGo();
  await expect.poll(() => begun.length).toBe(2);
  expect(await campaignState(campaign)).toBe("sending");
  await sentOut(campaign);
  letGo();
  await asked;
  expect(await campaignState(campaign)).toBe("finished");
  expect(begun).toHaveLength(2);
});

test("a workspace that always has something due is swept at its distance all the same", async () => {
  const { workspaceId } = await freshWorkspace();
  const { tidying, begun, letGo } = await heldTidying();
  let now = 1_000;
  const spy = vi.spyOn(clock, "steady").mockImplementation(() => now);
  onTestFinished(() => spy.mockRestore());
  const busy = () => tidying.soon(workspaceId, 10_000);
  busy();
  now += 9_999;
  busy();
  expect(begun).toEqual([]);
  now += 1;
  busy();
  expect(begun).toEqual([workspaceId]);
  letGo();
  await tidying.settled();
  now += 9_999;
  busy();
  expect(begun).toHaveLength(1);
  now += 1;
  busy();
  expect(begun).toHaveLength(2);
  letGo();
  await tidying.settled();
});

test("two go on at once, the others follow, and all are waited for in the end", async () => {
  const workspaces = await Promise.all(Array.from({ length: 5 }, () => freshWorkspace()));
  const { tidying, begun, letGo } = await heldTidying();
  for (const { workspaceId } of workspaces) tidying.soon(workspaceId);
  let isSettled = false;
  const settled = tidying.settled().then(() => {
    isSettled = true;
  });
  for (const expected of [2, 4, 5]) {
    await expect.poll(() => begun.length).toBe(expected);
    await turns();
    expect(begun).toHaveLength(expected);
    expect(isSettled).toBe(false);
    letGo();
  }
  await settled;
  expect(new Set(begun).size).toBe(5);
});

test("a campaign that somebody holds is finished later, and nobody waits for the other", async () => {
  const workspace = await freshWorkspace();
  const { workspaceId } = workspace;
  const campaign = await sendingCampaign(workspace, { people: 1 });
  await sentOut(campaign);
  const db = await workerDatabase();
  const tidying = createTidying({ now: () => new Date(), inWorkspace: db.inWorkspace });
  const dueInSeconds = async () => {
    const { rows } = await asAdmin((client) =>
      client.query<{ seconds: number }>(
        `select extract(epoch from due_at - now())::float8 as seconds from due_work
         where workspace_id = $1`,
        [workspaceId],
      ),
    );
    return rows.map(({ seconds }) => Math.round(seconds / 10));
  };
  await asAdmin(async (client) => {
    await client.query("begin");
    await client.query("select 1 from campaigns where id = $1 for update", [campaign.campaignId]);
    await tidying.now(workspaceId);
    await client.query("commit");
  });
  expect(await campaignState(campaign)).toBe("sending");
  expect(await dueInSeconds()).toEqual([3]);
  await tidying.now(workspaceId);
  expect(await campaignState(campaign)).toBe("finished");
  expect(await dueInSeconds()).toEqual([]);
});
