import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { dkimVerify } from "mailauth/lib/dkim/verify";
import PostalMime from "postal-mime";
import { afterAll, expect, test, vi } from "vitest";
import { pickFreePort } from "@/scripts/ports.mjs";
import { asAdmin } from "@/tests/support/database";
import { addRoute, addServer, verifiedDomain } from "@/tests/support/senders";
import { runSink, sendingCampaign } from "@/tests/support/sending";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { clock, newId } from "../kernel";
import { labelOf } from "../mailbox";
import { startSink } from "../mailbox/sink";
import { listMails, readMail } from "../mailbox/store";
import { sweep } from "./sweep";
import { sendSystemMail } from "./system-mail";
import { takeTestSend } from "./test-queries";
import { sendTestLetter } from "./test-send";

const folder = await mkdtemp(path.join(tmpdir(), "kairos-single-"));
const port = await pickFreePort();
// Before anything reads the environment, which is read once.
vi.stubEnv("SMTP_URL", `smtp://127.0.0.1:${port}`);
vi.stubEnv("MAILBOX_DIR", folder);
// The server that stands for a brand's own listens on this machine, too.
vi.stubEnv("ALLOW_PRIVATE_SMTP", "1");
const sink = await startSink({ folder, port, clock });

afterAll(async () => {
  await sink.close();
  await rm(folder, { recursive: true, force: true });
});

async function mailsOf(workspaceId: string | null) {
  const mails = [...listMails(folder, labelOf(workspaceId))];
  return Promise.all(
    mails.map(async (mail) => ({
      to: mail.to,
      parsed: await PostalMime.parse(await readMail(folder, mail)),
    })),
  );
}

async function addTestSend(workspace: TestWorkspace, contact: number | null) {
  const { campaignId, contactIds } = await sendingCampaign(workspace, { people: 1 });
  const id = newId();
  await asAdmin((client) =>
    client.query(
      `insert into test_sends (workspace_id, id, campaign_id, version_id, contact_id, address, state, requested_by)
       select $1, $2, campaign_id, version_id, $3, 'colleague@nord.example', 'queued', $4
       from campaign_variants where campaign_id = $5`,
      [
        workspace.workspaceId,
        id,
        contact === null ? null : contactIds[contact],
        workspace.ownerId,
        campaignId,
      ],
    ),
  );
  return { id, campaignId };
}

async function testSend(id: string) {
  const { rows } = await asAdmin((client) =>
    client.query<{ state: string; remote_text: string | null }>(
      "select state, remote_text from test_sends where id = $1",
      [id],
    ),
  );
  return rows[0];
}

test("a test letter looks like the person's, says so, and its links belong to nobody", async () => {
  const workspace = await freshWorkspace();
  const { id } = await addTestSend(workspace, 0);
  await sendTestLetter(workspace.runAsWorker, id);
  expect(await testSend(id)).toMatchObject({ state: "accepted" });
  const mails = await mailsOf(workspace.workspaceId);
  expect(mails).toHaveLength(1);
  const [mail] = mails;
  expect(mail?.to).toEqual(["colleague@nord.example"]);
  expect(mail?.parsed.subject).toBe("[Test] Hello Person 1");
  expect(mail?.parsed.html).toContain("/unsubscribe/sample");
  expect(mail?.parsed.headers.map((header) => header.key)).not.toContain("list-unsubscribe");

  // A second run of the same job finds nothing to do.
  await sendTestLetter(workspace.runAsWorker, id);
  expect(await mailsOf(workspace.workspaceId)).toHaveLength(1);
});

test("a test letter goes as the campaign's own mail would: signed, over the server of its brand", async () => {
  const workspace = await freshWorkspace();
  const { workspaceId, brandId } = workspace;
  const { id } = await addTestSend(workspace, 0);
  const own = await runSink();
  const servers = [await addServer(workspace, { port: 9 }), await addServer(workspace, own)];
  await addRoute(workspace, servers, { brandId });
  const domainId = await verifiedDomain(workspace);
  const { rows } = await asAdmin((client) =>
    client.query<{ published: string }>(
      "select public_key as published from sending_keys where domain_id = $1",
      [domainId],
    ),
  );
  await sendTestLetter(workspace.runAsWorker, id);
  expect(await testSend(id)).toMatchObject({ state: "accepted" });
  expect(await mailsOf(workspaceId)).toEqual([]);
  const [line] = await own.log();
  const raw = await readFile(path.join(own.folder, line?.label ?? "", `${line?.id}.eml`));
  const resolver = async () => [[`v=DKIM1; k=rsa; p=${rows[0]?.published}`]];
  const { results } = await dkimVerify(raw, { resolver });
  expect(results.map((one) => one.status.result)).toEqual(["pass"]);
});

