import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { AppError, newId } from "@/server/kernel";
import { addTopic } from "@/tests/support/consent";
import { asAdmin } from "@/tests/support/database";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { ContactListInput } from "../contacts";
import * as ask from "./ask";
import { compileTarget, freezeTarget } from "./audience";
import { countPeople } from "./queries";
import { type Condition, emptyRule, type SegmentRule, type Window } from "./schemas";
import * as service from "./service";

type Unnamed<C> = C extends Condition ? Omit<C, "id"> : never;

function ruleOf(...conditions: Unnamed<Condition>[]): SegmentRule {
  const rule = emptyRule();
  const children = conditions.map((one, n) => ({ ...one, id: `r${n}` }) as Condition);
  return { ...rule, root: { ...rule.root, children } };
}

const ever: Window = { kind: "ever" };
const orders = (
  comparison: "at_least" | "at_most" | "exactly",
  value: number,
  window: Window = ever,
) => ({
  type: "orders" as const,
  measure: "count" as const,
  comparison,
  value,
  currency: null,
  window,
});
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "OK",
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

/** 2,600 people: every fifth of Bonn, every 100th of Ulm. */
async function fill(workspace: TestWorkspace): Promise<void> {
  await asAdmin(async (client) => {
    await client.query(
      "insert into attribute_definitions (workspace_id, key, label, type) values ($1, 'city', 'City', 'text')",
      [workspace.workspaceId],
    );
    await client.query(
      `insert into contacts (workspace_id, id, sort_name, email, attributes)
       select $1, uuidv7(), lpad(n::text, 5, '0'), n || '@nord.example',
         jsonb_build_object('city', case when n % 100 = 0 then 'Ulm' when n % 5 = 0 then 'Bonn' else 'Köln' end)
       from generate_series(1, 2600) n`,
      [workspace.workspaceId],
    );
  });
}

const cityIs = (...values: string[]) =>
  ({ type: "attribute", field: "attributes.city", operator: "is", values }) as const;

test("the count, the rows' counts, the list and the audience agree, few or many", async () => {
  const workspace = await freshWorkspace();
  await fill(workspace);
  for (const [city, people] of [
    ["Ulm", 26],
    ["Köln", 2080],
  ] as const) {
    const rule = ruleOf(cityIs(city));
    const list = ContactListInput.parse({ sort: "name" });
    const { id } = await workspace.run((ctx) => service.createSegment(ctx, { name: city, rule }));
    const seen = await workspace.run(async (ctx) => {
      const first = await ask.listRulePeople(ctx, { rule, list });
      const frozen = await freezeTarget(ctx, { include: [id], exclude: [] });
      const { included } = await compileTarget(ctx, frozen, "each");
      return {
        count: (await ask.countRule(ctx, { rule })).people,
        rows: await ask.countRows(ctx, { rule }),
        first: first.rows.map((row) => row.email),
        list: await ask.countRulePeople(ctx, { rule, list }),
        searched: await ask.countRulePeople(ctx, { rule, list: { ...list, search: "2600" } }),
        kept: (await service.countSegment(ctx, { id })).people,
        audience: await countPeople(ctx.db, ctx.workspaceId, included),
      };
    });
    expect(seen).toMatchObject({ count: people, list: people, kept: people, audience: people });
    expect(seen.rows).toEqual({ r0: people });
    expect(seen.first).toHaveLength(Math.min(people, 50));
    expect(seen.first[0]).toBe(city === "Ulm" ? "100@nord.example" : "1@nord.example");
    expect(seen.searched).toBe(city === "Ulm" ? 1 : 0);
  }
});

test("a rule with a fault is told, not counted, not listed, not saved and not sent to", async () => {
  const workspace = await freshWorkspace();
  const rule = ruleOf({ ...cityIs("Bonn"), field: "attributes.city" });
  const told = await workspace.run((ctx) => ask.countRule(ctx, { rule }));
  expect(told).toEqual({
    people: null,
    problems: [{ nodeId: "r0", part: "field", code: "FIELD_UNKNOWN" }],
  });
  const list = ContactListInput.parse({});
  expect(await codeOf(workspace.run((ctx) => ask.listRulePeople(ctx, { rule, list })))).toBe(
    "RULE_INVALID",
  );
  const { id } = await workspace.run((ctx) => service.createSegment(ctx, { name: "Draft" }));
  const save = { id, revision: 1, rule };
  expect(await codeOf(workspace.run((ctx) => service.saveSegment(ctx, save)))).toBe("RULE_INVALID");
  const target = { include: [id], exclude: [] };
  expect(await codeOf(workspace.run((ctx) => freezeTarget(ctx, target)))).toBe("SEGMENT_UNUSABLE");
  const gone = { include: [], exclude: [newId()] };
  expect(await codeOf(workspace.run((ctx) => freezeTarget(ctx, gone)))).toBe("SEGMENT_UNUSABLE");
});

