import { expect, test } from "vitest";
import { asOwner, codeOf } from "@/tests/support/campaigns";
import { asAdmin } from "@/tests/support/database";
import {
  campaignState,
  faultsInHistory,
  messagesOf,
  sendingCampaign,
  statesOf,
  type TestCampaign,
} from "@/tests/support/sending";
import { underWay } from "@/tests/support/under-way";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { suppress } from "../consent";
import { readMoment } from "../delivery";
import { takeEvidence } from "../delivery/evidence";
import { pauseByItself } from "../delivery/pause-by-itself";
import { sweep } from "../delivery/sweep";
import { setArchived } from "./manage";
import { SettleInput } from "./schemas";
import { getProgress, getRecipients, resumeCampaign } from "./send";
import { getFailures, getUnknown, retryFailed, settleUnknown } from "./settle";

const write = (text: string, values: unknown[]) => asAdmin((client) => client.query(text, values));

const REJECTED = {
  event: "rejected",
  reason: "rejected",
  smtpCode: 550,
  enhancedCode: "5.7.1",
  remoteText: "refused",
  resolution: "smtp",
} as const;

/** A campaign of which nobody knows what became of its letters, or all were refused. */
async function after(people: number, event: "lost" | "rejected") {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people });
  const { claims, tell } = await underWay(workspace, campaign);
  await tell(claims, event === "lost" ? { event } : REJECTED);
  return { workspace, campaign, claims, tell };
}

async function finish({ workspaceId, runAsWorker }: TestWorkspace) {
  await runAsWorker((ctx) => sweep(ctx.db, workspaceId, ctx.now));
}

async function audited(workspace: TestWorkspace, action: string) {
  const { rows } = await write(
    "select summary from audit_entries where workspace_id = $1 and action = $2 order by seq",
    [workspace.workspaceId, action],
  );
  return rows.map((row) => row.summary);
}

async function lastDetail(messageId: string | undefined): Promise<string> {
  const { rows } = await write(
    "select detail from message_transitions where message_id = $1 order by step desc limit 1",
    [messageId],
  );
  return rows[0]?.detail;
}

const all = ({ campaignId }: TestCampaign) => ({ campaignId });

const now = (workspace: TestWorkspace) => workspace.run((ctx) => readMoment(ctx.db));

/** Without `asOf` by somebody who looks right before. */
async function retry(
  workspace: TestWorkspace,
  campaign: TestCampaign,
  which: { messageIds?: string[]; asOf?: Date } = {},
) {
  const input = { ...all(campaign), asOf: await now(workspace), ...which };
  return workspace.run((ctx) => retryFailed(asOwner(ctx), input));
}

/** Without `asOf` by somebody who looks right before. */
async function settle(
  workspace: TestWorkspace,
  campaign: TestCampaign,
  how: { as: "accepted" | "failed"; messageIds?: string[]; asOf?: Date },
) {
  const told = { ...all(campaign), reason: "asked the postmaster", ...how };
  const input = { asOf: await now(workspace), ...told };
  return workspace.run((ctx) => settleUnknown(asOwner(ctx), input));
}

const asStranger = { role: "marketer", grants: [] } as const;

test("somebody who looked it up settles what nobody knew, with the reason kept", async () => {
  const { workspace, campaign, claims } = await after(3, "lost");
  const [first, second, third] = claims.map((one) => one.id);
  const chosen = { as: "accepted" as const, messageIds: [first ?? ""] };
  expect(await settle(workspace, campaign, chosen)).toEqual({ settled: 1, remaining: 0 });
  // What is settled is no longer unknown: a second word does not count.
  expect(await settle(workspace, campaign, { as: "failed", messageIds: [first ?? ""] })).toEqual({
    settled: 0,
    remaining: 0,
  });
  expect(await settle(workspace, campaign, { as: "failed" })).toEqual({ settled: 2, remaining: 0 });
  expect(await statesOf(campaign)).toEqual({ accepted: 1, failed: 2 });
  expect(await faultsInHistory(campaign)).toEqual([]);
  expect(await lastDetail(first)).toBe("settled_accepted: asked the postmaster");
  expect(await lastDetail(third)).toBe("settled_failed: asked the postmaster");
  expect(await audited(workspace, "campaigns.settle_unknown")).toMatchObject([
    { count: 1, as: "accepted", reason: "asked the postmaster" },
    { count: 0 },
    { count: 2, as: "failed" },
  ]);
  const { recipients } = await workspace.run((ctx) =>
    getRecipients(ctx, { ...all(campaign), reason: "not_arrived" }),
  );
  expect(recipients.map((one) => [one.messageId, one.settledBecause])).toEqual([
    [second, "asked the postmaster"],
    [third, "asked the postmaster"],
  ]);
});

