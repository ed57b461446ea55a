import { dkimVerify } from "mailauth/lib/dkim/verify";
import { expect, onTestFinished, test, vi } from "vitest";
import { asAdmin } from "@/tests/support/database";
import { addRoute, addServer, verifiedDomain, warmUp } from "@/tests/support/senders";
import {
  campaignState,
  messagesOf,
  runSender,
  runSink,
  sendingCampaign,
  statesOf,
} from "@/tests/support/sending";
import { type Fault, startFaultServer } from "@/tests/support/smtp-faults";
import { letter } from "@/tests/support/smtp-script";
import { freshWorkspace } from "@/tests/support/workspace";
import { labelOf } from "../mailbox";
import { listMails, readMail } from "../mailbox/store";
import { openWays } from "./ways";

// The servers of these tests listen on this machine, on whatever port is free.
vi.stubEnv("ALLOW_PRIVATE_SMTP", "1");

const WITHIN = { timeout: 20_000, interval: 30 };

async function serversOf(campaignId: string): Promise<Record<string, number>> {
  const { rows } = await asAdmin((client) =>
    client.query<{ server: string; count: number }>(
      `select coalesce(mail_server_id::text, 'installation') as server, count(*)::int as count
       from messages where campaign_id = $1 group by 1`,
      [campaignId],
    ),
  );
  return Object.fromEntries(rows.map((row) => [row.server, row.count]));
}

test("mail goes over the server that the nearest rule names, and remembers it", async () => {
  const workspace = await freshWorkspace();
  await verifiedDomain(workspace);
  const [installation, general, own] = await Promise.all(
    [1, 2, 3].map(() => startFaultServer(() => "none")),
  );
  const [generalId, ownId] = [
    await addServer(workspace, general as never),
    await addServer(workspace, own as never),
  ];
  await addRoute(workspace, [generalId]);
  await addRoute(workspace, [ownId], { brandId: workspace.brandId });
  const campaign = await sendingCampaign(workspace, { people: 4 });
  await runSender(installation as never);
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
  expect([installation?.copies.length, general?.copies.length, own?.copies.length]).toEqual([
    0, 0, 4,
  ]);
  expect(await serversOf(campaign.campaignId)).toEqual({ [ownId]: 4 });
});

test("when the first server cannot be reached or is paused the next one takes over", async () => {
  const workspace = await freshWorkspace();
  await verifiedDomain(workspace);
  const second = await startFaultServer(() => "none");
  const paused = await addServer(workspace, { port: second.port, isPaused: true });
  const gone = await addServer(workspace, { port: 9 });
  const secondId = await addServer(workspace, second);
  await addRoute(workspace, [paused, gone, secondId]);
  const campaign = await sendingCampaign(workspace, { people: 6 });
  await runSender({ port: 9 });
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
  expect(second.copies).toHaveLength(6);
  expect(await serversOf(campaign.campaignId)).toEqual({ [secondId]: 6 });
  // That another was unreachable is no attempt of theirs.
  expect((await messagesOf(campaign)).map((one) => one.attempt)).toEqual([1, 1, 1, 1, 1, 1]);
});

test.each(["its own", "the installation's"])(
  "%s server is given no more messages a second than it allows",
  async (whose) => {
    const workspace = await freshWorkspace();
    const times: number[] = [];
    const server = await startFaultServer((): Fault => {
      times.push(performance.now());
      return "none";
    });
    const isOwn = whose === "its own";
    if (isOwn) {
      await verifiedDomain(workspace);
      const id = await addServer(workspace, { port: server.port, perSecond: 10 });
      await addRoute(workspace, [id]);
    }
    // To connect takes its time, and what waits for that arrives together: one goes ahead.
    const first = await sendingCampaign(workspace, { people: 1 });
    await runSender(isOwn ? { port: 9 } : { port: server.port, perSecond: 10 });
    await vi.waitFor(async () => expect(await campaignState(first)).toBe("finished"), WITHIN);
    times.length = 0;
    server.copies.length = 0;
    const campaign = await sendingCampaign(workspace, { people: 25 });
    await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
    const most = Math.max(
      ...times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length),
    );
    // The rate, and what a quarter of a second may be late.
    expect(most).toBeLessThanOrEqual(14);
    expect(server.copies).toHaveLength(25);
  },
);

test.each([0, 1_000])(
  "two senders, the second %i ms after the first, share what a server allows from the start",
  async (later) => {
    const workspace = await freshWorkspace();
    const times: number[] = [];
    const server = await startFaultServer((): Fault => {
      times.push(performance.now());
      return "none";
    });
    const limited = { port: server.port, perSecond: 10 };
    const campaign = await sendingCampaign(workspace, { people: 70 });
    const start = async (afterMs: number) => {
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      return runSender(limited);
    };
    await Promise.all([start(0), start(later)]);
    await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
    const most = Math.max(
      ...times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length),
    );
    // The rate, and what a quarter of a second may be late for each of them.
    expect(most).toBeLessThanOrEqual(16);
    const { rows } = await asAdmin((client) =>
      client.query<{ sent: number }>(
        "select count(*)::int as sent from messages where campaign_id = $1 group by worker_id",
        [campaign.campaignId],
      ),
    );
    // Both had a share of it.
    expect(rows.map(({ sent }) => sent > 10)).toEqual([true, true]);
  },
);

