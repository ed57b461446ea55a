import { expect, test, vi } from "vitest";
import { asAdmin } from "@/tests/support/database";
import { startDeafServer } from "@/tests/support/deaf-server";
import { addRoute, addServer, verifiedDomain } from "@/tests/support/senders";
import {
  addSingle,
  campaignState,
  faultsInHistory,
  messagesOf,
  runSender,
  sendingCampaign,
  statesOf,
} from "@/tests/support/sending";
import { startFaultServer } from "@/tests/support/smtp-faults";
import { freshWorkspace } from "@/tests/support/workspace";
import { getProgress } from "../campaigns/send";

// The servers of these tests listen on this machine, on whatever port is free.
vi.stubEnv("ALLOW_PRIVATE_SMTP", "1");

const WITHIN = { timeout: 20_000, interval: 30 };

test.each(["resets", "hangs"] as const)(
  "when the first server connects and then %s at MAIL the next one takes over",
  async (conduct) => {
    const workspace = await freshWorkspace();
    const deaf = await startDeafServer(conduct);
    const second = await startFaultServer(() => "none");
    await verifiedDomain(workspace);
    await addRoute(workspace, [
      await addServer(workspace, deaf),
      await addServer(workspace, second),
    ]);
    const campaign = await sendingCampaign(workspace, { people: 120 });
    await runSender({ port: 9 }, { timeouts: { connect: 1_000, socket: 300 } });
    await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
    expect(await statesOf(campaign)).toEqual({ accepted: 120 });
    expect(second.copies).toHaveLength(120);
    // Those that were under way when it was found out, and after each rest one.
    expect(deaf.mails).toBeLessThan(30);
    expect(new Set((await messagesOf(campaign)).map(({ attempt }) => attempt))).toEqual(
      new Set([1]),
    );
    expect(await faultsInHistory(campaign)).toEqual([]);
  },
);

test("a lone receipt reaches the next server, too", async () => {
  const workspace = await freshWorkspace();
  const deaf = await startDeafServer("resets");
  const second = await startFaultServer(() => "none");
  await verifiedDomain(workspace);
  await addRoute(workspace, [await addServer(workspace, deaf), await addServer(workspace, second)]);
  const campaign = await sendingCampaign(workspace, { people: 1 });
  await asAdmin((client) =>
    client.query("update campaigns set state = 'paused' where id = $1", [campaign.campaignId]),
  );
  await addSingle(workspace, { kind: "transactional", campaign, person: 0 });
  await runSender({ port: 9 });
  await vi.waitFor(() => expect(second.copies).toHaveLength(1), WITHIN);
  expect(deaf.mails).toBe(1);
});

test("without another server what is not answered burns no attempt once that is known, and goes in the end", async () => {
  const workspace = await freshWorkspace();
  const deaf = await startDeafServer("resets");
  const id = await addServer(workspace, deaf);
  await verifiedDomain(workspace);
  await addRoute(workspace, [id]);
  const campaign = await sendingCampaign(workspace, { people: 30 });
  await runSender({ port: 9 }, { retryBase: 100 });
  // Those that were under way when it was found out, then one after each rest: of a second, two and four.
  await vi.waitFor(() => expect(deaf.mails).toBeGreaterThan(9), WITHIN);
  const sound = await startFaultServer(() => "none");
  await asAdmin((client) =>
    client.query("update mail_servers set port = $2 where id = $1", [id, sound.port]),
  );
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), {
    ...WITHIN,
    timeout: 30_000,
  });
  expect(await statesOf(campaign)).toEqual({ accepted: 30 });
  const burnt = (await messagesOf(campaign)).filter(({ attempt }) => attempt > 1);
  // The first that were tried, before it was known.
  expect(burnt.length).toBeLessThanOrEqual(2);
});

test("one letter that makes a server hang up exhausts its own attempts and holds up nobody", async () => {
  const workspace = await freshWorkspace();
  const server = await startFaultServer((address) =>
    address.startsWith("p5@") ? "rcpt-reset" : "none",
  );
  const campaign = await sendingCampaign(workspace, { people: 60 });
  await runSender(server, { retryBase: 0.01 });
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
  expect(await statesOf(campaign)).toEqual({ accepted: 59, failed: 1 });
  const failed = (await messagesOf(campaign)).filter(({ state }) => state === "failed");
  expect(failed).toMatchObject([{ reason: "exhausted", attempt: 8 }]);
});

test("a server that hangs up after each dot rests, and when that goes on the campaign pauses", async () => {
  const workspace = await freshWorkspace();
  const server = await startFaultServer(() => "dot-reset-lost");
  const campaign = await sendingCampaign(workspace, { people: 300 });
  await runSender(server);
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("paused"), {
    ...WITHIN,
    timeout: 40_000,
  });
  const { unknown = 0 } = await statesOf(campaign);
  expect(unknown).toBeGreaterThan(4);
  // What was under way at first, and after each rest one.
  expect(unknown).toBeLessThan(30);
  const progress = await workspace.run((ctx) => getProgress(ctx, { id: campaign.campaignId }));
  expect(progress).toMatchObject({ state: "paused", isUnanswered: true, blocked: null });
}, 60_000);
