import { readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { asJob, fingerprint, ownDataFolder, rowsOf, writeTable } from "@/tests/support/imports";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { resumeImport } from "./control";
import { importFile } from "./import-file";
import { freeForDatabase, freeForFiles } from "./room";
import { runImport } from "./run";
import { spool } from "./upload";

const MIB = 1024 * 1024;

let data: ReturnType<typeof ownDataFolder>;
beforeAll(() => {
  data = ownDataFolder();
});
afterAll(() => data.remove());

async function prepare(workspace: TestWorkspace): Promise<string> {
  const lines = Array.from({ length: 100 }, (_, n) => `p${n % 80}@x.example,${n}`);
  const { id } = await workspace.run((ctx) =>
    importFile(ctx, {
      path: writeTable(data.folder, `email,number\n${lines.join("\n")}\n`),
      mapping: { kind: "people", columns: [{ column: "email", target: { to: "email" } }] },
    }),
  );
  return id;
}

async function standingOf(id: string) {
  const [row] = await rowsOf("select state, error_code, rows_done from imports where id = $1", [
    id,
  ]);
  return row;
}

test("an import pauses while there is still room for the database, and goes on", async () => {
  const calm = await freshWorkspace();
  await runImport(asJob(calm, await prepare(calm), 20));

  const workspace = await freshWorkspace();
  const id = await prepare(workspace);
  let free = 330 * MIB;
  const job = {
    ...asJob(workspace, id, 20),
    freeSpace: async () => {
      free -= 25 * MIB;
      return free;
    },
  };
  await runImport(job);
  expect(await standingOf(id)).toEqual({ state: "paused", error_code: "DISK_FULL", rows_done: 40 });
  // Continuing without room gets no further, and costs nothing.
  await workspace.run((ctx) => resumeImport(ctx, id));
  await runImport(job);
  expect(await standingOf(id)).toEqual({ state: "paused", error_code: "DISK_FULL", rows_done: 40 });
  await workspace.run((ctx) => resumeImport(ctx, id));
  await runImport({ ...job, freeSpace: async () => 1024 * MIB });
  expect(await standingOf(id)).toEqual({ state: "done", error_code: null, rows_done: 100 });
  expect(await fingerprint(workspace.workspaceId)).toEqual(await fingerprint(calm.workspaceId));
});

async function* bytes(count: number) {
  for (let n = 0; n < count; n += 1) yield new Uint8Array(MIB);
}

test("an upload is refused before it fills the disk", async () => {
  const given = { now: new Date(), announced: 10 * MIB };
  const full = { code: "DISK_FULL" };
  const freeSpace = async () => 275 * MIB;
  await expect(spool(bytes(10), { ...given, freeSpace })).rejects.toMatchObject(full);
  // Nobody said how much would come: told while it comes.
  let free = 280 * MIB;
  const shrinking = async () => {
    free -= 20 * MIB;
    return free;
  };
  const unsaid = { ...given, announced: 0, freeSpace: shrinking };
  await expect(spool(bytes(40), unsaid)).rejects.toMatchObject(full);
  expect(readdirSync(path.join(data.folder, "uploads"))).toEqual([]);
  const kept = await spool(bytes(10), { ...given, freeSpace: async () => 276 * MIB });
  expect(kept.size).toBe(10 * MIB);
  await kept.remove();
});

test("the machine is asked about the database only where it is the embedded one", async () => {
  expect(await freeForDatabase()).toBe(Number.POSITIVE_INFINITY);
  const note = { id: "1", kind: "user", folder: data.folder, port: 5432 };
  writeFileSync(path.join(data.folder, "postgres.json"), JSON.stringify(note));
  const free = await freeForDatabase();
  expect(free).toBeGreaterThan(0);
  expect(free).toBeLessThan(Number.POSITIVE_INFINITY);
  expect(await freeForFiles()).toBeLessThan(Number.POSITIVE_INFINITY);
});
