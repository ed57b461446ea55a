import { existsSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { asJob, ownDataFolder, rowsOf } from "@/tests/support/imports";
import { freshWorkspace } from "@/tests/support/workspace";
import { importFile } from "./import-file";
import { runImport } from "./run";

/** Read in place; never copied into the repository. */
const FILE = path.resolve("..", "shared", "data", "cdnow-transactions.txt");

const MAPPING = {
  kind: "orders",
  currency: "USD",
  columns: [
    { column: "customer_id", target: { to: "externalId" } },
    { column: "date", target: { to: "orderedAt" } },
    { column: "number_of_cds", target: { to: "itemCount" } },
    { column: "dollar_value", target: { to: "total" } },
  ],
};

describe.skipIf(!existsSync(FILE))("every purchase of CDNOW's customers", () => {
  let data: ReturnType<typeof ownDataFolder>;
  beforeAll(() => {
    data = ownDataFolder();
  });
  afterAll(() => data.remove());

  test("gives exactly its people and orders, and a second time nothing", async () => {
    const workspace = await freshWorkspace();
    const start = performance.now();
    const first = await workspace.run((ctx) => importFile(ctx, { path: FILE, mapping: MAPPING }));
    await runImport(asJob(workspace, first.id));
    const seconds = (performance.now() - start) / 1000;
    process.stdout.write(
      `CDNOW: ${Math.round(69_659 / seconds)} rows/s, ${seconds.toFixed(1)} s\n`,
    );
    const totals = () =>
      rowsOf(
        `select (select count(*)::int from contacts where workspace_id = $1) as people,
                (select count(*)::int from orders where workspace_id = $1) as orders,
                (select sum(total)::text from orders where workspace_id = $1) as total,
                (select sum(order_total)::text from contacts where workspace_id = $1) as cents,
                (select sum(item_count)::int from orders where workspace_id = $1) as cds`,
        [workspace.workspaceId],
      );
    const expected = [
      { people: 23_570, orders: 69_659, total: "2500315.63", cents: "250031563", cds: 167_881 },
    ];
    expect(await totals()).toEqual(expected);

    const again = await workspace.run((ctx) => importFile(ctx, { path: FILE, mapping: MAPPING }));
    await runImport(asJob(workspace, again.id));
    expect(await totals()).toEqual(expected);
    const [row] = await rowsOf("select orders_created, orders_known from imports where id = $1", [
      again.id,
    ]);
    expect(row).toEqual({ orders_created: 0, orders_known: 69_659 });
  }, 120_000);
});