test("when a server's settings change, what is on its way arrives and the rest goes where they say", async () => {
  const workspace = await freshWorkspace();
  await verifiedDomain(workspace);
  const slow = async (): Promise<Fault> => {
    await new Promise((resolve) => setTimeout(resolve, 250));
    return "none";
  };
  const [before, after] = [await startFaultServer(slow), await startFaultServer(() => "none")];
  const id = await addServer(workspace, before);
  await addRoute(workspace, [id]);
  const campaign = await sendingCampaign(workspace, { people: 150 });
  await runSender({ port: 9 });
  await vi.waitFor(() => expect(before.copies.length).toBeGreaterThan(4), WITHIN);
  await asAdmin((client) =>
    client.query("update mail_servers set port = $2 where id = $1", [id, after.port]),
  );
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
  expect(await statesOf(campaign)).toEqual({ accepted: 150 });
  expect(after.copies.length).toBeGreaterThan(20);
  expect(new Set([...before.copies, ...after.copies]).size).toBe(150);
  expect((await messagesOf(campaign)).filter(({ attempt }) => attempt !== 1)).toEqual([]);
});

test("the warm-up of a domain lets so many go today, and the rest waits without an attempt", async () => {
  const workspace = await freshWorkspace();
  const server = await startFaultServer(() => "none");
  const campaign = await sendingCampaign(workspace, { people: 20 });
  const domainId = await verifiedDomain(workspace);
  await warmUp(domainId, 7);
  await runSender(server);
  await vi.waitFor(
    async () => expect(await statesOf(campaign)).toEqual({ accepted: 7, queued: 13 }),
    WITHIN,
  );
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await statesOf(campaign)).toEqual({ accepted: 7, queued: 13 });
  const waiting = (await messagesOf(campaign)).filter((one) => one.state === "queued");
  expect(waiting.filter((one) => one.attempt > 0)).toEqual([]);
  const { rows } = await asAdmin((client) =>
    client.query("select sent from sending_domain_days where domain_id = $1", [domainId]),
  );
  expect(rows).toEqual([{ sent: 7 }]);
});

test("a letter is signed with the key of its sender's verified domain", async () => {
  const workspace = await freshWorkspace();
  const sink = await runSink();
  const campaign = await sendingCampaign(workspace, { people: 2 });
  const id = await verifiedDomain(workspace);
  const { rows } = await asAdmin((client) =>
    client.query<{ selector: string; published: string }>(
      "select selector, public_key as published from sending_keys where domain_id = $1",
      [id],
    ),
  );
  const [key] = rows;
  await runSender(sink);
  await vi.waitFor(async () => expect(await campaignState(campaign)).toBe("finished"), WITHIN);
  const resolver = async (name: string): Promise<string[][]> => {
    expect(name).toBe(`${key?.selector}._domainkey.nord.example`);
    return [[`v=DKIM1; k=rsa; p=${key?.published}`]];
  };
  const mails = [...listMails(sink.folder, labelOf(workspace.workspaceId))];
  expect(mails).toHaveLength(2);
  for (const mail of mails) {
    const raw = await readMail(sink.folder, mail);
    const { results } = await dkimVerify(raw, { resolver });
    expect(results.map((one) => one.status.result)).toEqual(["pass"]);
    const [, names = ""] = /h=([^;]*)/.exec(raw.toString("latin1").replace(/\s+/g, "")) ?? [];
    // Once because it is there, once more so that nobody can add another.
    for (const name of ["list-unsubscribe", "list-unsubscribe-post", "list-id", "feedback-id"]) {
      expect(names.split(":").filter((own) => own === name)).toHaveLength(2);
    }
  }
});

test("without TLS nobody on the open internet is spoken to, whatever a name meant when it was saved", async () => {
  const workspace = await freshWorkspace();
  const { workspaceId, brandId } = workspace;
  await verifiedDomain(workspace);
  const serverId = await addServer(workspace, { port: 25 });
  await addRoute(workspace, [serverId]);
  await asAdmin((client) =>
    client.query("update mail_servers set host = '8.8.8.8' where id = $1", [serverId]),
  );
  const ways = openWays({ url: "smtp://127.0.0.1:9", isLocalMailbox: false }, { connections: 1 });
  onTestFinished(() => ways.close());
  const way = await workspace.runAsWorker((ctx) => ways.wayOf(ctx.db, workspaceId, ctx.now));
  const asked = { brandId, kind: "marketing", senderEmail: "shop@nord.example" } as const;
  const one = letter("p1@web.example");
  for (const provider of way.providersFor(asked)) provider.submit(one, { isUrgent: false });
  const { phase, failed } = await one.settled;
  expect([phase, String(failed)]).toEqual(["before", "SmtpUnavailable: SMTP_TLS_REQUIRED"]);
});
