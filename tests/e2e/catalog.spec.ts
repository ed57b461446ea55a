import { expectImport, expectStep, newWorkspace, runImport, toStep } from "./support/journeys";
import { makeShopKey, mugOrder, PRODUCTS, sendOrders } from "./support/shop";
import { choose, expect, test } from "./support/story";
import { rows } from "./support/verify";

test("products come in by file, are sold by the shop, edited, archived and undone", async ({
  page,
}) => {
  const workspace = await newWorkspace(page, "Catalogue");
  const products = () =>
    rows("select sku, name, price, stock from products where workspace_id = $1 order by sku", [
      workspace.id,
    ]);

  await test.step("an empty catalogue leads to the import", async () => {
    await page.goto("/catalog");
    await expect(page.getByText("No products yet")).toBeVisible();
    await page.getByRole("link", { name: "Import products" }).click();
    await page.waitForURL("**/contacts/import/new");
    await expect(page.getByRole("button", { name: "Choose a file" })).toBeEnabled();
    await page.getByLabel("Drop a file here").setInputFiles({
      name: "products.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(PRODUCTS),
    });
    await page.waitForURL(/\/contacts\/import\/[0-9a-f-]{36}$/);
  });
  const importUrl = page.url();

  await test.step("the wizard finds products, maps and checks them", async () => {
    await expectStep(page, "File");
    await expect(page.getByRole("radio", { name: /^Products/ })).toBeChecked();
    await toStep(page, "Columns");
    await expect(page.getByRole("combobox", { name: "sku goes to" })).toHaveValue("Article number");
    await expect(page.getByRole("combobox", { name: "price goes to" })).toHaveValue(
      "Price of one piece",
    );
    await toStep(page, "Checks");
    const expected = page.getByRole("main").locator("dl");
    await expect(expected).toContainText(/New products\s*3/);
    const findings = page.getByRole("table", { name: "Findings" });
    await expect(findings).toContainText("This must not be negative.");
    await expect(findings).toContainText("This row does not say which product it is about.");
    await toStep(page, "Known products");
    await toStep(page, "Summary");
    await runImport(page);
    expect(await products()).toEqual([
      { sku: "CLOCK", name: "Wall clock", price: null, stock: 0 },
      { sku: "MUG-RED", name: "Mug, red", price: "12.95", stock: 40 },
      { sku: "POT", name: "Teapot for two", price: "39.00", stock: null },
    ]);
  });

  await test.step("the shop sends an order twice; it is there once", async () => {
    const key = makeShopKey(workspace.id);
    await sendOrders(key, [mugOrder("1001", "ana@mail.example")]);
    await sendOrders(key, [mugOrder("1001", "ana@mail.example")]);
  });

  await test.step("list: search, order and what letters show", async () => {
    await page.getByRole("link", { name: "Show catalog" }).click();
    await page.waitForURL("**/catalog");
    const table = page.getByRole("table", { name: "Catalog" });
    await expect(table.getByRole("row")).toHaveCount(4);
    await expect(table.getByRole("row", { name: /Wall clock/ })).toContainText("Sold out");
    await table.getByRole("button", { name: "Price" }).click();
    await expect(table.getByRole("row").nth(1)).toContainText("Teapot for two");
    await page.getByRole("searchbox").fill("mug-");
    await expect(table.getByRole("row")).toHaveCount(2);
    await table.getByRole("link", { name: "Mug, red" }).click();
    await page.waitForURL(/\/catalog\/[0-9a-f-]{36}$/);
  });

  await test.step("a product: who bought it, edited, archived and brought back", async () => {
    const sales = page.getByRole("region", { name: "Who bought it" });
    await expect(sales).toContainText(/People\s*1\s*Pieces\s*2\s*Revenue\s*€25.90/);
    await page.getByRole("button", { name: "Edit" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Address of its image").fill("http://shop.example/mug.jpg");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(
      dialog.getByText("This is not an address that begins with https://."),
    ).toBeVisible();
    await dialog.getByLabel("Address of its image").fill("https://shop.example/mug.jpg");
    await dialog.getByLabel("Pieces in stock").fill("7");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Product saved")).toBeVisible();
    await page.getByRole("button", { name: "Archive" }).click();
    await expect(page.getByText("Letters do not show this product")).toBeVisible();
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(page.getByText("Product is back")).toBeVisible();
    await expect(page.getByText("Letters do not show this product")).toBeHidden();
  });

  await test.step("the buyer's timeline names the articles", async () => {
    await page.goto("/contacts?q=ana");
    await page.getByRole("link", { name: "ana@mail.example" }).click();
    await page.waitForURL(/\/contacts\/[0-9a-f-]{36}$/);
    await expect(page.getByText("2 × Mug, red")).toBeVisible();
    await expect(page.getByText("1 × Teapot", { exact: true })).toBeVisible();
    await expect(page.getByText("by an order that the shop sent")).toBeVisible();
  });

  await test.step("the undo spares what was edited", async () => {
    await page.goto(importUrl);
    await page.getByRole("button", { name: "Undo this import" }).click();
    await page.getByRole("button", { name: "Undo import" }).click();
    await expectImport(page, "Undone");
    await expect(page.getByText(/^1 product was edited/)).toBeVisible();
    expect(await products()).toMatchObject([{ sku: "MUG-RED", stock: 7 }]);
    await page.goto("/catalog");
    await choose(page, "Show", "Archived");
    await expect(page.getByText("No product matches")).toBeVisible();
  });
});
