import { expect, test, vi } from "vitest";
import { asAdmin } from "@/tests/support/database";
import {
  campaignState,
  faultsInHistory,
  messagesOf,
  runSender,
  sendingCampaign,
  statesOf,
} from "@/tests/support/sending";
import { startFaultServer } from "@/tests/support/smtp-faults";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";

const WITHIN = { timeout: 20_000, interval: 30 };

async function suppressed(workspace: TestWorkspace): Promise<number> {
  const { rows } = await asAdmin((client) =>
    client.query<{ count: number }>(
      "select count(*)::int as count from suppressions where workspace_id = $1",
      [workspace.workspaceId],
    ),
  );
  return rows[0]?.count ?? 0;
}

/** Everybody gets an address at a domain of their own. */
async function scatter(contactIds: readonly string[]): Promise<void> {
  await asAdmin((client) =>
    client.query(
      "update contacts set email = 'p@' || id || '.example' where id = any($1::uuid[])",
      [contactIds],
    ),
  );
}

test.each(["550 5.1.0 Sender rejected", "553 5.1.3 Bad sender", "550 5.1.1 Who are you", "550 No"])(
  "%s to MAIL pauses the campaign and suppresses nobody",
  async (mail) => {
    const workspace = await freshWorkspace();
    const server = await startFaultServer(() => "none", { mail });
    const campaign = await sendingCampaign(workspace, { people: 60 });
    await runSender(server, { connections: 1 });
    await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("paused"), WITHIN);
    expect((await statesOf(campaign)).failed).toBeLessThan(20);
    expect(await suppressed(workspace)).toBe(0);
  },
);

test("one person whom the server always answers 421 holds up nobody of another domain", async () => {
  const [one, other] = [await freshWorkspace(), await freshWorkspace()];
  let asked = 0;
  const server = await startFaultServer((address) => {
    if (!address.startsWith("p1@")) return "none";
    asked += 1;
    return "rcpt-421";
  });
  const poisoned = await sendingCampaign(one, { people: 1 });
  const fine = await sendingCampaign(other, { people: 200 });
  await scatter(fine.contactIds);
  await runSender(server, { retryBase: 600 });
  await vi.waitFor(async () => expect(await campaignState(fine)).toBe("finished"), WITHIN);
  expect(await statesOf(fine)).toEqual({ accepted: 200 });
  // What was asked again and again burnt no attempt, rested longer each time, and paused nothing.
  await vi.waitFor(() => expect(asked).toBeGreaterThan(1), WITHIN);
  expect(await campaignState(poisoned)).toBe("sending");
  expect((await messagesOf(poisoned)).map(({ attempt }) => attempt)).not.toContain(2);
  const { rows } = await asAdmin((client) =>
    client.query<{ pauses: number }>(
      `select count(*)::int as pauses from message_transitions
       where contact_id = any($1) and detail in ('released', 'unwritten')`,
      [fine.contactIds],
    ),
  );
  expect(rows).toEqual([{ pauses: 0 }]);
  // After three days it ends.
  await asAdmin((client) =>
    client.query(
      "update send_queue set first_claimed_at = now() - interval '73 h' where campaign_id = $1",
      [poisoned.campaignId],
    ),
  );
  await vi.waitFor(async () => expect(await campaignState(poisoned)).toBe("finished"), WITHIN);
  expect(await messagesOf(poisoned)).toMatchObject([{ state: "failed", reason: "exhausted" }]);
  expect(await faultsInHistory(poisoned)).toEqual([]);
});

test("a domain that wants nothing now is passed over, and who stands behind it goes", async () => {
  const workspace = await freshWorkspace();
  const server = await startFaultServer((address) =>
    address.endsWith("@shut.example") ? "rcpt-421" : "none",
  );
  const campaign = await sendingCampaign(workspace, { people: 400 });
  const shut = campaign.contactIds.slice(0, 300);
  await asAdmin((client) =>
    client.query("update contacts set email = 'x' || id || '@shut.example' where id = any($1)", [
      shut,
    ]),
  );
  await runSender(server);
  await vi.waitFor(async () => expect((await statesOf(campaign)).accepted).toBe(100), WITHIN);
  const { rows } = await asAdmin((client) =>
    client.query<{ claims: number }>(
      `select count(*)::int as claims from message_transitions
       where contact_id = any($1) and "to" = 'claimed'`,
      [shut],
    ),
  );
  // Those that found out, those in hand by then, and after each rest as many again: not everybody.
  expect(rows[0]?.claims).toBeLessThan(100);
  expect(new Set((await messagesOf(campaign)).map(({ attempt }) => attempt))).toContain(0);
  expect(await faultsInHistory(campaign)).toEqual([]);
});

test("a 503 to one recipient is that message's result", async () => {
  const workspace = await freshWorkspace();
  const server = await startFaultServer((address) =>
    address.startsWith("p7@") ? "rcpt-503" : "none",
  );
  const campaign = await sendingCampaign(workspace, { people: 30 });
  await runSender(server);
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
  expect(await statesOf(campaign)).toEqual({ accepted: 29, failed: 1 });
  expect(await suppressed(workspace)).toBe(0);
});

test.each(["rcpt-grey", "dot-slow-down"] as const)(
  "%s comes again without an attempt, and does not pause the campaign",
  async (fault) => {
    const workspace = await freshWorkspace();
    const server = await startFaultServer((address, attempt) =>
      attempt === 1 && address.length % 2 === 0 ? fault : "none",
    );
    const campaign = await sendingCampaign(workspace, { people: 40 });
    await scatter(campaign.contactIds);
    await asAdmin((client) =>
      client.query("update contacts set email = 'pp' || substr(email, 2) where id = any($1)", [
        campaign.contactIds.slice(0, 20),
      ]),
    );
    await runSender(server, { retryBase: 600 });
    await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
    expect(await statesOf(campaign)).toEqual({ accepted: 40 });
    expect(new Set((await messagesOf(campaign)).map(({ attempt }) => attempt))).toEqual(
      new Set([1]),
    );
    expect(await faultsInHistory(campaign)).toEqual([]);
  },
);

test("a server that was never asked for anything else rests on, longer each time", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, {
    people: 3,
    compiled: { version: 1, locale: "en", subject: "Hi", text: "Hi", html: "Hi" },
  });
  // Two whose letter cannot be made are no sign of life of a server.
  await asAdmin((client) =>
    client.query("update contacts set email = null where id = any($1)", [
      campaign.contactIds.slice(0, 2),
    ]),
  );
  await runSender({ port: 9 });
  await vi.waitFor(async () => {
    const { rows } = await asAdmin((client) =>
      client.query<{ gap: number }>(
        `select extract(epoch from at - lag(at) over (order by at))::float as gap
         from message_transitions where contact_id = any($1) and detail = 'unwritten' order by at`,
        [campaign.contactIds],
      ),
    );
    expect(rows.length).toBeGreaterThan(2);
    expect(rows[2]?.gap).toBeGreaterThan(1.8);
  }, WITHIN);
});
