import { existsSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ownDataFolder, rowsOf, writeTable } from "@/tests/support/imports";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { discardStaleDraft } from "./drafts";
import { importFile } from "./import-file";
import { draftFromFile } from "./upload";

const UPLOADED = new Date("2026-03-01T12:00:00Z");
const later = (days: number) => new Date(UPLOADED.getTime() + days * 24 * 3_600_000);

let data: ReturnType<typeof ownDataFolder>;
beforeAll(() => {
  data = ownDataFolder();
});
afterAll(() => data.remove());

function draftIn(workspace: TestWorkspace, now: Date): Promise<{ id: string }> {
  const file = writeTable(data.folder, "email\na@x.example\n");
  return workspace.run(
    (ctx) => draftFromFile(ctx, { path: file, name: "people.csv", kind: "people" }),
    { now },
  );
}

/** What the job does on that day; resolves to how many drafts it threw away. */
async function tidy(workspace: TestWorkspace, now: Date): Promise<number> {
  let count = 0;
  while (await workspace.runAsWorker(discardStaleDraft, { now })) count += 1;
  return count;
}

async function standingOf(id: string) {
  const [row] = await rowsOf<{ state: string; storage_key: string | null }>(
    `select i.state, f.storage_key from imports i
       left join files f on f.workspace_id = i.workspace_id and f.id = i.file_id where i.id = $1`,
    [id],
  );
  return row;
}

const placeOf = (key: string | null | undefined) => path.join(data.folder, "blobs", key ?? "none");

test("a draft that nobody starts is gone after 7 days, with its file and a note of it", async () => {
  const [workspace, other] = [await freshWorkspace(), await freshWorkspace()];
  const old = await draftIn(workspace, UPLOADED);
  const recent = await draftIn(workspace, later(2));
  const foreign = await draftIn(other, UPLOADED);
  const file = placeOf((await standingOf(old.id))?.storage_key);

  expect(await tidy(workspace, later(6.99))).toBe(0);
  expect(existsSync(file)).toBe(true);

  expect(await tidy(workspace, later(7))).toBe(1);
  expect(await standingOf(old.id)).toEqual({ state: "discarded", storage_key: null });
  expect(existsSync(file)).toBe(false);
  for (const { id } of [recent, foreign]) {
    const kept = await standingOf(id);
    expect(kept?.state).toBe("draft");
    expect(existsSync(placeOf(kept?.storage_key))).toBe(true);
  }
  const notes = await rowsOf(
    "select actor_kind from audit_entries where workspace_id = $1 and action = 'imports.discard'",
    [workspace.workspaceId],
  );
  expect(notes).toEqual([{ actor_kind: "system" }]);
});

test("what was started stays, however long ago", async () => {
  const workspace = await freshWorkspace();
  const mapping = { kind: "people", columns: [{ column: "email", target: { to: "email" } }] };
  const { id } = await workspace.run(
    (ctx) => importFile(ctx, { path: writeTable(data.folder, "email\na@x.example\n"), mapping }),
    { now: UPLOADED },
  );
  expect(await tidy(workspace, later(100))).toBe(0);
  expect((await standingOf(id))?.state).toBe("queued");
});

test("an upload leaves the job for the day on which its draft is stale", async () => {
  const workspace = await freshWorkspace();
  await draftIn(workspace, UPLOADED);
  const jobs = await rowsOf<{ start_after: Date }>(
    "select start_after from pgboss.job where name = 'imports.tidy' and data ->> 'workspaceId' = $1",
    [workspace.workspaceId],
  );
  expect(jobs).toHaveLength(1);
  expect(jobs[0]?.start_after.getTime()).toBeGreaterThan(later(7).getTime());
  expect(jobs[0]?.start_after.getTime()).toBeLessThan(later(7.1).getTime());
});
