import { expect, test } from "vitest";
import { asOwner, codeOf } from "@/tests/support/campaigns";
import { asAdmin } from "@/tests/support/database";
import { plans, statements } from "@/tests/support/plans";
import { addSingle, sendingCampaign, type TestCampaign } from "@/tests/support/sending";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { countDead, exportDead, listDead, listDeadAfter } from "./dead-letters";
import { setArchived } from "./manage";
import type { DeadQuery } from "./schemas";
import { getFailures, getUnknown, retryFailed, settleUnknown } from "./settle";

const write = (text: string, values: unknown[]) => asAdmin((client) => client.query(text, values));

async function idsOf({ campaignId }: TestCampaign): Promise<string[]> {
  const { rows } = await write("select id from messages where campaign_id = $1 order by id", [
    campaignId,
  ]);
  return rows.map((row) => row.id);
}

/** Makes as if sending had ended that way for these messages, in their order. */
async function ended(ids: readonly string[], ways: readonly string[]): Promise<void> {
  for (const [at, way] of ways.entries()) {
    const isUnknown = way === "unknown";
    const state = way === "accepted" ? way : isUnknown ? "unknown" : "failed";
    const reason = state === "failed" ? way : null;
    await write("delete from send_queue where message_id = $1", [ids[at]]);
    await write(
      "update messages set state = $2, skip_reason = $3, result_at = now() where id = $1",
      [ids[at], state, reason],
    );
  }
}

const WAYS = ["exhausted", "unknown", "rejected", "render", "accepted"] as const;

/** Two campaigns and two single messages, some of which nobody got. */
async function scene() {
  const workspace = await freshWorkspace();
  const first = await sendingCampaign(workspace, { people: WAYS.length });
  const second = await sendingCampaign(workspace, { people: 2 });
  const receipt = await addSingle(workspace, {
    kind: "transactional",
    campaign: first,
    person: 0,
  });
  const optIn = await addSingle(workspace, { kind: "opt_in", campaign: first, person: 1 });
  const [firstIds, secondIds] = [await idsOf(first), await idsOf(second)];
  await ended(firstIds, WAYS);
  await ended(secondIds, ["quarantined", "expired"]);
  await ended([receipt, optIn], ["unknown", "exhausted"]);
  return { workspace, first, second, firstIds, secondIds, receipt, optIn };
}

const look = (workspace: TestWorkspace, input: DeadQuery = {}) =>
  workspace.run((ctx) => listDead(asOwner(ctx), input));

async function idsIn(workspace: TestWorkspace, input: DeadQuery = {}): Promise<string[]> {
  return (await look(workspace, input)).letters.map((one) => one.messageId);
}

test("everything nobody got, or perhaps, over campaigns and single messages, the newest first", async () => {
  const { workspace, first, second, firstIds, secondIds, receipt, optIn } = await scene();
  const dead = [firstIds[0], firstIds[1], firstIds[3], ...secondIds, receipt, optIn];
  expect(await idsIn(workspace)).toEqual(dead.sort().reverse());
  expect(await idsIn(workspace, { campaignId: second.campaignId })).toEqual(
    [...secondIds].sort().reverse(),
  );
  expect(await idsIn(workspace, { campaignId: null })).toEqual([receipt, optIn].sort().reverse());
  expect((await idsIn(workspace, { why: "unknown" })).sort()).toEqual(
    [firstIds[1], receipt].sort(),
  );
  expect((await idsIn(workspace, { why: "exhausted" })).sort()).toEqual(
    [firstIds[0], optIn].sort(),
  );
  const counts = await workspace.run((ctx) => countDead(ctx));
  const of = (campaignId: string | null) =>
    Object.fromEntries(
      counts.filter((one) => one.campaignId === campaignId).map((one) => [one.why, one.count]),
    );
  expect(of(first.campaignId)).toEqual({ exhausted: 1, unknown: 1, render: 1 });
  expect(of(second.campaignId)).toEqual({ quarantined: 1, expired: 1 });
  expect(of(null)).toEqual({ unknown: 1, exhausted: 1 });
  const stranger = await freshWorkspace();
  expect(await idsIn(stranger)).toEqual([]);
  expect(await idsIn(stranger, { campaignId: first.campaignId })).toEqual([]);
});

test("page by page, and as a file, each once; the file is audited", async () => {
  const { workspace } = await scene();
  const all = await idsIn(workspace);
  const rest = await idsIn(workspace, { cursor: all[2] });
  expect([...all.slice(0, 3), ...rest]).toEqual(all);
  const { recipients, cursor } = await workspace.run((ctx) => listDeadAfter(ctx, {}));
  expect(recipients.map((one) => one.messageId)).toEqual(all);
  expect(cursor).toBeNull();
  await workspace.run((ctx) => exportDead(ctx, { why: "unknown" }));
  const { rows } = await write(
    "select summary from audit_entries where workspace_id = $1 and action = 'campaigns.export_dead'",
    [workspace.workspaceId],
  );
  expect(rows).toEqual([{ summary: { reason: "unknown" } }]);
});

