import { spawnSync } from "node:child_process";
import { expect, type Page } from "@playwright/test";
import { environmentOf, type Product, product } from "../../support/product";
import { runImport, toStep, upload } from "./journeys";
import { row } from "./verify";
import { wordsOf } from "./words";

/** Three products on six lines; the last has no page and a stock of none. */
export const PRODUCTS = [
  "sku;name;price;stock;url;category",
  "MUG-RED;Mug;11,95;40;https://shop.example/mug;Kitchen",
  "POT;Teapot for two;39,00;;https://shop.example/pot;Kitchen",
  "MUG-RED;Mug, red;12,95;;;",
  "CLOCK;Wall clock;-5;0;;Living",
  "MUG-RED;;0;;;",
  ";Nobody knows;1;1;;",
].join("\n");

/** Brings the products in through the wizard; resolves to the import's id. */
export async function importProducts(page: Page): Promise<string> {
  const id = await upload(page, { name: "products.csv", content: PRODUCTS });
  for (const step of ["Columns", "Checks", "Known products", "Summary"]) await toStep(page, step);
  await runImport(page);
  return id;
}

/** A key for the workspace's shop, made as the operator makes it. */
export function makeShopKey(workspaceId: string): string {
  const args = ["--workspace", workspaceId, "--scopes", "ingest", "--name", "Web shop"];
  const command = ["scripts/admin.mjs", "create-api-key", ...args];
  const { stdout } = spawnSync(process.execPath, command, {
    encoding: "utf8",
    timeout: 60_000,
    env: environmentOf(product),
  });
  const answer = JSON.parse(stdout) as { key?: string };
  if (!answer.key) throw new Error(`No key was made: ${stdout}`);
  return answer.key;
}

/** Makes a key in the current workspace's settings; leaves it open where it is shown, this once. */
export async function createKey(page: Page, name: string): Promise<string> {
  const t = wordsOf(page);
  const of = (key: string) => t(`settings.apiKeys.${key}`);
  await page.goto("/settings/api-keys");
  await page.getByRole("button", { name: of("create") }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(of("name"), { exact: true }).fill(name);
  await expect(dialog.getByRole("checkbox", { name: of("scopes.ingest.name") })).toBeChecked();
  await dialog.getByRole("button", { name: of("create") }).click();
  const key = dialog.getByRole("region", { name: of("key"), exact: true }).locator("pre");
  await expect(key).toHaveText(/^kai_live_[0-9a-f]{32}_[\w-]{20,}$/);
  return await key.innerText();
}

/** Sends orders as the shop does. */
export function postOrders(
  key: string,
  orders: readonly object[],
  of: Product = product,
): Promise<Response> {
  return fetch(new URL("/api/v1/orders", of.baseUrl), {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
    body: JSON.stringify(orders),
  });
}

/** The same, and expects every one to be taken. */
export async function sendOrders(
  key: string,
  orders: readonly object[],
  of: Product = product,
): Promise<void> {
  const response = await postOrders(key, orders, of);
  expect(await response.json()).toMatchObject({ accepted: orders.length, rejected: 0 });
}

/** An order of red mugs and a teapot. */
export function mugOrder(id: string, email: string) {
  return {
    id,
    ordered_at: "2026-03-01T10:15:00+01:00",
    currency: "EUR",
    total: 64.9,
    customer: { email },
    items: [
      { sku: "MUG-RED", quantity: 2, price: 12.95 },
      { sku: "POT", name: "Teapot", quantity: 1, price: 39 },
    ],
  };
}

/** Products, one of them sold: what the screens of the catalogue look at. */
export async function fillCatalog(page: Page, given: { workspaceId: string; buyer: string }) {
  const productImportId = await importProducts(page);
  await sendOrders(makeShopKey(given.workspaceId), [mugOrder("1001", given.buyer)]);
  const ids = await row<{ productId: string; hiddenProductId: string }>(
    `select (select id from products where workspace_id = $1 and sku = 'MUG-RED') as "productId",
            (select id from products where workspace_id = $1 and sku = 'CLOCK') as "hiddenProductId"`,
    [given.workspaceId],
  );
  return { ...ids, productImportId };
}
