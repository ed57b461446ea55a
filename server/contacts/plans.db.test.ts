import { expect, test } from "vitest";
import { asAdmin } from "@/tests/support/database";
import { plans, statements } from "@/tests/support/plans";
import { freshWorkspace } from "@/tests/support/workspace";
import { list, search } from "./list";
import { ContactListInput, SORTS } from "./schemas";

const PEOPLE = 'from "contacts"';
/** With nobody in it every index costs the same, and the plan says nothing. */
async function fill(workspaceId: string): Promise<void> {
  await asAdmin(async (client) => {
    await client.query(
      `insert into contacts (workspace_id, id, email, external_id, first_name, sort_name)
       select $1, uuidv7(), md5(n::text), md5(n::text), md5(n::text), md5(n::text)
       from generate_series(1, 3000) n`,
      [workspaceId],
    );
    await client.query("analyze contacts");
  });
}

const ask = (input: Partial<ContactListInput>) => ContactListInput.parse(input);

test("a first page reads its sort's index in order, and sorts nothing", async () => {
  const workspace = await freshWorkspace();
  await fill(workspace.workspaceId);
  for (const sort of SORTS) {
    for (const direction of ["asc", "desc"] as const) {
      const asked = await statements(workspace, PEOPLE, (ctx) =>
        list(ctx, ask({ sort, direction })),
      );
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
  await fill(workspace.workspaceId);
  const asked = [
    ...(await statements(workspace, PEOPLE, (ctx) => list(ctx, ask({ search: "abc" })))),
    ...(await statements(workspace, PEOPLE, (ctx) => search(ctx, { text: "abc" }))),
  ];
  const found = (await plans(workspace.workspaceId, asked)).join("\n");
  expect(found).not.toMatch(/Seq Scan on contacts/);
  for (const column of ["sort_name", "search_name", "email", "external_id"]) {
    expect(found, column).toMatch(new RegExp(`Index Cond: .*\\(${column} >= `));
  }
});
