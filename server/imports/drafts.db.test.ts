import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { asJob, ownDataFolder, rowsOf, writeTable } from "@/tests/support/imports";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { previewDraft } from "./drafts";
import { importFile } from "./import-file";
import { runImport } from "./run";
import { draftFromFile } from "./upload";

let data: ReturnType<typeof ownDataFolder>;
let workspace: TestWorkspace;
beforeAll(async () => {
  data = ownDataFolder();
  workspace = await freshWorkspace();
});
afterAll(() => data.remove());

function draftOf(content: string | Buffer): Promise<{ id: string }> {
  const path = writeTable(data.folder, content);
  return workspace.run((ctx) => draftFromFile(ctx, { path, name: "people.csv", kind: "people" }));
}

/** What the wizard's first screen shows of a file uploaded as it is. */
async function previewOf(content: string) {
  const { id } = await draftOf(content);
  return workspace.run((ctx) => previewDraft(ctx, id));
}

describe("a first row that names columns badly", () => {
  test.each([
    ["twice", "email,EMAIL\na@x.example,b\n"],
    ["not at all", "a,,c\na@x.example,b,c\n"],
    ["with a reserved name", "email,__proto__\na@x.example,b\n"],
  ])("%s is told, not taken for a row", async (_, content) => {
    await expect(previewOf(content)).rejects.toMatchObject({
      code: "CSV_HEADER",
      detail: { row: 1 },
    });
  });

  test("is still a row where it holds a value", async () => {
    const { names, rows } = await previewOf("a@x.example,,a\nb@x.example,c,a\n");
    expect(names).toEqual(["", "", ""]);
    expect(rows).toHaveLength(2);
  });
});

describe("quotation marks", () => {
  test("within cells come in; in an address they are its row's fault", async () => {
    const text = 'email,name\na@x.example,Peter "Pit" M\n"a b"@x.example,Ann\n';
    const { id } = await workspace.run((ctx) =>
      importFile(ctx, {
        path: writeTable(data.folder, text),
        mapping: {
          kind: "people",
          columns: [
            { column: "email", target: { to: "email" } },
            { column: "name", target: { to: "lastName" } },
          ],
        },
      }),
    );
    await runImport(asJob(workspace, id));
    const errors = await rowsOf("select line, code from import_errors where import_id = $1", [id]);
    expect(errors).toEqual([{ line: 3, code: "EMAIL_QUOTED_LOCALPART" }]);
    const people = await rowsOf("select email, last_name from contacts where workspace_id = $1", [
      workspace.workspaceId,
    ]);
    expect(people).toEqual([{ email: "a@x.example", last_name: 'Peter "Pit" M' }]);
  });

  test("that stay open are told at the upload's preview", async () => {
    const attempt = previewOf('email,name\na@x.example,"open\nb@x.example,Ann\n');
    await expect(attempt).rejects.toMatchObject({ code: "CSV_QUOTE", detail: { row: 2 } });
  });
});

test("a document is refused when it is uploaded, and leaves no draft", async () => {
  const pdf = Buffer.from("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "latin1");
  const of = () => rowsOf("select 1 from files where workspace_id = $1", [workspace.workspaceId]);
  const before = await of();
  await expect(draftOf(pdf)).rejects.toMatchObject({ code: "UPLOAD_TYPE" });
  expect(await of()).toEqual(before);
});
