import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { asOwner, codeOf } from "@/tests/support/campaigns";
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
import { newId } from "../kernel";
import { CAMPAIGN_STATES } from "./schemas";
import { cancelCampaign, getProgress, pauseCampaign, resumeCampaign } from "./send";

const WITHIN = { timeout: 20_000, interval: 30 };
/** Well before a paused campaign would be looked at again without having been woken. */
const PROMPTLY = { timeout: 12_000, interval: 30 };
/** One letter is at most under way on each. */
const CONNECTIONS = 4;
const PEOPLE = 160;

type Control = (...given: Parameters<typeof pauseCampaign>) => Promise<unknown>;

const CONTROLS: Record<string, Control> = {
  pause: pauseCampaign,
  resume: resumeCampaign,
  cancel: cancelCampaign,
};

/** A campaign that a real sender sends over a server which takes its time, of which some have gone. */
async function midSend(workspace: TestWorkspace) {
  const server = await startFaultServer(async (): Promise<Fault> => {
    await sleep(20);
    return "none";
  });
  const campaign = await sendingCampaign(workspace, { people: PEOPLE });
  await runSender(server, { connections: CONNECTIONS });
  await vi.waitFor(() => expect(server.copies.length).toBeGreaterThan(30), {
    ...WITHIN,
    interval: 5,
  });
  return { server, campaign, id: { id: campaign.campaignId } };
}

/** Presses pause; returns how many letters were let go by the moment it took effect. */
async function pause(workspace: TestWorkspace, id: { id: string }): Promise<number> {
  const { states } = await workspace.run(async (ctx) => {
    await pauseCampaign(asOwner(ctx), id);
    return getProgress(ctx, id);
  });
  return states.accepted + states.in_flight + states.unknown;
}

/** Nothing is under way any more, and nobody looks at the workspace unasked for a good while. */
async function atRest(workspace: TestWorkspace, campaign: TestCampaign, gone: number) {
  await vi.waitFor(async () => {
    expect(await statesOf(campaign)).toEqual({ accepted: gone, queued: PEOPLE - gone });
    const { rows } = await asAdmin((client) =>
      client.query(
        `select due_at > clock_timestamp() + interval '15 s' as "isLater" from due_work
         where workspace_id = $1`,
        [workspace.workspaceId],
      ),
    );
    expect(rows).toEqual([{ isLater: true }]);
  }, WITHIN);
}

async function audited({ workspaceId }: TestWorkspace): Promise<string[]> {
  const { rows } = await asAdmin((client) =>
    client.query<{ action: string }>(
      `select action from audit_entries
       where workspace_id = $1 and action like 'campaigns.%' order by seq`,
      [workspaceId],
    ),
  );
  return rows.map(({ action }) => action);
}

test("a pause in mid-send stops at the letter, and resuming sends the rest once and at once", async () => {
  const workspace = await freshWorkspace();
  const { server, campaign, id } = await midSend(workspace);
  const gone = await pause(workspace, id);
  // What was let go before has arrived, or is on the wire of its connection.
  expect(gone - server.copies.length).toBeLessThanOrEqual(CONNECTIONS);
  expect(gone).toBeLessThan(PEOPLE);
  await atRest(workspace, campaign, gone);
  expect(server.copies).toHaveLength(gone);
  await sleep(500);
  expect(server.copies).toHaveLength(gone);
  expect(await workspace.run((ctx) => getProgress(ctx, id))).toMatchObject({
    state: "paused",
    total: PEOPLE,
    open: PEOPLE - gone,
    states: { accepted: gone },
  });

  await workspace.run((ctx) => resumeCampaign(asOwner(ctx), id));
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), PROMPTLY);
  expect(await statesOf(campaign)).toEqual({ accepted: PEOPLE });
  expect(server.copies).toHaveLength(PEOPLE);
  expect(new Set(server.copies).size).toBe(PEOPLE);
  expect(await faultsInHistory(campaign)).toEqual([]);
  expect(await audited(workspace)).toEqual([
    "campaigns.pause",
    "campaigns.resume",
    "campaigns.finish",
  ]);
  // Nothing is older than this.
  const { rows } = await asAdmin((client) =>
    client.query(
      "select resumed_at > now() - interval '1 minute' as recent from campaigns where id = $1",
      [campaign.campaignId],
    ),
  );
  expect(rows).toEqual([{ recent: true }]);
}, 60_000);

