import { beforeAll, expect, test } from "vitest";
import type { Ctx } from "@/server/kernel";
import { asAdmin } from "@/tests/support/database";
import { rowsOf } from "@/tests/support/imports";
import { plans, statements } from "@/tests/support/plans";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { findBestsellers, findBoughtBy, pickProducts } from "./blocks";
import { listProducts } from "./list";
import { getProduct } from "./product";
import { ProductListInput } from "./schemas";

let workspace: TestWorkspace;
let people: string[];
let productIds: string[];

/** Enough of everything that an index is worth more than another. */
beforeAll(async () => {
  workspace = await freshWorkspace();
  const { workspaceId } = workspace;
  await asAdmin(async (client) => {
    await client.query(
      `insert into contacts (workspace_id, id, sort_name)
       select $1, uuidv7(), 'x' || n from generate_series(1, 500) n`,
      [workspaceId],
    );
    await client.query(
      `insert into products (workspace_id, id, sku, name, url, currency)
       select $1, uuidv7(), 'S' || n, 'N' || n, 'https://shop.example/', 'EUR'
       from generate_series(1, 2000) n`,
      [workspaceId],
    );
    await client.query(
      `insert into orders (workspace_id, contact_id, id, ordered_at, total, currency)
       select $1, c.id, uuidv7(), timestamptz '2024-01-01' + (n * 61 % 700) * interval '1 day', 1, 'EUR'
       from contacts c cross join generate_series(1, 8) n where c.workspace_id = $1`,
      [workspaceId],
    );
    await client.query(
      `insert into order_lines (workspace_id, contact_id, order_id, line, sku, quantity)
       select $1, contact_id, id, n, 'S' || (abs(hashtext(id::text)) + n) % 2000, 1
       from orders cross join generate_series(1, 2) n where workspace_id = $1`,
      [workspaceId],
    );
    await client.query("analyze contacts, products, orders, order_lines");
  });
  const idsOf = async (table: string) =>
    (await rowsOf(`select id from ${table} where workspace_id = $1 limit 100`, [workspaceId])).map(
      ({ id }) => String(id),
    );
  people = await idsOf("contacts");
  productIds = await idsOf("products");
});

async function planOf(word: string, work: (ctx: Ctx) => Promise<unknown>): Promise<string> {
  const asked = await statements(workspace, word, work);
  expect(asked.length).toBeGreaterThan(0);
  return (await plans(workspace.workspaceId, asked)).join("\n");
}

const needs = { image: true };

test("hand-picked products are found by their ids", async () => {
  const plan = await planOf("products", (ctx) => pickProducts(ctx, productIds.slice(0, 4), needs));
  expect(plan).toMatch(/(using|on) products_workspace_id_id_pk/);
  expect(plan).not.toMatch(/Seq Scan/);
});

test("bestsellers read the orders of their time and no others", async () => {
  const asked = { from: new Date("2025-11-20"), to: new Date("2025-12-01"), limit: 4, needs };
  const plan = await planOf("products", (ctx) => findBestsellers(ctx, asked));
  expect(plan).toMatch(/orders_by_time/);
  expect(plan).toMatch(/Index Cond: .*ordered_at >= /);
  expect(plan).not.toMatch(/Seq Scan on (orders|order_lines)/);
});

test("what people bought is read from their own orders, by the time they were made", async () => {
  const plan = await planOf("products", (ctx) => findBoughtBy(ctx, people, { limit: 4, needs }));
  expect(plan).toMatch(/(using|on) orders_timeline/);
  expect(plan).toMatch(/(using|on) order_lines_workspace_id_contact_id_order_id_line_pk/);
  expect(plan).toMatch(/(using|on) products_sku/);
  expect(plan).not.toMatch(/Seq Scan/);
});

test("a product's sales are found by its number", async () => {
  const plan = await planOf("order_lines", (ctx) => getProduct(ctx, { id: productIds[0] ?? "" }));
  expect(plan).toMatch(/order_lines_sku/);
  expect(plan).not.toMatch(/Seq Scan/);
});

test("the list by name reads its index in order", async () => {
  const input = ProductListInput.parse({});
  const plan = await planOf("from products", (ctx) => listProducts(ctx, input));
  expect(plan).toMatch(/(using|on) products_by_name/);
  expect(plan).not.toMatch(/Seq Scan|Sort/);
});
