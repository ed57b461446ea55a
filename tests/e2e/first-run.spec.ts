import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { expectGoodLooks } from "./support/looks";
import { OWNER, OWNER_STATE } from "./support/owner";
import { choose, expect, test } from "./support/story";
import { count, row } from "./support/verify";

// 64 × 64 px, one colour: the smallest thing that is really a PNG.
const LOGO = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAEAAAABAAQMAAACQp+OdAAAAA1BMVEUPdm5PTfBBAAAAD0lEQVR42mNgGAWjgAYAAAJAAAGOLvjFAAAAAElFTkSuQmCC",
  "base64",
);

test("first run: owner, workspace, legal entity and brand, then home", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveURL(/\/setup$/);

  await expect(page.getByRole("heading", { level: 1, name: "First, you" })).toBeVisible();
  await expectGoodLooks(page, "setup-owner-full");
  await page.getByLabel("Your name").fill(OWNER.name);
  await page.getByLabel("E-mail address").fill("nora@nord");
  await page.getByLabel("Password", { exact: true }).fill("password");
  await page.getByRole("button", { name: "Continue" }).click();
  for (const field of ["E-mail address", "Password"]) {
    await expect(page.getByLabel(field, { exact: true })).toHaveAttribute("aria-invalid", "true");
  }
  await expectGoodLooks(page, "setup-owner-failing");
  await page.getByLabel("E-mail address").fill(OWNER.email);
  await page.getByLabel("Password", { exact: true }).fill(OWNER.password);
  await page.getByRole("button", { name: "Continue" }).click();

  await page.getByLabel("Workspace name").fill("Nord");
  await expectGoodLooks(page, "setup-workspace-full");
  await page.getByRole("button", { name: "Continue" }).click();

  await page.getByLabel("Name", { exact: true }).fill("Nord Handel GmbH");
  await choose(page, "Legal form", "GmbH");
  await page.getByLabel("Street and number").fill("Hafenstraße 1");
  await page.getByLabel("Postal code").fill("20359");
  await page.getByLabel("City").fill("Hamburg");
  await page.getByRole("combobox", { name: "Country" }).fill("Germany");
  await page.getByRole("option", { name: "Germany" }).click();
  await page.getByLabel("E-mail address").fill("service@nord.example");
  await expectGoodLooks(page, "setup-entity-full");
  await page.getByRole("button", { name: "Continue" }).click();

  await page.getByLabel("Brand name").fill("Nord");
  await page.getByLabel("Sender name").fill("Nord");
  await page.getByLabel("Sender address").fill("hello@nord.example");
  await expectGoodLooks(page, "setup-brand-full");
  await page.getByRole("button", { name: "Finish set-up" }).click();

  await expect(page.getByRole("navigation", { name: "Main navigation" })).toBeVisible();
  mkdirSync(dirname(OWNER_STATE), { recursive: true });
  await page.context().storageState({ path: OWNER_STATE });

  const stored = await row<{ role: string; hash: string; operator: boolean }>(
    `select m.role, u.password_hash as hash, u.is_operator as operator
       from users u join memberships m on m.user_id = u.id where u.email = $1`,
    [OWNER.email],
  );
  expect(stored).toMatchObject({ role: "owner", operator: true });
  expect(stored.hash).not.toContain(OWNER.password);

  await test.step("a second first run is refused", async () => {
    await page.goto("/setup");
    await expect(page).toHaveURL("/");
    expect(await count("select count(*) from users")).toBe(1);
  });

  await test.step("the imprint is completed in the settings", async () => {
    await page.goto("/settings/entity");
    await page.getByLabel("Register court").fill("Amtsgericht Hamburg");
    await page.getByLabel("Register number").fill("HRB 123456");
    await page.getByLabel("Represented by").fill("Nora Nord");
    await page.getByLabel("VAT id").fill("DE123456789");
    await page.getByLabel("Name of the officer").fill("Dora Daten");
    await page.getByLabel("Address of the officer").fill("datenschutz@nord.example");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("The imprint is complete")).toBeVisible();
  });

  await test.step("the brand gets its logo", async () => {
    await page.goto("/settings/brands");
    await page.getByRole("link", { name: "Nord" }).first().click();
    await page
      .locator("input[type=file]")
      .setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: LOGO });
    await expect(page.getByText("Logo saved")).toBeVisible();
    expect(await count("select count(*) from brands where logo_file_id is not null")).toBe(1);
  });
});