test("saving notices another editor, keeps versions, and names are unique while they live", async () => {
  const workspace = await freshWorkspace();
  const topicId = await addTopic(workspace);
  const first = ruleOf({ type: "consent", topicId, is: "granted" });
  const second = ruleOf(orders("exactly", 0));
  const { id } = await workspace.run((ctx) =>
    service.createSegment(ctx, { name: "A", rule: first }),
  );
  const save = (rule: SegmentRule, revision: number) =>
    workspace.run((ctx) => service.saveSegment(ctx, { id, revision, rule }));
  expect(await save(second, 1)).toEqual({ revision: 2 });
  const late = await save(first, 1).catch((error: unknown) => error);
  expect(late).toMatchObject({
    code: "REVISION_CONFLICT",
    detail: { params: { by: "Olivia", revision: 2 } },
  });
  const versions = await workspace.run((ctx) => service.listSegmentVersions(ctx, { id }));
  expect(versions.map(({ revision, rule }) => [revision, rule])).toEqual([
    [2, second],
    [1, first],
  ]);
  expect(await codeOf(workspace.run((ctx) => service.createSegment(ctx, { name: "a" })))).toBe(
    "NAME_TAKEN",
  );
  await workspace.run((ctx) => service.setSegmentArchived(ctx, { id, isArchived: true }));
  expect(await codeOf(save(first, 2))).toBe("CONFLICT");
  const copy = await workspace.run((ctx) => service.duplicateSegment(ctx, { id, name: "A" }));
  expect(
    await codeOf(
      workspace.run((ctx) => service.setSegmentArchived(ctx, { id, isArchived: false })),
    ),
  ).toBe("NAME_TAKEN");
  const active = await workspace.run((ctx) =>
    service.listSegments(ctx, { search: "a", view: "active" }),
  );
  expect(active.rows.map((row) => row.id)).toEqual([copy.id]);
});

test("values to choose from are those people have, the frequent ones first", async () => {
  const workspace = await freshWorkspace();
  await fill(workspace);
  const values = (search: string) =>
    workspace.run((ctx) => ask.listFieldValues(ctx, { field: "attributes.city", search }));
  expect(await values("")).toEqual(["Köln", "Bonn", "Ulm"]);
  expect(await values("BO")).toEqual(["Bonn"]);
  expect(
    await codeOf(
      workspace.run((ctx) => ask.listFieldValues(ctx, { field: "sort_name", search: "" })),
    ),
  ).toBe("FIELD_UNKNOWN");
});

const CDNOW = path.resolve("../shared/data/cdnow-transactions.txt");

test.skipIf(!existsSync(CDNOW))(
  "on the CDNOW file the count is that of SQL written by hand",
  async () => {
    const workspace = await freshWorkspace();
    const { workspaceId } = workspace;
    const rows = readFileSync(CDNOW, "utf8")
      .split(/\r?\n/)
      .map((line) => line.trim().split(/\s+/))
      .filter((cells) => cells.length === 4 && cells[0] !== "customer_id")
      .map(([person = "", on = "", , total = ""]) => ({ person, on, total }));
    expect(rows).toHaveLength(69_659);
    const byHand = await asAdmin(async (client) => {
      await client.query(
        `with given as (select * from jsonb_to_recordset($2::jsonb) r (person text, "on" text, total numeric)),
       made as (
         insert into contacts (workspace_id, id, external_id, sort_name, order_count, last_order_at)
         select $1, uuidv7(), person, person, count(*), max(to_date("on", 'YYYYMMDD')::timestamp at time zone 'Europe/Berlin')
         from given group by person returning id, external_id)
       insert into orders (workspace_id, contact_id, id, ordered_at, total, currency)
       select $1, m.id, uuidv7(), to_date(g."on", 'YYYYMMDD')::timestamp at time zone 'Europe/Berlin', g.total, 'USD'
       from given g join made m on m.external_id = g.person`,
        [workspaceId, JSON.stringify(rows)],
      );
      await client.query("analyze contacts, orders");
      const { rows: counted } = await client.query<{ people: number }>(
        `select count(*)::int as people from (
         select contact_id from orders
         where workspace_id = $1 and ordered_at < timestamptz '1998-04-01 00:00 Europe/Berlin'
         group by contact_id having count(*) >= 2 and count(*) filter (
           where ordered_at >= timestamptz '1998-01-01 00:00 Europe/Berlin') = 0) asked`,
        [workspaceId],
      );
      return counted[0]?.people;
    });
    const rule: SegmentRule = {
      ...ruleOf(orders("at_least", 2), orders("exactly", 0, { kind: "last", days: 90 })),
      moment: { kind: "day", day: "1998-04-01" },
    };
    const { people } = await workspace.run((ctx) => ask.countRule(ctx, { rule }));
    expect(people).toBe(byHand);
    // And from the file itself, without a database.
    const perPerson = new Map<string, string[]>();
    for (const { person, on } of rows)
      if (on < "19980401") perPerson.set(person, [...(perPerson.get(person) ?? []), on]);
    const counted = [...perPerson.values()].filter(
      (days) => days.length >= 2 && !days.some((on) => on >= "19980101"),
    );
    expect(people).toBe(counted.length);
  },
  60_000,
);