test("what may be done about each follows its campaign, or its brand", async () => {
  const { workspace, first, second } = await scene();
  await write("update campaigns set state = 'finished' where id = $1", [first.campaignId]);
  await workspace.run((ctx) => setArchived(ctx, { id: first.campaignId, isArchived: true }));
  await write("update campaigns set state = 'paused' where id = $1", [second.campaignId]);
  const { letters } = await look(workspace);
  const may = (campaignId: string | null) =>
    new Set(
      letters
        .filter((one) => one.campaignId === campaignId)
        .map(({ remedies }) => `${remedies.maySettle} ${remedies.mayRetry}`),
    );
  expect(may(first.campaignId)).toEqual(new Set(["true false"]));
  expect(may(second.campaignId)).toEqual(new Set(["true false"]));
  expect(may(null)).toEqual(new Set(["true true"]));
  const asMarketer = await workspace.run((ctx) =>
    listDead({ ...ctx, member: { role: "marketer", grants: [] } }, {}),
  );
  expect(new Set(asMarketer.letters.map((one) => one.remedies.maySettle))).toEqual(
    new Set([false]),
  );
});

test("single messages are settled and tried again in their own lanes, by who may send for their brand", async () => {
  const { workspace, receipt, optIn } = await scene();
  const { asOf } = await look(workspace, { campaignId: null });
  const input = { campaignId: null, asOf };
  const member = { role: "marketer", grants: [] } as const;
  const refused = await codeOf(workspace.run((ctx) => retryFailed({ ...ctx, member }, input)));
  expect(refused).toBe("FORBIDDEN");
  expect(await workspace.run((ctx) => getFailures(ctx, input))).toMatchObject({ retryable: 1 });
  await write("delete from due_work where workspace_id = $1", [workspace.workspaceId]);
  expect(await workspace.run((ctx) => retryFailed(asOwner(ctx), input))).toMatchObject({
    retried: 1,
    remaining: 0,
  });
  const { rows: queued } = await write(
    "select message_id as id, lane, campaign_id as campaign from send_queue where message_id = $1",
    [optIn],
  );
  expect(queued).toEqual([{ id: optIn, lane: "opt_in", campaign: null }]);
  const { rows: due } = await write(
    "select lane from due_work where workspace_id = $1 order by lane",
    [workspace.workspaceId],
  );
  expect(due.map((row) => row.lane)).toEqual(["opt_in", "transactional"]);
  const told = { ...input, as: "accepted", reason: "asked the customer" } as const;
  expect(await workspace.run((ctx) => settleUnknown(asOwner(ctx), told))).toEqual({
    settled: 1,
    remaining: 0,
  });
  const { rows } = await write("select state, resolution from messages where id = $1", [receipt]);
  expect(rows).toEqual([{ state: "accepted", resolution: "operator" }]);
});

test("of single messages only what stood in the list is settled and tried again", async () => {
  const { workspace, first, optIn, receipt } = await scene();
  const kinds = ["transactional", "opt_in"] as const;
  const [unknown, failed] = await Promise.all(
    kinds.map((kind) => addSingle(workspace, { kind, campaign: first, person: 2 })),
  );
  const all = { campaignId: null };
  const { letters, asOf } = await look(workspace, all);
  expect(letters.map((one) => one.messageId).sort()).toEqual([optIn, receipt].sort());
  await ended([unknown ?? "", failed ?? ""], ["unknown", "exhausted"]);
  const told = { ...all, asOf, as: "failed", reason: "asked the customer" } as const;
  const settle = () => workspace.run((ctx) => settleUnknown(asOwner(ctx), told));
  expect(await workspace.run((ctx) => getUnknown(ctx, told))).toMatchObject({ count: 1 });
  expect(await settle()).toEqual({ settled: 1, remaining: 0 });
  expect(await settle()).toEqual({ settled: 0, remaining: 0 });
  const reasons: "exhausted"[] = ["exhausted"];
  const retry = () => workspace.run((ctx) => retryFailed(asOwner(ctx), { ...all, reasons, asOf }));
  expect(await retry()).toMatchObject({ retried: 1, remaining: 0 });
  expect(await retry()).toMatchObject({ retried: 0, remaining: 0 });
  const { rows } = await write("select id, state from messages where id = any($1::uuid[])", [
    [unknown, failed],
  ]);
  expect(Object.fromEntries(rows.map((row) => [row.id, row.state]))).toEqual({
    [unknown ?? ""]: "unknown",
    [failed ?? ""]: "failed",
  });
});

test("of a campaign only what failed for the asked reasons is tried again", async () => {
  const { workspace, first, firstIds } = await scene();
  const reasons: ("render" | "exhausted")[] = ["render", "exhausted"];
  const { asOf } = await look(workspace);
  const input = { campaignId: first.campaignId, reasons, asOf };
  expect(await workspace.run((ctx) => retryFailed(asOwner(ctx), input))).toMatchObject({
    retried: 2,
    remaining: 0,
  });
  const { rows } = await write("select state from messages where id = $1", [firstIds[2]]);
  expect(rows).toEqual([{ state: "failed" }]);
});

test("the list is read from its own small index", async () => {
  const { workspace } = await scene();
  const asked = await statements(workspace, "from messages m", (ctx) =>
    listDeadAfter(ctx, { why: "exhausted" }),
  );
  expect(asked).toHaveLength(1);
  for (const plan of await plans(workspace.workspaceId, asked)) {
    expect(plan).toContain("messages_dead");
  }
});
