import { newWorkspace } from "./support/journeys";
import { expectGoodLooks } from "./support/looks";
import { expect, test } from "./support/story";
import { count } from "./support/verify";

test("demo shop: opened with one click, filled, banded, and gone with one click", async ({
  page,
}) => {
  test.slow();
  await newWorkspace(page, "Beside the demo");
  await page.goto("/");
  await page.getByRole("button", { name: "Open the demo shop" }).click();
  const band = page.getByRole("status").filter({ hasText: "Demo shop." });
  await expect(band.getByText(/being filled/)).toBeVisible();
  await expectGoodLooks(page, "demo-filling-full");
  await expect(band.getByText(/are made up/)).toBeVisible({ timeout: 300_000 });
  // Filled under the eyes of whoever waits there.
  const results = page.getByRole("table");
  await expect(results.getByRole("link", { name: "Cosy season" })).toBeVisible();
  await expectGoodLooks(page, "demo-home-full");

  await results.getByRole("link", { name: "Cosy season" }).click();
  await expect(page.getByRole("columnheader", { name: "Variant B" })).toBeVisible();
  await expect(band).toBeVisible();

  await page.getByRole("tab", { name: "Letter" }).click();
  await page.getByRole("button", { name: "Variant B" }).click();
  await expect(page.getByText("Free shipping until Sunday").first()).toBeVisible();

  await page.goto("/campaigns");
  await page.getByRole("link", { name: "Advent parcels" }).click();
  await expect(page.getByRole("link", { name: /Variant B/ })).toBeVisible();
  await expectGoodLooks(page, "letter-variants-full");

  await page.goto("/contacts");
  await expect(page.getByRole("main").getByText("5,000", { exact: true })).toBeVisible();

  await band.getByRole("button", { name: "Remove demo shop" }).click();
  await expectGoodLooks(page, "demo-remove-full");
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(band).toBeHidden({ timeout: 60_000 });
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect(await count("select count(*) from workspaces where is_demo")).toBe(0);
});
