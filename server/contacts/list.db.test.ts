import fc from "fast-check";
import { expect, test } from "vitest";
import { asAdmin } from "@/tests/support/database";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { count, type ListedPerson, list, search } from "./list";
import { foldText } from "./names.core";
import { type ContactFilter, ContactListInput, SORTS } from "./schemas";
import { createPerson } from "./service";

const NOBODY = {
  email: "",
  firstName: "",
  lastName: "",
  phone: "",
  locale: "",
  timeZone: "",
  externalId: "",
};

/** 130 people with many equal values and many gaps: where paging goes wrong if it does. */
async function fill(workspaceId: string, people = 130): Promise<void> {
  await asAdmin((client) =>
    client.query(
      `insert into contacts (workspace_id, id, email, external_id, first_name, last_name, locale,
         attributes, sort_name, order_count, order_total, order_currency, last_order_at, created_at)
       select $1, uuidv7(),
         case when n % 4 > 0 then 'p' || n % 100 || '-' || n || '@mail.example' end,
         'K-' || lpad(n::text, 4, '0'),
         (array['Anna', 'Łukasz', 'Zoé', null])[1 + n % 4], (array['Öztürk', 'Müller', 'Ott'])[1 + n % 3],
         (array['de', 'en', null])[1 + n % 3], jsonb_build_object('points', n % 5),
         (array['ozturk', 'muller', 'ott'])[1 + n % 3] || coalesce(' ' || (array['anna', 'lukasz', 'zoe', null])[1 + n % 4], ''),
         n % 7, (n % 7) * 1000, case when n % 7 > 0 then 'EUR' end,
         case when n % 7 > 0 then timestamptz '2026-01-01' + n % 9 * interval '1 day' end,
         timestamptz '2026-01-01' + n % 11 * interval '1 hour'
       from generate_series(1, $2::int) n`,
      [workspaceId, people],
    ),
  );
}

const ask = (input: Partial<ContactListInput>) => ContactListInput.parse(input);

async function everyPage(
  workspace: TestWorkspace,
  input: Partial<ContactListInput>,
): Promise<{ rows: ListedPerson[]; cursors: string[]; back: string | null }> {
  const rows: ListedPerson[] = [];
  const cursors: string[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < 20; pages += 1) {
    const page = await workspace.run((ctx) => list(ctx, ask({ ...input, cursor })));
    rows.push(...page.rows);
    if (!page.next) return { rows, cursors, back: page.previous };
    cursors.push(page.next);
    cursor = page.next;
  }
  throw new Error("The list does not end.");
}

const VALUE: Record<(typeof SORTS)[number], (row: ListedPerson) => string | number | null> = {
  name: (row) => foldText([row.lastName, row.firstName].filter(Boolean).join(" ")),
  email: (row) => row.email,
  created: (row) => row.createdAt.getTime(),
  orders: (row) => row.orderCount,
  revenue: (row) => row.orderTotal,
  lastOrder: (row) => row.lastOrderAt?.getTime() ?? null,
};

/** The whole order, computed without a database: values, then gaps, ties by id. */
function inOrder(rows: ListedPerson[], sort: (typeof SORTS)[number], direction: "asc" | "desc") {
  const sign = direction === "asc" ? 1 : -1;
  return [...rows].sort((a, b) => {
    const [left, right] = [VALUE[sort](a), VALUE[sort](b)];
    if (left === right) return a.id < b.id ? -sign : sign;
    if (left === null) return 1;
    if (right === null) return -1;
    return left < right ? -sign : sign;
  });
}

test("pages put together are the whole order, forwards and backwards, for every sort", async () => {
  const workspace = await freshWorkspace();
  await fill(workspace.workspaceId);
  for (const sort of SORTS) {
    for (const direction of ["asc", "desc"] as const) {
      const { rows, back } = await everyPage(workspace, { sort, direction });
      const ids = rows.map((row) => row.id);
      expect(new Set(ids).size, `${sort} ${direction}`).toBe(130);
      expect(ids, `${sort} ${direction}`).toEqual(
        inOrder(rows, sort, direction).map((row) => row.id),
      );
      const backwards: string[] = ids.slice(100);
      for (let cursor = back; cursor; ) {
        const at = cursor;
        const page = await workspace.run((ctx) => list(ctx, ask({ sort, direction, cursor: at })));
        backwards.unshift(...page.rows.map((row) => row.id));
        cursor = page.previous;
      }
      expect(backwards, `${sort} ${direction} backwards`).toEqual(ids);
    }
  }
});

test("every search and filter pages without gaps or doubles, and the count agrees", async () => {
  const workspace = await freshWorkspace();
  await fill(workspace.workspaceId);
  const filter = fc.record<Partial<ContactFilter>>(
    {
      search: fc.constantFrom(
        "o",
        "oz",
        "Öz",
        "anna",
        "łukasz",
        "p",
        "P1",
        "k-00",
        "K-0001",
        "ott zoe",
        "zzz",
      ),
      hasOrders: fc.constantFrom("yes" as const, "no" as const),
      locale: fc.constantFrom("de", "en", "sv"),
      createdFrom: fc.constantFrom("2026-01-01", "2026-01-02"),
    },
    { requiredKeys: [] },
  );
  const order = fc.record({
    sort: fc.constantFrom(...SORTS),
    direction: fc.constantFrom("asc" as const, "desc" as const),
  });
  await fc.assert(
    fc.asyncProperty(filter, order, async (wanted, { sort, direction }) => {
      const { rows } = await everyPage(workspace, { ...wanted, sort, direction });
      const total = await workspace.run((ctx) => count(ctx, wanted));
      expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
      expect(rows.length).toBe(total);
      expect(rows).toEqual(inOrder(rows, sort, direction));
    }),
    { numRuns: 60, seed: 7 },
  );
});

