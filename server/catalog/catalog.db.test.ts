import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "@/server/kernel";
import { asAdmin } from "@/tests/support/database";
import { rowsOf } from "@/tests/support/imports";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { count, listProducts } from "./list";
import { archiveProduct, getProduct, restoreProduct, updateProduct } from "./product";
import { PRODUCT_SORTS, ProductListInput } from "./schemas";

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await freshWorkspace();
});

const ask = (input: Partial<ProductListInput>) => ProductListInput.parse(input);

/** 120 products, many with equal or missing values. */
async function fill(at: TestWorkspace): Promise<void> {
  await asAdmin((client) =>
    client.query(
      `insert into products (workspace_id, id, sku, name, category, url, price, currency, stock, updated_at)
       select $1, uuidv7(), 'S' || n, case when n % 40 = 0 then '' else 'Name ' || n % 9 end,
         case when n % 2 = 0 then 'Küche' else 'Bad' end,
         case when n % 3 = 0 then '' else 'https://shop.example/' || n end,
         case when n % 5 = 0 then null else n % 7 end, 'EUR',
         case when n % 4 = 0 then null else n % 3 end,
         timestamptz '2026-01-01' + n % 11 * interval '1 hour'
       from generate_series(1, 120) n`,
      [at.workspaceId],
    ),
  );
}

describe("the list of products", () => {
  beforeAll(() => fill(workspace));

  test("has everything once in each order, forwards and back", async () => {
    for (const sort of PRODUCT_SORTS) {
      for (const direction of ["asc", "desc"] as const) {
        const page = (cursor?: string) =>
          workspace.run((ctx) => listProducts(ctx, ask({ sort, direction, cursor })));
        const first = await page();
        const second = await page(first.next ?? "");
        const third = await page(second.next ?? "");
        const ids = [first, second, third].flatMap(({ rows }) => rows.map(({ id }) => id));
        expect([first.previous, third.next]).toEqual([null, null]);
        expect(new Set(ids).size, `${sort} ${direction}`).toBe(120);
        expect((await page(third.previous ?? "")).rows).toEqual(second.rows);
        expect((await page(second.previous ?? "")).rows).toEqual(first.rows);
        const values = [first, second, third].flatMap(({ rows }) => rows.map(({ price }) => price));
        if (sort !== "price") continue;
        // What has no price comes last in both directions.
        expect(values.slice(-24)).toEqual(Array(24).fill(null));
        const numbers = values.slice(0, -24).map(Number);
        const sorted = numbers.toSorted((a, b) => (direction === "asc" ? a - b : b - a));
        expect(numbers).toEqual(sorted);
      }
    }
  });

  test("is searched in name, number and category, and split by what letters may show", async () => {
    const found = async (input: Partial<ProductListInput>) => {
      const asked = ask(input);
      const page = await workspace.run((ctx) => listProducts(ctx, asked));
      const total = await workspace.run((ctx) => count(ctx, asked));
      expect(page.rows.length).toBe(Math.min(50, total));
      return total;
    };
    expect(await found({ search: "küche" })).toBe(60);
    expect(await found({ search: "s11" })).toBe(11);
    expect(await found({ search: "name 8" })).toBe(12);
    expect(await found({ search: "%" })).toBe(0);
    const letters = await found({ view: "letters" });
    const hidden = await found({ view: "hidden" });
    expect(letters).toBeGreaterThan(0);
    expect(letters + hidden).toBe(120);
    expect(await found({ view: "archived" })).toBe(0);
  });

  test("refuses what it cannot be sorted by and a cursor of another list", async () => {
    const other = await freshWorkspace();
    await expect(
      workspace.run((ctx) => listProducts(ctx, ask({ sort: "sku; drop" }))),
    ).rejects.toMatchObject({ code: "FIELD_UNKNOWN" });
    const { next } = await workspace.run((ctx) => listProducts(ctx, ask({})));
    await expect(
      other.run((ctx) => listProducts(ctx, ask({ cursor: next ?? "" }))),
    ).rejects.toMatchObject({ code: "CURSOR_INVALID" });
  });
});

