import { expect, test, vi } from "vitest";
import { asAdmin } from "@/tests/support/database";
import { addSingle, runSender, sendingCampaign } from "@/tests/support/sending";
import { startFaultServer } from "@/tests/support/smtp-faults";
import { freshWorkspace } from "@/tests/support/workspace";
import { readMoment } from "./moment";
import { retryMessages } from "./settle";
import { sweep } from "./sweep";

// Before anything reads the environment, which is read once.
vi.stubEnv("RESEND_UNKNOWN", "opt_in");

const WITHIN = { timeout: 10_000, interval: 50 };
const write = (text: string, values: unknown[]) => asAdmin((client) => client.query(text, values));

interface Standing {
  state: string;
  resends: number;
  header: string | null;
}

async function standing(id: string): Promise<Standing | undefined> {
  const { rows } = await write(
    `select coalesce(q.state, m.state) as state, m.resends, m.message_id_header as header
     from messages m left join send_queue q on q.message_id = m.id where m.id = $1`,
    [id],
  );
  return rows[0];
}

/** Everything of the workspace that is unknown has been so for so many minutes. */
const passMinutes = (workspaceId: string, minutes: number) =>
  write(
    `update messages set result_at = now() - make_interval(mins => $2)
     where workspace_id = $1 and state = 'unknown'`,
    [workspaceId, minutes],
  );

test("what the policy names is sent once more with the same Message-ID, and nothing else ever is", async () => {
  const workspace = await freshWorkspace();
  const { workspaceId } = workspace;
  const campaign = await sendingCampaign(workspace, { people: 3 });
  const named = await addSingle(workspace, { kind: "opt_in", campaign, person: 0 });
  const stubborn = await addSingle(workspace, { kind: "opt_in", campaign, person: 1 });
  const other = await addSingle(workspace, { kind: "transactional", campaign, person: 2 });
  const { rows: letters } = await write("select id from messages where campaign_id = $1", [
    campaign.campaignId,
  ]);
  // Everybody's first copies and each of the second person's arrive, and the answer is lost.
  const server = await startFaultServer((address, attempt) =>
    address.startsWith("p2@") || attempt <= 2 ? "dot-reset-kept" : "none",
  );
  await runSender(server);
  const all = [named, stubborn, other, ...letters.map((row) => row.id)];
  const states = async () => {
    const found = await Promise.all(all.map(standing));
    return found.map((one) => one?.state);
  };
  await vi.waitFor(
    async () => expect(new Set(await states())).toEqual(new Set(["unknown"])),
    WITHIN,
  );
  const before = await standing(named);

  // Nobody sweeps before the time; what is due then is waited for.
  await workspace.runAsWorker((ctx) => sweep(ctx.db, workspaceId, ctx.now));
  expect(await standing(named)).toEqual(before);
  const { rows: due } = await write(
    `select lane, due_at > now() + interval '25 min' as later from due_work where workspace_id = $1`,
    [workspaceId],
  );
  expect(due).toEqual([{ lane: "opt_in", later: true }]);

  await passMinutes(workspaceId, 31);
  const swept = await workspace.runAsWorker((ctx) => sweep(ctx.db, workspaceId, ctx.now));
  expect(swept.resent).toBe(2);
  await vi.waitFor(async () => {
    expect(await standing(named)).toEqual({ ...before, state: "accepted", resends: 1 });
    expect(await standing(stubborn)).toMatchObject({ state: "unknown", resends: 1 });
  }, WITHIN);

  // Once: what is unknown again stays so.
  await passMinutes(workspaceId, 31);
  const again = await workspace.runAsWorker((ctx) => sweep(ctx.db, workspaceId, ctx.now));
  expect(again.resent).toBe(0);
  expect(await states()).toEqual(["accepted", ...Array(5).fill("unknown")]);
  // A letter of the campaign, a single one, and for the first two that one once more.
  expect(server.copies).toHaveLength(3 + 3 + 2);
});

test("the failure of a second copy says nothing of the first: it is not tried again", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 1 });
  const [id = ""] = (
    await write("select id from messages where campaign_id = $1", [campaign.campaignId])
  ).rows.map((row) => row.id);
  await write("delete from send_queue where message_id = $1", [id]);
  const { campaignId } = campaign;
  const retry = () =>
    workspace.run(async (ctx) =>
      retryMessages(ctx.db, ctx.workspaceId, { campaignId, asOf: await readMoment(ctx.db) }),
    );
  await write("update messages set state = 'failed', resends = 1 where id = $1", [id]);
  expect(await retry()).toBe(0);
  await write("update messages set resends = 0 where id = $1", [id]);
  expect(await retry()).toBe(1);
});
