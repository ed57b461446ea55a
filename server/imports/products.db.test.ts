import { existsSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { asJob, killedAt, ownDataFolder, rowsOf, writeTable } from "@/tests/support/imports";
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
  kind: "products",
  columns: [
    { column: "Artikelnummer", target: { to: "sku" } },
    { column: "Bezeichnung", target: { to: "name" } },
    { column: "Preis", target: { to: "price" }, decimal: "comma" },
    { column: "Bestand", target: { to: "stock" } },
    { column: "Link", target: { to: "url" } },
  ],
};
const HEADER = "Artikelnummer;Bezeichnung;Preis;Bestand;Link";

async function draft(workspace: TestWorkspace, lines: string[], overwrite = "fill_empty") {
  const file = writeTable(data.folder, `${[HEADER, ...lines].join("\n")}\n`);
  const { id } = await workspace.run((ctx) =>
    importFile(ctx, { path: file, mapping: { ...MAPPING, overwrite } }),
  );
  return id;
}

async function undo(workspace: TestWorkspace, id: string) {
  await workspace.run((ctx) => undoImport(ctx, id));
  await runUndo(asJob(workspace, id, 2));
}

const productsOf = (workspace: TestWorkspace) =>
  rowsOf(
    `select sku, name, price, currency, stock, url from products where workspace_id = $1 order by sku`,
    [workspace.workspaceId],
  );

const countsOf = async (id: string) => {
  const [row] = await rowsOf(
    `select state, products_created as created, products_updated as updated,
            products_unchanged as unchanged, rows_failed as failed, cells_dropped as dropped,
            undo_total, undo_done, undo_spared as spared
     from imports where id = $1`,
    [id],
  );
  return row;
};

const LINES = [
  "A;Mug;2,55;3;https://shop.example/a",
  "B;;0;;",
  ";Nameless;1;1;",
  "A;;2,95;-1;",
  "C;Plate;-4;2;http://shop.example/c",
  "B;Bowl;1.200,5;;",
  "C;Plate, blue;0;2;",
];
const EXPECTED = [
  {
    sku: "A",
    name: "Mug",
    price: "2.95",
    currency: "EUR",
    stock: 0,
    url: "https://shop.example/a",
  },
  { sku: "B", name: "Bowl", price: "1200.50", currency: "EUR", stock: null, url: "" },
  { sku: "C", name: "Plate, blue", price: "0.00", currency: "EUR", stock: 2, url: "" },
];

