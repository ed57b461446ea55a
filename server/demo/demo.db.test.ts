import { describe, expect, it } from "vitest";
import { database } from "@/db/client";
import { workspaceTables } from "@/db/tables";
import { addContact } from "@/tests/support/consent";
import { asAdmin } from "@/tests/support/database";
import { freshWorkspace, workerDatabase } from "@/tests/support/workspace";
import { type Ctx, newId } from "../kernel";
import { getReport } from "../reporting";
import { buildShop } from "./build";
import { openDemo, removeDemo } from "./service";
import { makeShop } from "./shop.core";

const SIZE = { people: 400, days: 120 };
const UNTIL = new Date("2026-11-20T15:00:00Z");
const GIVEN = { seed: 7, until: UNTIL, locale: "en", size: SIZE } as const;

/** A small demo shop, filled as the worker does it. */
async function builtShop() {
  const owner = await freshWorkspace();
  const { workspaceId } = await openDemo({ id: owner.ownerId, locale: "en" }, UNTIL);
  const ctx = { workspaceId, actor: { kind: "user", id: owner.ownerId, sessionId: "" } } as const;
  const rest = { now: new Date(), requestId: newId() };
  await (await workerDatabase()).inWorkspace(workspaceId, (db) =>
    buildShop({ ...ctx, ...rest, db }, GIVEN),
  );
  const run = <T>(work: (ctx: Ctx) => Promise<T>) =>
    database().inWorkspace(workspaceId, (db) => work({ ...ctx, ...rest, db }));
  return { owner, workspaceId, run };
}

async function numbers(text: string, workspaceId: string): Promise<Record<string, number>> {
  const rows = await asAdmin(async (client) => {
    const found = await client.query<{ name: string; n: number }>(text, [workspaceId]);
    return found.rows;
  });
  return Object.fromEntries(rows.map(({ name, n }) => [name, n]));
}

const REMAINDER = `select table_name as name from information_schema.columns
  where table_schema = 'public' and column_name = 'workspace_id'`;

async function rowsLeft(workspaceId: string): Promise<Record<string, number>> {
  return asAdmin(async (client) => {
    const left: Record<string, number> = {};
    const { rows } = await client.query<{ name: string }>(REMAINDER);
    for (const { name } of rows) {
      const text = `select count(*)::int as n from "${name}" where workspace_id = $1`;
      const [found] = (await client.query<{ n: number }>(text, [workspaceId])).rows;
      if (found && found.n > 0) left[name] = found.n;
    }
    return left;
  });
}

const finished = `select name, id as n from campaigns
  where workspace_id = $1 and state = 'finished' order by started_at`;

async function reportsOf(shop: Awaited<ReturnType<typeof builtShop>>) {
  const ids = Object.values(await numbers(finished, shop.workspaceId)) as unknown as string[];
  return Promise.all(
    ids.map((id) =>
      shop
        .run((ctx) => getReport({ ...ctx, now: UNTIL }, { id }))
        .then((report) => ({
          total: report.total,
          variants: report.variants,
        })),
    ),
  );
}

describe("demo shop", () => {
  it("is in the database what the generator made, and its campaigns have results", async () => {
    const shop = await builtShop();
    const { people } = makeShop(GIVEN);
    const stored = await numbers(
      `select 'people' as name, count(*)::int as n from contacts where workspace_id = $1
       union all select 'before', count(*)::int from orders
         where workspace_id = $1 and external_id like 'B-1%' and length(external_id) = 8
       union all select 'early', count(*)::int from consent_events e join contacts c
         on c.workspace_id = e.workspace_id and c.id = e.contact_id
         where e.workspace_id = $1 and e.at < c.created_at
       union all select 'late', count(*)::int from orders
         where workspace_id = $1 and ordered_at > '${UNTIL.toISOString()}'
       union all select 'open', count(*)::int from messages
         where workspace_id = $1 and state in ('queued', 'claimed', 'in_flight', 'unknown')
       union all select 'campaigns', count(*)::int from campaigns
         where workspace_id = $1 and state = 'finished'
       union all select 'drafts', count(*)::int from campaigns
         where workspace_id = $1 and state = 'draft'
       union all select 'segments', count(*)::int from segments where workspace_id = $1`,
      shop.workspaceId,
    );
    expect(stored).toEqual({
      people: SIZE.people,
      before: people.flatMap((person) => person.orders).length,
      early: 0,
      late: 0,
      open: 0,
      campaigns: 2,
      drafts: 1,
      segments: 4,
    });
    for (const { total } of await reportsOf(shop)) {
      expect(total.sent).toBeGreaterThan(50);
      expect(total.opens).toBeGreaterThan(0);
      expect(total.opens).toBeLessThan(total.sent);
    }
  }, 60_000);

  it("is the same shop for the same seed and day, also in its reports", async () => {
    const [one, other] = [await builtShop(), await builtShop()];
    expect(await reportsOf(one)).toEqual(await reportsOf(other));
  }, 60_000);

  it("is opened once for each person", async () => {
    const owner = await freshWorkspace();
    const asker = { id: owner.ownerId, locale: "de" } as const;
    expect(await openDemo(asker)).toEqual(await openDemo(asker));
  });

  it("goes away whole, and nothing else with it", async () => {
    const shop = await builtShop();
    await addContact(shop.owner);
    const before = await rowsLeft(shop.owner.workspaceId);
    expect(Object.keys(await rowsLeft(shop.workspaceId)).length).toBeGreaterThan(20);
    await removeDemo(shop.workspaceId);
    expect(await rowsLeft(shop.workspaceId)).toEqual({});
    expect(await rowsLeft(shop.owner.workspaceId)).toEqual(before);
    expect(workspaceTables()).toContain("consent_events");
  }, 60_000);

  it("is never a real workspace, whoever asks", async () => {
    const { workspaceId, run } = await freshWorkspace();
    const before = await rowsLeft(workspaceId);
    await expect(removeDemo(workspaceId)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const mark = "update workspaces set is_demo = true where id = $1";
    await expect(asAdmin((client) => client.query(mark, [workspaceId]))).rejects.toThrow(
      /is_demo never changes/,
    );
    // Nor may a demo shop be removed from within another workspace.
    const demo = await openDemo({ id: (await freshWorkspace()).ownerId, locale: "en" });
    const removed = await run(({ db }) =>
      db.execute(`select remove_demo_workspace('${demo.workspaceId}'::uuid) as removed`),
    );
    expect(removed.rows).toEqual([{ removed: false }]);
    expect(await rowsLeft(workspaceId)).toEqual(before);
  });
});
