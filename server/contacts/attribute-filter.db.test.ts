import pg from "pg";
import { expect, test, vi } from "vitest";
import { asAdmin } from "@/tests/support/database";
import { freshWorkspace } from "@/tests/support/workspace";
import { count, list } from "./list";
import { ContactListInput } from "./schemas";

/** People of the tier common, one in a thousand gold; one of these is removed. */
async function fill(workspaceId: string, people = 2503): Promise<void> {
  await asAdmin(async (client) => {
    await client.query(
      `insert into attribute_definitions (workspace_id, key, label, type)
       values ($1, 'tier', 'Tier', 'text'), ($1, 'points', 'Points', 'number'),
         ($1, 'city', 'City', 'text')`,
      [workspaceId],
    );
    await client.query(
      `insert into contacts (workspace_id, id, sort_name, deleted_at, attributes)
       select $1, uuidv7(), md5(n::text), case when n = 1000 then now() end,
         jsonb_build_object('tier', case when n % 1000 = 0 then 'gold' else 'common' end, 'points', n)
       from generate_series(1, $2::int) n`,
      [workspaceId, people],
    );
    // Vacuum also empties the list of what the index has still to take in, which counts as a cost.
    await client.query("vacuum analyze contacts");
  });
}

test("few holders of a value are named by their index, many are met on the way", async () => {
  const [workspace, neighbour] = [await freshWorkspace(), await freshWorkspace()];
  await fill(workspace.workspaceId);
  await fill(neighbour.workspaceId);
  const ask = (attributeKey: string, attributeValue: string) =>
    workspace.run(async (ctx) => {
      const filter = ContactListInput.parse({ attributeKey, attributeValue });
      return { rows: (await list(ctx, filter)).rows.length, people: await count(ctx, filter) };
    });
  expect(await ask("tier", "gold")).toEqual({ rows: 1, people: 1 });
  expect(await ask("tier", "common")).toEqual({ rows: 50, people: 2501 });
  expect(await ask("tier", "tin")).toEqual({ rows: 0, people: 0 });
  expect(await ask("tier", "")).toEqual({ rows: 0, people: 0 });
  expect(await ask("city", "")).toEqual({ rows: 50, people: 2502 });
  expect(await ask("points", "7")).toEqual({ rows: 1, people: 1 });
  expect(await ask("points", "seven")).toEqual({ rows: 0, people: 0 });
});

test("the question who has a value reaches its index", async () => {
  const workspace = await freshWorkspace();
  await fill(workspace.workspaceId, 15_000);
  const spy = vi.spyOn(pg.Client.prototype, "query");
  const filter = ContactListInput.parse({ attributeKey: "tier", attributeValue: "gold" });
  await workspace.run((ctx) => list(ctx, filter));
  const asked = spy.mock.calls.flatMap(([config, values]) => {
    const { text = "" } = config as { text?: string };
    return text.includes("@>") && !text.includes("count(")
      ? [{ text, values: values as unknown }]
      : [];
  });
  spy.mockRestore();
  expect(asked).toHaveLength(1);
  const plan = await asAdmin(async (client) => {
    const { text, values } = asked[0] as { text: string; values: unknown[] };
    const { rows } = await client.query<{ "QUERY PLAN": string }>(`explain ${text}`, values);
    return rows.map((row) => row["QUERY PLAN"]).join("\n");
  });
  expect(plan).toMatch(/on contacts_attributes .*\n +Index Cond: .*attributes @> /);
});