test("a test letter does not leave this machine under an address that nobody proved", async () => {
  const workspace = await freshWorkspace();
  const { id } = await addTestSend(workspace, 0);
  const own = await runSink();
  await addRoute(workspace, [await addServer(workspace, own)]);
  await sendTestLetter(workspace.runAsWorker, id);
  expect(await testSend(id)).toEqual({ state: "failed", remote_text: "MAIL_NOT_SENT" });
  expect(await own.log().catch(() => [])).toEqual([]);
});

test("a test letter without a person shows the fallbacks", async () => {
  const workspace = await freshWorkspace();
  const { id } = await addTestSend(workspace, null);
  await sendTestLetter(workspace.runAsWorker, id);
  const [mail] = await mailsOf(workspace.workspaceId);
  expect(mail?.parsed.subject).toBe("[Test] Hello there");
});

test("a test letter that cannot be composed ends as failed with its code", async () => {
  const workspace = await freshWorkspace();
  const { id } = await addTestSend(workspace, 0);
  await asAdmin((client) =>
    client.query("update test_sends set version_id = $2 where id = $1", [id, newId()]),
  );
  await expect(sendTestLetter(workspace.runAsWorker, id)).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  expect(await testSend(id)).toEqual({ state: "failed", remote_text: "NOT_FOUND" });
  expect(await mailsOf(workspace.workspaceId)).toEqual([]);
});

test("a test letter whose worker died becomes unknown, though nothing else is due", async () => {
  const workspace = await freshWorkspace();
  const { id, campaignId } = await addTestSend(workspace, 0);
  await asAdmin(async (client) => {
    await client.query("delete from send_queue where campaign_id = $1", [campaignId]);
    await client.query("delete from messages where campaign_id = $1", [campaignId]);
    await client.query("update campaigns set state = 'finished' where id = $1", [campaignId]);
  });
  await workspace.runAsWorker((ctx) => takeTestSend(ctx.db, ctx.workspaceId, id));
  const sweepNow = async () => {
    await workspace.runAsWorker((ctx) => sweep(ctx.db, ctx.workspaceId, ctx.now));
    const { rows } = await asAdmin((client) =>
      client.query<{ due: Date }>("select due_at as due from due_work where workspace_id = $1", [
        workspace.workspaceId,
      ]),
    );
    return rows[0]?.due ?? null;
  };
  expect(await sweepNow()).toBeInstanceOf(Date);
  expect(await testSend(id)).toMatchObject({ state: "sending" });
  await asAdmin((client) =>
    client.query("update test_sends set created_at = now() - interval '6 min' where id = $1", [id]),
  );
  expect(await sweepNow()).toBeNull();
  expect(await testSend(id)).toMatchObject({ state: "unknown" });
});

test("system mail goes under its label and says that a machine wrote it", async () => {
  const mail = {
    workspaceId: null,
    to: "olivia@nord.example",
    subject: "Your sign-in link",
    html: "<p>Hi</p>",
    text: "Hi",
  };
  await sendSystemMail(mail);
  await sendSystemMail(mail);
  const [first, second] = await mailsOf(null);
  const header = first?.parsed.headers.find((one) => one.key === "auto-submitted");
  expect(header?.value).toBe("auto-generated");
  expect(first?.parsed.from?.address).toBe("no-reply@kairos.localhost");
  // The same mail tried again is recognisable as the same.
  expect(second?.parsed.messageId).toBe(first?.parsed.messageId);
});

test("system mail that nobody takes is an error with a code", async () => {
  await expect(
    sendSystemMail({
      workspaceId: null,
      to: "olivia@nord.example",
      subject: "Too large",
      html: "x".repeat(26 * 1024 * 1024),
      text: "x",
    }),
  ).rejects.toMatchObject({ code: "MAIL_NOT_SENT" });
});