test("a reason is one line of at most 500 characters, and required", () => {
  const told = { campaignId: crypto.randomUUID(), as: "accepted", asOf: new Date() };
  const codeFor = (reason: string) =>
    SettleInput.safeParse({ ...told, reason }).error?.issues[0]?.message ?? "OK";
  expect(["", "  ", "a\nb", "x".repeat(501), " bounced back "].map(codeFor)).toEqual([
    "VALUE_REQUIRED",
    "VALUE_REQUIRED",
    "HEADER_CRLF",
    "VALUE_TOO_LONG",
    "OK",
  ]);
});

test.each(["settle", "answer"] as const)(
  "of a word and a late answer at the same moment the first counts: %s first",
  async (first) => {
    const { workspace, campaign, claims, tell } = await after(1, "lost");
    const answer = () => tell(claims, { event: "accepted", smtpCode: 250, resolution: "smtp" });
    if (first === "settle") {
      expect(await settle(workspace, campaign, { as: "failed" })).toMatchObject({ settled: 1 });
      expect(await answer()).toEqual([false]);
      expect(await statesOf(campaign)).toEqual({ failed: 1 });
    } else {
      expect(await answer()).toEqual([true]);
      expect(await settle(workspace, campaign, { as: "failed" })).toMatchObject({ settled: 0 });
      expect(await statesOf(campaign)).toEqual({ accepted: 1 });
    }
    expect(await faultsInHistory(campaign)).toEqual([]);
  },
);

test("settling and a late answer in one moment write one line of history", async () => {
  const { workspace, campaign, claims, tell } = await after(20, "lost");
  const [, answered] = await Promise.all([
    settle(workspace, campaign, { as: "failed" }),
    tell(claims, { event: "accepted", smtpCode: 250, resolution: "smtp" }),
  ]);
  const accepted = answered.filter(Boolean).length;
  expect((await statesOf(campaign)).accepted ?? 0).toBe(accepted);
  expect(await faultsInHistory(campaign)).toEqual([]);
});

/** A campaign of five, of two of which nobody knew when its list was read, and of none a little later. */
async function lostMeanwhile() {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 5 });
  const { claims, tell } = await underWay(workspace, campaign);
  await tell(claims.slice(0, 2), { event: "lost" });
  const list = await workspace.run((ctx) =>
    getRecipients(ctx, { ...all(campaign), state: "unknown" }),
  );
  expect(list.recipients).toHaveLength(2);
  await tell(claims.slice(2), { event: "lost" });
  return { workspace, campaign, asOf: list.asOf, late: claims.slice(2).map((one) => one.id) };
}

test("what became unknown after the list was read stays so, however often all are settled", async () => {
  const { workspace, campaign, asOf, late } = await lostMeanwhile();
  const settled = () => settle(workspace, campaign, { as: "failed", asOf });
  expect(await settled()).toEqual({ settled: 2, remaining: 0 });
  expect(await settled()).toEqual({ settled: 0, remaining: 0 });
  expect(await settle(workspace, campaign, { as: "failed", asOf, messageIds: late })).toEqual({
    settled: 0,
    remaining: 0,
  });
  expect(await statesOf(campaign)).toEqual({ failed: 2, unknown: 3 });
  // A retry sends no second copy of any of them.
  expect(await retry(workspace, campaign)).toMatchObject({ retried: 2 });
  // Whoever looks again sees them, too.
  expect(await settle(workspace, campaign, { as: "accepted" })).toEqual({
    settled: 3,
    remaining: 0,
  });
  expect(await faultsInHistory(campaign)).toEqual([]);
});

