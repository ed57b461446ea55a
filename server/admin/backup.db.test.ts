import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { fingerprint, seedCanaries } from "@/tests/support/canaries";
import { asAdmin, testDatabase } from "@/tests/support/database";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { backupCommand } from "./backup";
import { restoreCommand } from "./restore";

let folder = "";
let workspace: TestWorkspace;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "kairos-backup-"));
  vi.stubEnv("DATABASE_URL", (await testDatabase()).adminUrl);
  vi.stubEnv("DATA_DIR", folder);
  await mkdir(path.join(folder, "blobs", "ab"), { recursive: true });
  await writeFile(path.join(folder, "blobs", "ab", "logo"), Buffer.from([0, 1, 2, 10, 13, 255]));
  // A backup is of the whole database: what earlier files left there would only make it slow.
  await asAdmin((client) => client.query("truncate users, workspaces, rate_limits cascade"));
  workspace = await freshWorkspace();
  await seedCanaries(workspace);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("a restored instance has every row and file again, and stays under row level security", async () => {
  const before = await fingerprint(workspace);
  const file = path.join(folder, "a.backup");
  const made = await backupCommand(["--file", file]);
  expect(made.blobs).toBe(1);
  expect((await stat(file)).mode & 0o777).toBe(0o600);

  await asAdmin((client) =>
    client.query("update contacts set first_name = 'changed' where workspace_id = $1", [
      workspace.workspaceId,
    ]),
  );
  await rm(path.join(folder, "blobs"), { recursive: true });
  await expect(restoreCommand(["--file", file])).rejects.toMatchObject({
    code: "RESTORE_NOT_EMPTY",
  });

  const restored = await restoreCommand(["--file", file, "--replace"]);
  expect(restored.rows).toBe(made.rows);
  expect(await fingerprint(workspace)).toEqual(before);
  expect(await readFile(path.join(folder, "blobs", "ab", "logo"))).toEqual(
    Buffer.from([0, 1, 2, 10, 13, 255]),
  );
  const forced = await asAdmin((client) =>
    client.query(
      "select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where nspname = 'public' and relkind = 'r' and not relforcerowsecurity",
    ),
  );
  expect(forced.rows).toEqual([]);
});

test("what was open when the backup was made becomes unknown, never sent again", async () => {
  await asAdmin(async (client) => {
    await client.query("update messages set state = 'queued' where workspace_id = $1", [
      workspace.workspaceId,
    ]);
    await client.query(
      `insert into send_queue (workspace_id, contact_id, message_id, lane, campaign_id, due_at, step)
       select m.workspace_id, m.contact_id, m.id, 'campaign', m.campaign_id, now(), max(t.step)
       from messages m join message_transitions t on t.message_id = m.id
       where m.workspace_id = $1 group by 1, 2, 3, 5`,
      [workspace.workspaceId],
    );
    await client.query("update campaigns set state = 'sending' where workspace_id = $1", [
      workspace.workspaceId,
    ]);
  });
  const file = path.join(folder, "open.backup");
  await backupCommand(["--file", file]);
  const settled = await restoreCommand(["--file", file, "--replace"]);
  expect(settled.messagesUnknown).toBeGreaterThanOrEqual(1);
  const { messages, campaigns, transitions } = await asAdmin(async (client) => ({
    messages: (
      await client.query("select state, resolution from messages where workspace_id = $1", [
        workspace.workspaceId,
      ])
    ).rows,
    campaigns: (
      await client.query("select state from campaigns where workspace_id = $1", [
        workspace.workspaceId,
      ])
    ).rows,
    transitions: (
      await client.query(
        `select "from", "to" from message_transitions where workspace_id = $1 and detail = 'restored'`,
        [workspace.workspaceId],
      )
    ).rows,
  }));
  expect(messages).toEqual([{ state: "unknown", resolution: "policy" }]);
  expect(campaigns).toEqual([{ state: "finished" }]);
  expect(transitions).toEqual([{ from: "queued", to: "unknown" }]);
});

test("a cut-off, foreign or altered file changes nothing", async () => {
  const whole = path.join(folder, "whole.backup");
  await backupCommand(["--file", whole]);
  const before = await fingerprint(workspace);
  const bytes = await readFile(whole);
  const text = gunzipSync(bytes).toString("utf8");
  const cases: Record<string, Buffer> = {
    "cut.backup": bytes.subarray(0, bytes.length - 200),
    "text.backup": Buffer.from("not a backup"),
    "shorter.backup": gzipSync(text.split("\n").slice(0, -2).join("\n")),
    "fewer.backup": gzipSync(text.replace(/"rows":\d+/, '"rows":1')),
  };
  for (const [name, content] of Object.entries(cases)) {
    await writeFile(path.join(folder, name), content);
    const attempt = restoreCommand(["--file", path.join(folder, name), "--replace"]);
    await expect(attempt, name).rejects.toMatchObject({ code: "BACKUP_INVALID" });
  }
  expect(await fingerprint(workspace)).toEqual(before);
});

test("a backup of another schema is refused", async () => {
  const file = path.join(folder, "old.backup");
  await backupCommand(["--file", file]);
  const text = gunzipSync(await readFile(file)).toString("utf8");
  const old = path.join(folder, "older.backup");
  await writeFile(old, gzipSync(text.replace(/"migrations":\[[^\]]*\]/, '"migrations":[]')));
  await expect(restoreCommand(["--file", old, "--replace"])).rejects.toMatchObject({
    code: "BACKUP_VERSION",
  });
});
