import PostalMime from "postal-mime";
import { expect, test, vi } from "vitest";
import { asAdmin } from "@/tests/support/database";
import {
  campaignState,
  faultsInHistory,
  messagesOf,
  runSender,
  runSink,
  sendingCampaign,
  statesOf,
} from "@/tests/support/sending";
import { type Fault, startFaultServer } from "@/tests/support/smtp-faults";
import { freshWorkspace } from "@/tests/support/workspace";
import { findMail, readMail } from "../mailbox/store";

const WITHIN = { timeout: 15_000, interval: 30 };

test("a campaign arrives in the sink, each letter once, and is finished", async () => {
  const workspace = await freshWorkspace();
  const sink = await runSink();
  const campaign = await sendingCampaign(workspace, { people: 40 });
  await runSender(sink);
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);

  expect(await statesOf(campaign)).toEqual({ accepted: 40 });
  expect(await faultsInHistory(campaign)).toEqual([]);
  const log = await sink.log();
  const people = (await messagesOf(campaign)).map((message) => message.email);
  expect(log.map((line) => line.to.join()).sort()).toEqual(people.sort());
  expect(new Set(log.map((line) => line.label))).toEqual(new Set([`ws-${workspace.workspaceId}`]));
  const due = await asAdmin((client) =>
    client.query("select 1 from due_work where workspace_id = $1", [workspace.workspaceId]),
  );
  expect(due.rowCount).toBe(0);
});

test("a letter carries the headers of a list that can be left", async () => {
  const workspace = await freshWorkspace();
  const sink = await runSink();
  const campaign = await sendingCampaign(workspace, { people: 1 });
  await runSender(sink);
  await vi.waitFor(async () => expect(await statesOf(campaign)).toEqual({ accepted: 1 }), WITHIN);
  const [line] = await sink.log();
  const mail = findMail(sink.folder, line?.id ?? "");
  expect(mail).not.toBeNull();
  if (!mail) return;
  const raw = await readMail(sink.folder, mail);
  const parsed = await PostalMime.parse(raw);
  const header = (name: string) => parsed.headers.find((one) => one.key === name)?.value;
  expect(parsed.from).toMatchObject({ name: "Nørd, Shop", address: "shop@nord.example" });
  expect(parsed.subject).toBe("Hello Person 1");
  expect(parsed.messageId).toMatch(/^<[a-z2-7]{32}@nord\.example>$/);
  expect(header("list-unsubscribe")).toMatch(/^<http[^>]+\/api\/unsubscribe\/[^>]+>$/);
  expect(header("list-unsubscribe-post")).toBe("List-Unsubscribe=One-Click");
  expect(header("list-id")).toMatch(/<[0-9a-f]{32}\.list\.nord\.example>$/);
  expect(header("feedback-id")).toMatch(/^[^:]+:[^:]+:[^:]+:kairos$/);
  expect(parsed.html).toContain(`Hello ${line?.to[0]}`);
  expect(parsed.text).toContain(`Hello ${line?.to[0]}`);
  expect(raw.every((byte) => byte < 128)).toBe(true);
});

const OUTCOMES: [Fault, string, { copies: number; reason?: string; code?: number }][] = [
  ["rcpt-550", "failed", { copies: 0, reason: "rejected", code: 550 }],
  ["data-554", "failed", { copies: 0, reason: "rejected", code: 554 }],
  ["dot-550", "failed", { copies: 0, reason: "rejected", code: 550 }],
  ["dot-reset-kept", "unknown", { copies: 1 }],
  ["dot-reset-lost", "unknown", { copies: 0 }],
  ["dot-hang", "unknown", { copies: 1 }],
  ["dot-half-250", "unknown", { copies: 1 }],
  ["dot-half-550", "unknown", { copies: 1 }],
  ["dot-garbage", "unknown", { copies: 1 }],
  ["dot-two-garbage", "unknown", { copies: 1 }],
];

test.each(OUTCOMES)("%s makes the message %s, for good", async (fault, state, expected) => {
  const workspace = await freshWorkspace();
  const server = await startFaultServer(() => fault);
  const campaign = await sendingCampaign(workspace, { people: 1 });
  await runSender(server);
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
  const [message] = await messagesOf(campaign);
  expect(message).toMatchObject({
    state,
    attempt: 1,
    reason: expected.reason ?? null,
    smtpCode: expected.code ?? null,
  });
  expect(server.copies).toHaveLength(expected.copies);
  expect(await faultsInHistory(campaign)).toEqual([]);
});

const RETRIED: Fault[] = ["rcpt-451", "rcpt-reset", "reset-at-354", "dot-451", "dot-421"];

test.each(RETRIED)("%s is tried again and arrives once", async (fault) => {
  const workspace = await freshWorkspace();
  const server = await startFaultServer((_, attempt) => (attempt === 1 ? fault : "none"));
  const campaign = await sendingCampaign(workspace, { people: 3 });
  await runSender(server, { retryBase: 20 });
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
  expect(await statesOf(campaign)).toEqual({ accepted: 3 });
  expect(server.copies).toHaveLength(3);
  expect(new Set(server.copies).size).toBe(3);
  expect(await faultsInHistory(campaign)).toEqual([]);
});

test("what is deferred eight times is given up", async () => {
  const workspace = await freshWorkspace();
  const server = await startFaultServer(() => "rcpt-451");
  const campaign = await sendingCampaign(workspace, { people: 1 });
  await runSender(server, { retryBase: 0.01 });
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
  expect(await messagesOf(campaign)).toMatchObject([
    { state: "failed", reason: "exhausted", attempt: 8, smtpCode: 451 },
  ]);
});

test("one letter that cannot be rendered stops nobody else", async () => {
  const workspace = await freshWorkspace();
  const sink = await runSink();
  const campaign = await sendingCampaign(workspace, {
    people: 5,
    compiled: {
      version: 1,
      locale: "en",
      subject: "Hi",
      text: "Hi",
      html: "Hi {{ contact.attributes.story }}",
    },
  });
  // More than a message may hold.
  await asAdmin((client) =>
    client.query("update contacts set attributes = $2 where id = $1", [
      campaign.contactIds[2],
      { story: "long ".repeat(300_000) },
    ]),
  );
  await runSender(sink);
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
  const failed = (await messagesOf(campaign)).filter((message) => message.state !== "accepted");
  expect(failed).toMatchObject([{ state: "failed", reason: "render" }]);
  expect(await sink.log()).toHaveLength(4);
});

test("without a mail server messages wait unharmed, and go when it is back", async () => {
  const workspace = await freshWorkspace();
  const campaign = await sendingCampaign(workspace, { people: 3 });
  const nowhere = await runSender({ port: 9 });
  await vi.waitFor(async () => {
    const { rows } = await asAdmin((client) =>
      client.query(
        "select 1 from message_transitions where detail = 'unwritten' and contact_id = any($1)",
        [campaign.contactIds],
      ),
    );
    expect(rows.length).toBeGreaterThan(0);
  }, WITHIN);
  await nowhere.stop();
  expect(await messagesOf(campaign)).toMatchObject(
    Array.from({ length: 3 }, () => ({ state: "queued", attempt: 0 })),
  );
  await runSender(await runSink());
  await vi.waitFor(async () => expect(await statesOf(campaign)).toEqual({ accepted: 3 }), WITHIN);
});