test("a search finds names in both orders, without accents, addresses and customer numbers", async () => {
  const workspace = await freshWorkspace();
  const made = await workspace.run((ctx) =>
    createPerson(ctx, {
      ...NOBODY,
      email: "ana.lopez@example.com",
      firstName: "Ana María",
      lastName: "López Groß",
      externalId: "KD-77",
    }),
  );
  await workspace.run((ctx) => createPerson(ctx, { ...NOBODY, email: "other@example.com" }));
  for (const text of [
    "Ana",
    "ana mar",
    "lopez",
    "López G",
    "lopez gross",
    "ana maria lopez",
    "ANA.LOPEZ@",
    "ana.lopez@example.com",
    "kd-7",
    "KD-77",
  ]) {
    const page = await workspace.run((ctx) => list(ctx, ask({ search: text })));
    expect(
      page.rows.map((row) => row.id),
      text,
    ).toEqual([made.id]);
    const found = await workspace.run((ctx) => search(ctx, { text }));
    expect(
      found.map((row) => row.id),
      text,
    ).toEqual([made.id]);
  }
  for (const text of ["maria", "opez", "%", "_", "example.com"]) {
    const page = await workspace.run((ctx) => list(ctx, ask({ search: text })));
    expect(page.rows, text).toEqual([]);
  }
});

test("the stored search name and foldText agree on any name", async () => {
  const { workspaceId } = await freshWorkspace();
  const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }).filter((text) => {
    // What a form or an import would not take either.
    return (
      !/\p{C}|\s/u.test(text) &&
      text.toLowerCase() === text.normalize("NFKD").toLowerCase().normalize("NFC")
    );
  });
  const known = ["Łukasz", "Søren", "Groß", "ÉMILE", "Öztürk", "Iğdır", "ﬁnn", "Đorđe", "Ñandú"];
  const names = [...known, ...fc.sample(name, { numRuns: 100, seed: 3 })];
  const stored = await asAdmin(async (client) => {
    const { rows } = await client.query<{ first_name: string; search_name: string }>(
      `insert into contacts (workspace_id, id, first_name, sort_name)
       select $1, uuidv7(), name, '' from unnest($2::text[]) name returning first_name, search_name`,
      [workspaceId, names],
    );
    return rows;
  });
  for (const row of stored) expect(row.search_name.trim()).toBe(foldText(row.first_name).trim());
});

test("cursors are refused when touched, of another order, another workspace or another maker", async () => {
  const workspace = await freshWorkspace();
  const other = await freshWorkspace();
  await fill(workspace.workspaceId);
  const { next } = await workspace.run((ctx) => list(ctx, ask({ sort: "email" })));
  const cursor = next ?? "";
  expect(cursor).not.toContain("example");
  expect(Buffer.from(cursor.split(".").at(-1) ?? "", "base64url").toString()).not.toContain("mail");
  // Another sign in any case: one of every few hundred ends as the touched one would.
  const touched = `${cursor.slice(0, -3)}${cursor.at(-3) === "A" ? "B" : "A"}${cursor.slice(-2)}`;
  const refused: [TestWorkspace, Partial<ContactListInput>][] = [
    [workspace, { sort: "email", cursor: touched }],
    [workspace, { sort: "email", cursor: "garbage" }],
    [workspace, { sort: "email", cursor: "v1.a.b.c" }],
    [workspace, { sort: "name", cursor }],
    [workspace, { sort: "email", direction: "desc", cursor }],
    [other, { sort: "email", cursor }],
  ];
  for (const [where, input] of refused) {
    await expect(where.run((ctx) => list(ctx, ask(input)))).rejects.toMatchObject({
      code: "CURSOR_INVALID",
    });
  }
});

test("sorts and attributes off the allow-list are FIELD_UNKNOWN", async () => {
  const workspace = await freshWorkspace();
  for (const input of [
    { sort: "name;drop" },
    { sort: "deletedAt" },
    { sort: "__proto__" },
    { attributeKey: "nope", attributeValue: "1" },
  ]) {
    await expect(workspace.run((ctx) => list(ctx, ask(input)))).rejects.toMatchObject({
      code: "FIELD_UNKNOWN",
    });
  }
});

test("days of the filter are days of the workspace's time zone", async () => {
  const workspace = await freshWorkspace();
  // 23:30 UTC on New Year's Eve is already the new year in Berlin.
  const now = new Date("2025-12-31T23:30:00Z");
  await workspace.run((ctx) => createPerson(ctx, { ...NOBODY, email: "late@example.com" }), {
    now,
  });
  const within = (filter: Partial<ContactFilter>) => workspace.run((ctx) => count(ctx, filter));
  expect(await within({ createdFrom: "2026-01-01", createdTo: "2026-01-01" })).toBe(1);
  expect(await within({ createdTo: "2025-12-31" })).toBe(0);
});

test("another workspace's people are neither listed, counted, searched nor readable", async () => {
  const mine = await freshWorkspace();
  const theirs = await freshWorkspace();
  await theirs.run((ctx) =>
    createPerson(ctx, { ...NOBODY, email: "canary@example.com", firstName: "Canary" }),
  );
  expect((await mine.run((ctx) => list(ctx, ask({ search: "canary" })))).rows).toEqual([]);
  expect(await mine.run((ctx) => count(ctx, {}))).toBe(0);
  expect(await mine.run((ctx) => search(ctx, { text: "canary" }))).toEqual([]);
  // The same address may live in both.
  await mine.run((ctx) => createPerson(ctx, { ...NOBODY, email: "canary@example.com" }));
  expect(await mine.run((ctx) => count(ctx, {}))).toBe(1);
});