test("cancelled in mid-send: it says how many had gone, and all others are cancelled", async () => {
  const workspace = await freshWorkspace();
  const { server, campaign, id } = await midSend(workspace);
  const told = await workspace.run((ctx) => cancelCampaign(asOwner(ctx), id));
  // This server takes what it is being handed.
  const gone = told.gone + told.underWay;
  expect(gone).toBeGreaterThan(30);
  expect(gone).toBeLessThan(PEOPLE);
  await vi.waitFor(
    async () =>
      expect(await statesOf(campaign)).toEqual({ accepted: gone, cancelled: PEOPLE - gone }),
    PROMPTLY,
  );
  await sleep(500);
  expect(server.copies).toHaveLength(gone);
  expect(new Set(server.copies).size).toBe(gone);
  const progress = await workspace.run((ctx) => getProgress(ctx, id));
  expect(progress).toMatchObject({ state: "cancelled", open: 0, states: { accepted: gone } });
  expect(progress.finishedAt).toBeInstanceOf(Date);
  expect(await faultsInHistory(campaign)).toEqual([]);
  expect(await audited(workspace)).toEqual(["campaigns.cancel"]);
}, 60_000);

test("a paused campaign that is cancelled is over at once, and never goes on", async () => {
  const workspace = await freshWorkspace();
  const { server, campaign, id } = await midSend(workspace);
  const gone = await pause(workspace, id);
  await atRest(workspace, campaign, gone);
  const told = await workspace.run((ctx) => cancelCampaign(asOwner(ctx), id));
  expect(told).toEqual({ gone, underWay: 0 });
  await vi.waitFor(
    async () =>
      expect(await statesOf(campaign)).toEqual({ accepted: gone, cancelled: PEOPLE - gone }),
    PROMPTLY,
  );
  expect(await codeOf(workspace.run((ctx) => resumeCampaign(asOwner(ctx), id)))).toBe(
    "CAMPAIGN_STATE",
  );
  expect(server.copies).toHaveLength(gone);
}, 60_000);

test("pause, resume and cancel are refused in every state that is not theirs", async () => {
  const workspace = await freshWorkspace();
  const { campaignId: id } = await sendingCampaign(workspace, { people: 1 });
  const allowed: Record<string, string[]> = {};
  for (const state of CAMPAIGN_STATES) {
    for (const [name, control] of Object.entries(CONTROLS)) {
      await asAdmin((client) =>
        client.query("update campaigns set state = $2 where id = $1", [id, state]),
      );
      const code = await codeOf(workspace.run((ctx) => control(asOwner(ctx), { id })));
      if (code === "OK") allowed[name] = [...(allowed[name] ?? []), state];
      else expect(code, `${name} while ${state}`).toBe("CAMPAIGN_STATE");
    }
  }
  expect(allowed).toEqual({
    pause: ["sending"],
    resume: ["paused"],
    cancel: ["preparing", "sending", "paused"],
  });
});

test.each(Object.entries(CONTROLS))(
  "%s is for who may send for the brand, and of one's own workspace",
  async (_, control) => {
    const workspace = await freshWorkspace();
    const stranger = await freshWorkspace();
    const campaign = await sendingCampaign(workspace, { people: 1 });
    const id = { id: campaign.campaignId };
    const mayNotSend = { role: "marketer", grants: [] } as const;
    const codes = [
      await codeOf(workspace.run((ctx) => control({ ...ctx, member: mayNotSend }, id))),
      await codeOf(stranger.run((ctx) => control(asOwner(ctx), id))),
      await codeOf(workspace.run((ctx) => control(asOwner(ctx), { id: newId() }))),
    ];
    expect(codes).toEqual(["FORBIDDEN", "NOT_FOUND", "NOT_FOUND"]);
    expect(await campaignState(campaign)).toBe("sending");
  },
);