describe("a product", () => {
  const FIELDS = {
    name: "Mug",
    description: "",
    category: "Kitchen",
    url: "https://Shop.example/mug",
    imageUrl: "",
    price: "12,5",
    currency: "EUR",
    stock: "3",
  };

  async function addMug(): Promise<string> {
    const id = newId();
    await asAdmin((client) =>
      client.query(
        "insert into products (workspace_id, id, sku, name, currency) values ($1, $2, $3, 'Old', 'EUR')",
        [workspace.workspaceId, id, `MUG ${id}`],
      ),
    );
    return id;
  }

  test("says on its page and in the list the same about letters: without image or page it is shown", async () => {
    const id = await addMug();
    const hiddenBy = async () => {
      const page = await workspace.run((ctx) => getProduct(ctx, { id }));
      const list = await workspace.run((ctx) => listProducts(ctx, ask({ search: page.sku })));
      expect(list.rows.map((row) => row.hiddenBy)).toEqual([page.hiddenBy]);
      return page.hiddenBy;
    };
    const shown = () => workspace.run((ctx) => count(ctx, ask({ view: "letters", search: id })));
    expect(await hiddenBy()).toEqual(["no_image"]);
    expect(await shown()).toBe(1);
    await rowsOf("update products set name = '', stock = 0 where id = $1", [id]);
    expect(await hiddenBy()).toEqual(["no_name", "sold_out", "no_image"]);
    expect(await shown()).toBe(0);
    await rowsOf("delete from products where id = $1", [id]);
  });

  test("is edited on the state that was seen, archived and brought back, each with a note", async () => {
    const id = await addMug();
    const { revision } = await workspace.run((ctx) => getProduct(ctx, { id }));
    await workspace.run((ctx) => updateProduct(ctx, { ...FIELDS, id, revision }));
    expect(await workspace.run((ctx) => getProduct(ctx, { id }))).toMatchObject({
      name: "Mug",
      url: "https://shop.example/mug",
      price: "12.50",
      stock: 3,
    });
    await expect(
      workspace.run((ctx) => updateProduct(ctx, { ...FIELDS, id, revision })),
    ).rejects.toMatchObject({ code: "REVISION_CONFLICT" });
    await workspace.run((ctx) => archiveProduct(ctx, { id }));
    const archived = await workspace.run((ctx) => listProducts(ctx, ask({ view: "archived" })));
    expect(archived.rows.map((row) => row.id)).toEqual([id]);
    await workspace.run((ctx) => restoreProduct(ctx, { id }));
    expect((await workspace.run((ctx) => getProduct(ctx, { id }))).archivedAt).toBeNull();
    const notes = await rowsOf(
      "select action from audit_entries where workspace_id = $1 and subject_id = $2 order by seq",
      [workspace.workspaceId, id],
    );
    expect(notes.map(({ action }) => action)).toEqual([
      "products.update",
      "products.archive",
      "products.restore",
    ]);
  });

  test("tells who bought it: people, pieces and revenue by currency", async () => {
    const id = await addMug();
    const { workspaceId } = workspace;
    await asAdmin(async (client) => {
      for (const [currency, quantity, price] of [
        ["EUR", 2, 10],
        ["EUR", 1, 9.5],
        ["USD", 1, null],
      ]) {
        const [contactId, orderId] = [newId(), newId()];
        await client.query(
          "insert into contacts (workspace_id, id, sort_name) values ($1, $2, 'x')",
          [workspaceId, contactId],
        );
        await client.query(
          `insert into orders (workspace_id, contact_id, id, ordered_at, total, currency)
           values ($1, $2, $3, '2026-01-02', 1, $4)`,
          [workspaceId, contactId, orderId, currency],
        );
        await client.query(
          `insert into order_lines (workspace_id, contact_id, order_id, line, sku, quantity, price)
           values ($1, $2, $3, 1, $4, $5, $6)`,
          [workspaceId, contactId, orderId, `MUG ${id}`, quantity, price],
        );
      }
    });
    const { buyers, sales } = await workspace.run((ctx) => getProduct(ctx, { id }));
    expect(buyers).toEqual({ people: 3, lastAt: new Date("2026-01-02T00:00:00Z") });
    expect(sales).toEqual([
      { currency: "EUR", pieces: 3, revenue: "29.50" },
      { currency: "USD", pieces: 1, revenue: null },
    ]);
  });
});
