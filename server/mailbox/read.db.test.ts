import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { newId } from "../kernel";
import { labelOf } from "./label.core";
import * as read from "./read";
import { openLog, writeMail } from "./store";

const folder = await mkdtemp(path.join(tmpdir(), "kairos-mailbox-"));
vi.stubEnv("MAILBOX_DIR", folder);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function addMail(workspaceId: string | null, subject: string, to = "ana@web.example") {
  const raw = Buffer.from(
    `Subject: ${subject}\r\nList-Unsubscribe: <https://n.example/one>\r\nContent-Type: text/html\r\n\r\n<a href="https://n.example/a">Go</a>\r\n`,
  );
  const mail = { id: newId(), label: labelOf(workspaceId) };
  await writeMail(folder, mail, raw);
  const log = await openLog(folder);
  const at = new Date().toISOString();
  await log.append({ ...mail, at, from: "shop@nord.example", to: [to], size: raw.length, subject });
  await log.close();
  return mail.id;
}

/** Calls a verb as a member of the workspace. */
function as<T>(
  workspace: TestWorkspace,
  verb: (viewer: read.MailboxViewer) => Promise<T> | T,
  isOperator = false,
): Promise<T> {
  return workspace.run(async (ctx) => verb({ ctx, isOperator }));
}

test("members see their workspace's mail, operators the system's as well, nobody another's", async () => {
  const [mine, other] = [await freshWorkspace(), await freshWorkspace()];
  const own = await addMail(mine.workspaceId, "Mine");
  const foreign = await addMail(other.workspaceId, "Theirs");
  const system = await addMail(null, "Sign in");
  const subjects = async (isOperator: boolean) =>
    (await as(mine, (viewer) => read.list(viewer, { search: "" }), isOperator)).mails.map(
      (mail) => mail.subject,
    );
  expect(await subjects(false)).toEqual(["Mine"]);
  expect(await subjects(true)).toEqual(["Sign in", "Mine"]);
  expect(await as(mine, (viewer) => read.get(viewer, own))).toMatchObject({ subject: "Mine" });
  for (const id of [foreign, system, newId()]) {
    for (const verb of [read.get, read.getHtml, read.getRaw]) {
      await expect(as<unknown>(mine, (viewer) => verb(viewer, id))).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    }
  }
});

test("a mail is taken apart as it was stored", async () => {
  const workspace = await freshWorkspace();
  const id = await addMail(workspace.workspaceId, "Spring");
  const mail = await as(workspace, (viewer) => read.get(viewer, id));
  expect(mail).toMatchObject({
    hasHtml: true,
    from: "shop@nord.example",
    to: ["ana@web.example"],
    links: [{ url: "https://n.example/a", text: "Go" }],
    oneClickUrl: "https://n.example/one",
  });
  expect(mail.source.startsWith("Subject: Spring\r\n")).toBe(true);
  expect(mail.headers.map((header) => header.name)).toContain("List-Unsubscribe");
});

test("the list pages both ways and searches subject and addresses", async () => {
  const workspace = await freshWorkspace();
  for (let n = 1; n <= 120; n += 1) {
    await addMail(workspace.workspaceId, `Letter ${n}`, `p${n}@web.example`);
  }
  const page = (search: string, before?: string) =>
    as(workspace, (viewer) => read.list(viewer, before ? { search, before } : { search }));
  const first = await page("");
  expect([first.mails.length, first.total, first.previous]).toEqual([50, 120, null]);
  const second = await page("", first.next ?? "");
  expect([second.mails.length, second.offset, second.previous]).toEqual([50, 50, ""]);
  const third = await page("", second.next ?? "");
  expect([third.mails.length, third.next, third.previous]).toEqual([20, null, first.next]);
  const all = [first, second, third].flatMap(({ mails }) => mails.map((mail) => mail.id));
  expect(new Set(all).size).toBe(120);
  expect((await page("LETTER 77")).mails.map((mail) => mail.to)).toEqual([["p77@web.example"]]);
  expect((await page("p77@")).total).toBe(1);
  expect((await page("nothing")).mails).toEqual([]);
});

test("emptying removes one's own mail, for good, and nobody else's", async () => {
  const [mine, other] = [await freshWorkspace(), await freshWorkspace()];
  const id = await addMail(mine.workspaceId, "Old");
  const foreign = await addMail(other.workspaceId, "Theirs");
  expect(await as(mine, (viewer) => read.empty(viewer))).toEqual({ removed: 1 });
  await expect(as(mine, (viewer) => read.get(viewer, id))).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  await addMail(mine.workspaceId, "New");
  const { mails } = await as(mine, (viewer) => read.list(viewer, { search: "" }));
  expect(mails.map((mail) => mail.subject)).toEqual(["New"]);
  expect(await as(other, (viewer) => read.get(viewer, foreign))).toMatchObject({
    subject: "Theirs",
  });
});