describe("an import of products", () => {
  test("gives each product once, reports faults, and a second time changes nothing", async () => {
    const workspace = await freshWorkspace();
    const first = await draft(workspace, LINES);
    await runImport(asJob(workspace, first, 2));
    expect(await productsOf(workspace)).toEqual(EXPECTED);
    expect(await countsOf(first)).toMatchObject({ state: "done", created: 3, failed: 1 });
    const errors = await rowsOf(
      `select line, "column", code from import_errors where import_id = $1 order by line, "column"`,
      [first],
    );
    expect(errors).toEqual([
      { line: 4, column: "", code: "ROW_SKU_MISSING" },
      { line: 6, column: "Link", code: "VALUE_URL" },
      { line: 6, column: "Preis", code: "VALUE_NEGATIVE" },
    ]);
    for (const overwrite of ["fill_empty", "overwrite", "keep"]) {
      const again = await draft(workspace, LINES, overwrite);
      await runImport(asJob(workspace, again, 3));
      expect(await productsOf(workspace)).toEqual(EXPECTED);
      const net = { created: 0, updated: 0, unchanged: 3 };
      expect(await countsOf(again), overwrite).toMatchObject(net);
    }
  });

  test("is undone but for what was edited or brought again since", async () => {
    const workspace = await freshWorkspace();
    const first = await draft(workspace, ["A;Mug;1;1;", "B;Bowl;1;1;", "C;Plate;1;1;"]);
    await runImport(asJob(workspace, first));
    const second = await draft(workspace, ["A;Mug;2;5;", "D;Spoon;1;1;"], "overwrite");
    await runImport(asJob(workspace, second, 1));
    expect(await countsOf(second)).toMatchObject({ created: 1, updated: 1, unchanged: 0 });
    await rowsOf("update products set stock = 7 where workspace_id = $1 and sku = 'B'", [
      workspace.workspaceId,
    ]);
    await undo(workspace, first);
    expect(await countsOf(first)).toMatchObject({ state: "undone", undo_total: 3, spared: 2 });
    expect((await productsOf(workspace)).map((one) => one.sku)).toEqual(["A", "B", "D"]);
    await undo(workspace, second);
    expect(await countsOf(second)).toMatchObject({ state: "undone", undo_done: 2, spared: 0 });
    expect(await productsOf(workspace)).toMatchObject([
      { sku: "A", price: "1.00", stock: 1 },
      { sku: "B", stock: 7 },
    ]);
  });

  test("gives the same when its worker is killed, in import and undo", async () => {
    const lines = Array.from({ length: 60 }, (_, i) => `S${i % 17};N${i};${i % 5},5;${i};`);
    const calm = await freshWorkspace();
    const whole = await draft(calm, lines);
    await runImport(asJob(calm, whole, 10));
    const hard = await freshWorkspace();
    const id = await draft(hard, lines);
    await expect(runImport(killedAt(asJob(hard, id, 10), 6, "within"))).rejects.toThrow();
    await expect(runImport(killedAt(asJob(hard, id, 10), 5, "before"))).rejects.toThrow();
    await runImport(asJob(hard, id, 10));
    expect(await productsOf(hard)).toEqual(await productsOf(calm));
    expect(await countsOf(id)).toEqual(await countsOf(whole));
    expect(await countsOf(id)).toMatchObject({ created: 17, updated: 0, unchanged: 0 });
    await hard.run((ctx) => undoImport(ctx, id));
    await expect(runUndo(killedAt(asJob(hard, id, 5), 4, "within"))).rejects.toThrow();
    await runUndo(asJob(hard, id, 5));
    expect(await productsOf(hard)).toEqual([]);
    expect(await countsOf(id)).toMatchObject({ state: "undone", undo_total: 17, undo_done: 17 });
  });

  test("and another of the same products at the same time make each once", async () => {
    const workspace = await freshWorkspace();
    const lines = Array.from({ length: 40 }, (_, i) => `S${i};N;1;1;`);
    const ids = [await draft(workspace, lines), await draft(workspace, lines)];
    await Promise.all(ids.map((id) => runImport(asJob(workspace, id, 10))));
    expect(await productsOf(workspace)).toHaveLength(40);
    const counts = await Promise.all(ids.map(countsOf));
    expect(counts.map((one) => one?.state)).toEqual(["done", "done"]);
    expect(counts.reduce((sum, one) => sum + Number(one?.created), 0)).toBe(40);
  });
});

/** Read in place; never copied into the repository. */
const FILE = path.resolve("..", "shared", "data", "online-retail-10k.csv");

describe.skipIf(!existsSync(FILE))("the invoices of an online retailer", () => {
  test("give their products, each once with its last name and price", async () => {
    const workspace = await freshWorkspace();
    const mapping = {
      kind: "products",
      currency: "GBP",
      columns: [
        { column: "StockCode", target: { to: "sku" } },
        { column: "Description", target: { to: "name" } },
        { column: "UnitPrice", target: { to: "price" } },
      ],
    };
    const { id } = await workspace.run((ctx) => importFile(ctx, { path: FILE, mapping }));
    await runImport(asJob(workspace, id));
    // The same by hand: the file as a table, the last filled cell of each product.
    const { parse } = await import("csv-parse/sync");
    const { readFileSync } = await import("node:fs");
    const records = parse(readFileSync(FILE), { columns: true, bom: true }) as Record<
      string,
      string
    >[];
    const expected = new Map<string, { name: string; price: string | null }>();
    for (const record of records) {
      const sku = (record.StockCode ?? "").trim();
      const one = expected.get(sku) ?? { name: "", price: null };
      one.name = record.Description?.trim() || one.name;
      const price = Number(record.UnitPrice);
      if (price > 0 || (price === 0 && one.price === null)) one.price = price.toFixed(2);
      expected.set(sku, one);
    }
    const found = await productsOf(workspace);
    expect(found.length).toBe(expected.size);
    for (const { sku, name, price } of found) {
      expect({ name, price }, String(sku)).toEqual(expected.get(String(sku)));
    }
    expect(await countsOf(id)).toMatchObject({ state: "done", created: expected.size });
  }, 60_000);
});
