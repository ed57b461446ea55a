import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { asJob, ownDataFolder, rowsOf, writeTable } from "@/tests/support/imports";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { undoImport } from "./control";
import { importFile } from "./import-file";
import { runImport } from "./run";
import { runUndo } from "./undo";

let data: ReturnType<typeof ownDataFolder>;
beforeAll(() => {
  data = ownDataFolder();
});
afterAll(() => data.remove());

const MAPPING = {
  kind: "people",
  columns: [
    { column: "email", target: { to: "email" } },
    { column: "name", target: { to: "lastName" } },
  ],
};

async function take(workspace: TestWorkspace, ...lines: string[]): Promise<string> {
  const path = writeTable(data.folder, `email,name\n${lines.join("\n")}\n`);
  const { id } = await workspace.run((ctx) => importFile(ctx, { path, mapping: MAPPING }));
  // Chunks of one row, so that a file meets its own people again too.
  await runImport(asJob(workspace, id, 1));
  return id;
}

async function undo(workspace: TestWorkspace, id: string) {
  await workspace.run((ctx) => undoImport(ctx, id));
  await runUndo(asJob(workspace, id));
  const [row] = await rowsOf("select state, undo_total, undo_spared from imports where id = $1", [
    id,
  ]);
  return row;
}

async function livingIn(workspace: TestWorkspace): Promise<unknown[]> {
  const rows = await rowsOf(
    "select email from contacts where workspace_id = $1 and deleted_at is null order by email",
    [workspace.workspaceId],
  );
  return rows.map((row) => row.email);
}

async function sightingsOf(importId: string): Promise<number> {
  const rows = await rowsOf(
    "select 1 from contact_changes where source_id = $1 and kind = 'seen'",
    [importId],
  );
  return rows.length;
}

describe("the undo of an import", () => {
  test("spares people whom a later file brought again, unchanged", async () => {
    const workspace = await freshWorkspace();
    const first = await take(workspace, "a@x.example,A", "b@x.example,B", "b@x.example,B");
    const later = await take(workspace, "a@x.example,A");
    expect(await undo(workspace, first)).toEqual({
      state: "undone",
      undo_total: 2,
      undo_spared: 1,
    });
    expect(await livingIn(workspace)).toEqual(["a@x.example"]);
    // The later one wrote nothing, so there is nothing of it to take back.
    expect(await undo(workspace, later)).toEqual({
      state: "undone",
      undo_total: 0,
      undo_spared: 0,
    });
    expect(await livingIn(workspace)).toEqual(["a@x.example"]);
  });

  test("needs one trace a person, however often files bring them", async () => {
    const workspace = await freshWorkspace();
    const lines = ["a@x.example,A", "b@x.example,B", "a@x.example,A"];
    const imports: string[] = [];
    for (let n = 0; n < 3; n += 1) imports.push(await take(workspace, ...lines));
    expect(await Promise.all(imports.map(sightingsOf))).toEqual([0, 2, 0]);
  });
});