test("the number that is asked about is of the list, and what is written meanwhile is not in it", async () => {
  const { workspace, campaign, asOf, late } = await lostMeanwhile();
  const count = (look: Date) =>
    workspace.run((ctx) => getUnknown(ctx, { ...all(campaign), asOf: look }));
  await write(
    `update messages set result_at = result_at - interval '1 minute'
     where campaign_id = $1 and state = 'unknown' and id <> all($2::uuid[])`,
    [campaign.campaignId, late],
  );
  const told = await count(asOf);
  expect(told.count).toBe(2);
  // Its transaction had dated it before that look, and came to its end after it.
  const dated = new Date(asOf.getTime() - 1_000);
  await write("update messages set result_at = $2 where id = $1", [late[0], dated]);
  expect((await count(asOf)).count).toBe(3);
  const settled = await settle(workspace, campaign, { as: "failed", asOf: told.asOf });
  expect(settled).toEqual({ settled: 2, remaining: 0 });
  expect(await count(told.asOf)).toEqual({ count: 0, asOf: told.asOf });
});

test("what fails again after a retry is not tried again by it", async () => {
  const { workspace, campaign } = await after(3, "rejected");
  const look = () => workspace.run((ctx) => getFailures(ctx, all(campaign)));
  const { asOf } = await look();
  expect(await retry(workspace, campaign, { asOf })).toMatchObject({ retried: 3, remaining: 0 });
  const again = await underWay(workspace, campaign);
  await again.tell(again.claims, REJECTED);
  const [gone] = await messagesOf(campaign);
  await workspace.run((ctx) =>
    suppress(ctx, { address: gone?.email ?? "", reason: "hard_bounce", source: "smtp" }),
  );
  const second = { retried: 0, remaining: 0, leftOut: 0 };
  expect(await retry(workspace, campaign, { asOf })).toEqual(second);
  expect(await statesOf(campaign)).toEqual({ failed: 3 });
  expect(await look()).toMatchObject({ retryable: 2, leftOut: 1 });
});

test.each(["somebody's word", "evidence"])(
  "a failure is as new as %s that made it one, not as the handing over",
  async (by) => {
    const workspace = await freshWorkspace();
    const campaign = await sendingCampaign(workspace, { people: 2 });
    const { claims, tell } = await underWay(workspace, campaign);
    await tell(claims.slice(0, 1), REJECTED);
    await tell(claims.slice(1), { event: "lost" });
    const { asOf } = await workspace.run((ctx) => getFailures(ctx, all(campaign)));
    if (by === "evidence") {
      const [, { contactId = "", id: messageId = "" } = {}] = claims;
      await workspace.runAsWorker((ctx) =>
        takeEvidence(ctx, [
          {
            about: { by: "id", contactId, messageId },
            verdict: { kind: "not_received", reason: "never came" },
            source: "api",
            at: new Date(),
          },
        ]),
      );
    } else await settle(workspace, campaign, { as: "failed" });
    expect(await statesOf(campaign)).toEqual({ failed: 2 });
    expect(await retry(workspace, campaign, { asOf })).toMatchObject({ retried: 1, remaining: 0 });
    expect(await retry(workspace, campaign)).toMatchObject({ retried: 1, remaining: 0 });
    expect(await faultsInHistory(campaign)).toEqual([]);
  },
);

test("failures go out again under the next fence, and a finished campaign sends on", async () => {
  const { workspace, campaign, claims } = await after(3, "rejected");
  await finish(workspace);
  expect(await campaignState(campaign)).toBe("finished");
  expect(await retry(workspace, campaign)).toEqual({ retried: 3, remaining: 0, leftOut: 0 });
  expect(await campaignState(campaign)).toBe("sending");
  expect(await statesOf(campaign)).toEqual({ queued: 3 });
  expect(await messagesOf(campaign)).toMatchObject(
    claims.map(() => ({ fence: 1, attempt: 0, reason: null, smtpCode: null, remoteText: null })),
  );
  // A sweep does not finish what is queued.
  await finish(workspace);
  expect(await campaignState(campaign)).toBe("sending");
  const again = await underWay(workspace, campaign);
  expect(again.claims.map((one) => one.fence)).toEqual([2, 2, 2]);
  await again.tell(again.claims, { event: "accepted", smtpCode: 250, resolution: "smtp" });
  await finish(workspace);
  expect(await campaignState(campaign)).toBe("finished");
  expect(await statesOf(campaign)).toEqual({ accepted: 3 });
  expect(await faultsInHistory(campaign)).toEqual([]);
  expect(await audited(workspace, "campaigns.retry_failed")).toEqual([{ count: 3, leftOut: 0 }]);
});

