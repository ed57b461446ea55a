import pg from "pg";
import { expect, test, vi } from "vitest";
import type { Ctx } from "@/server/kernel";
import { asAdmin, testDatabase } from "@/tests/support/database";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { list, search } from "./list";
import { ContactListInput, SORTS } from "./schemas";

interface Asked {
  text: string;
  values: unknown[];
}

/** The statements on contacts that `work` sends, as the driver gets them. */
async function statements(
  workspace: TestWorkspace,
  work: (ctx: Ctx) => Promise<unknown>,
): Promise<Asked[]> {
  const spy = vi.spyOn(pg.Client.prototype, "query");
  try {
    await workspace.run(work);
    return spy.mock.calls.flatMap(([config, values]) => {
      const text = typeof config === "string" ? config : (config as { text?: string }).text;
      return text?.includes('from "contacts"') ? [{ text, values: values as unknown[] }] : [];
    });
  } finally {
    spy.mockRestore();
  }
}

/** Their plans under the web role, with scans of whole tables priced out: what is left is what cannot use an index. */
async function plans(workspaceId: string, asked: readonly Asked[]): Promise<string[]> {
  const { webUrl } = await testDatabase();
  const client = new pg.Client({ connectionString: webUrl });
  await client.connect();
  try {
    await client.query("begin");
    await client.query("select set_config('app.workspace_id', $1, true)", [workspaceId]);
    await client.query("set local enable_seqscan = off");
    const made: string[] = [];
    for (const { text, values } of asked) {
      const { rows } = await client.query<{ "QUERY PLAN": string }>(`explain ${text}`, values);
      made.push(rows.map((row) => row["QUERY PLAN"]).join("\n"));
    }
    return made;
  } finally {
    await client.end();
  }
}

const ask = (input: Partial<ContactListInput>) => ContactListInput.parse(input);

test("a first page reads its sort's index in order, and sorts nothing", async () => {
  const workspace = await freshWorkspace();
  for (const sort of SORTS) {
    for (const direction of ["asc", "desc"] as const) {
      const asked = await statements(workspace, (ctx) => list(ctx, ask({ sort, direction })));
      expect(asked.length).toBeGreaterThan(0);
      for (const plan of await plans(workspace.workspaceId, asked)) {
        expect(plan, `${sort} ${direction}`).toMatch(/Index (Only )?Scan.* using contacts_by_/);
        expect(plan, `${sort} ${direction}`).not.toMatch(/Sort|Seq Scan/);
      }
    }
  }
});

test("a search reaches an index for each of its columns under row level security", async () => {
  const workspace = await freshWorkspace();
  // With nobody in it every index costs the same, and the plan says nothing.
  await asAdmin(async (client) => {
    await client.query(
      `insert into contacts (workspace_id, id, email, external_id, first_name, sort_name)
       select $1, uuidv7(), md5(n::text), md5(n::text), md5(n::text), md5(n::text)
       from generate_series(1, 3000) n`,
      [workspace.workspaceId],
    );
    await client.query("analyze contacts");
  });
  const asked = [
    ...(await statements(workspace, (ctx) => list(ctx, ask({ search: "abc" })))),
    ...(await statements(workspace, (ctx) => search(ctx, { text: "abc" }))),
  ];
  const found = (await plans(workspace.workspaceId, asked)).join("\n");
  expect(found).not.toMatch(/Seq Scan on contacts/);
  for (const column of ["sort_name", "search_name", "email", "external_id"]) {
    expect(found, column).toMatch(new RegExp(`Index Cond: .*\\(${column} >= `));
  }
});