test("pressed twice by two people, everything is queued once", async () => {
  const { workspace, campaign } = await after(5, "rejected");
  const pressed = await Promise.all([retry(workspace, campaign), retry(workspace, campaign)]);
  expect(pressed.map((one) => one.retried).sort()).toEqual([0, 5]);
  expect(await statesOf(campaign)).toEqual({ queued: 5 });
  expect(await faultsInHistory(campaign)).toEqual([]);
});

test("a retry while a worker sends and a sweep runs takes only what had failed", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 6 });
  const { claims, tell } = await underWay(workspace, campaign);
  await tell(claims.slice(0, 2), REJECTED);
  const [retried] = await Promise.all([
    retry(workspace, campaign),
    tell(claims.slice(2, 4), { event: "accepted", smtpCode: 250, resolution: "smtp" }),
    finish(workspace),
  ]);
  expect(retried.retried).toBe(2);
  expect(await statesOf(campaign)).toEqual({ queued: 2, accepted: 2, in_flight: 2 });
  // The worker that failed with them holds nothing any more.
  expect(await tell(claims.slice(0, 2), { event: "accepted" })).toEqual([false, false]);
  expect(await campaignState(campaign)).toBe("sending");
  expect(await faultsInHistory(campaign)).toEqual([]);
});

test("who is suppressed by now stays, and is counted", async () => {
  const { workspace, campaign } = await after(3, "rejected");
  const [gone] = await messagesOf(campaign);
  await workspace.run((ctx) =>
    suppress(ctx, { address: gone?.email ?? "", reason: "hard_bounce", source: "smtp" }),
  );
  const before = await workspace.run((ctx) => getFailures(ctx, all(campaign)));
  expect(before).toMatchObject({
    reasons: [{ reason: "rejected", count: 2 }],
    retryable: 2,
    leftOut: 1,
  });
  expect(await retry(workspace, campaign)).toEqual({ retried: 2, remaining: 0, leftOut: 1 });
  expect(await statesOf(campaign)).toEqual({ failed: 1, queued: 2 });
  const own = [gone?.id ?? ""];
  expect(await retry(workspace, campaign, { messageIds: own })).toMatchObject({
    retried: 0,
    leftOut: 1,
  });
});

test("what did not arrive by somebody's word may be tried again", async () => {
  const { workspace, campaign } = await after(1, "lost");
  await settle(workspace, campaign, { as: "failed" });
  expect(await retry(workspace, campaign)).toMatchObject({ retried: 1 });
  expect(await faultsInHistory(campaign)).toEqual([]);
});

test.each(["paused", "cancelled", "preparing"])(
  "nothing is tried again while %s",
  async (state) => {
    const { workspace, campaign } = await after(1, "rejected");
    await write("update campaigns set state = $2 where id = $1", [campaign.campaignId, state]);
    expect(await codeOf(retry(workspace, campaign))).toBe("CAMPAIGN_STATE");
    expect(await statesOf(campaign)).toEqual({ failed: 1 });
  },
);

test("an archived campaign stays as it is", async () => {
  const { workspace, campaign } = await after(1, "rejected");
  await finish(workspace);
  await workspace.run((ctx) => setArchived(ctx, { id: campaign.campaignId, isArchived: true }));
  expect(await codeOf(retry(workspace, campaign))).toBe("CAMPAIGN_STATE");
});

test("who may not send the campaign neither settles nor retries; another tenant finds nothing", async () => {
  const { workspace, campaign } = await after(1, "lost");
  const look = { ...all(campaign), asOf: await now(workspace) };
  const given = { ...look, as: "accepted" as const, reason: "guess" };
  const asMarketer = workspace.run((ctx) => settleUnknown({ ...ctx, member: asStranger }, given));
  expect(await codeOf(asMarketer)).toBe("FORBIDDEN");
  const other = await freshWorkspace("Other");
  expect(await codeOf(other.run((ctx) => settleUnknown(asOwner(ctx), given)))).toBe("NOT_FOUND");
  expect(await codeOf(retry(other, campaign))).toBe("NOT_FOUND");
  expect(await codeOf(other.run((ctx) => getFailures(ctx, all(campaign))))).toBe("NOT_FOUND");
  expect(await codeOf(other.run((ctx) => getUnknown(ctx, look)))).toBe("NOT_FOUND");
  expect(await statesOf(campaign)).toEqual({ unknown: 1 });
  // Not by naming an own campaign and the other's letter, either.
  const own = await sendingCampaign(other, { people: 1 });
  const ids = (await messagesOf(campaign)).map((one) => one.id);
  expect(await settle(other, own, { as: "failed", messageIds: ids })).toMatchObject({ settled: 0 });
  expect(await statesOf(campaign)).toEqual({ unknown: 1 });
});

test("it pauses by itself once, says what servers answered, and resumes", async () => {
  const { workspace, campaign } = await after(2, "rejected");
  await write("update messages set bounce = 'blocked' where campaign_id = $1", [
    campaign.campaignId,
  ]);
  const pause = () =>
    workspace.runAsWorker((ctx) =>
      pauseByItself(ctx.db, workspace.workspaceId, {
        campaignId: campaign.campaignId,
        reason: "blocked",
      }),
    );
  expect([await pause(), await pause()]).toEqual([true, false]);
  expect(await audited(workspace, "campaigns.pause_blocked")).toHaveLength(1);
  const id = { id: campaign.campaignId };
  const progress = () => workspace.run((ctx) => getProgress(ctx, id));
  expect(await progress()).toMatchObject({
    state: "paused",
    blocked: [{ text: "550 5.7.1 refused", count: 2 }],
  });
  await workspace.run((ctx) => resumeCampaign(asOwner(ctx), id));
  expect(await progress()).toMatchObject({ state: "sending", blocked: null });
  const { rows } = await write("select pause_reason from campaigns where id = $1", [id.id]);
  expect(rows).toEqual([{ pause_reason: null }]);
});

test("recipients by state, reason, kind of refusal and address, page by page", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 6 });
  const { claims, tell } = await underWay(workspace, campaign);
  await tell(claims.slice(0, 2), REJECTED);
  await tell(claims.slice(2, 3), { event: "accepted", smtpCode: 250, resolution: "smtp" });
  await tell(claims.slice(3, 4), { event: "deferred", delayMs: 60_000 });
  await write("update messages set bounce = 'mailbox' where id = $1", [claims[0]?.id]);
  const list = (filter: object) =>
    workspace.run((ctx) => getRecipients(ctx, { ...all(campaign), ...filter }));
  const idsOf = async (filter: object) =>
    (await list(filter)).recipients.map((one) => claims.findIndex((c) => c.id === one.messageId));
  expect(await idsOf({})).toEqual([0, 1, 2, 3, 4, 5]);
  expect(await idsOf({ cursor: claims[1]?.id })).toEqual([2, 3, 4, 5]);
  expect(await idsOf({ reason: "rejected" })).toEqual([0, 1]);
  expect(await idsOf({ bounce: "mailbox" })).toEqual([0]);
  expect(await idsOf({ state: "accepted", reason: "rejected" })).toEqual([]);
  expect(await idsOf({ state: "queued" })).toEqual([3]);
  expect(await idsOf({ state: "in_flight" })).toEqual([4, 5]);
  const [third] = (await list({ state: "accepted" })).recipients;
  expect(await idsOf({ search: third?.email ?? "" })).toEqual([2]);
  expect(await idsOf({ search: "P3@" })).toHaveLength(1);
  expect(await idsOf({ search: "p" })).toHaveLength(6);
  expect(await idsOf({ search: "%" })).toEqual([]);
  const [deferred] = (await list({ state: "queued" })).recipients;
  expect(deferred?.attempt).toBe(1);
  expect(deferred?.notBefore?.getTime()).toBeGreaterThan(Date.now() + 50_000);
});
