import { expect, type Page } from "@playwright/test";

/** Makes a segment from one of the offered beginnings; resolves to its id when its editor stands. */
export async function newSegment(page: Page, name: string, begin: string): Promise<string> {
  await page.goto("/segments");
  await page.getByRole("button", { name: "New segment" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill(name);
  await dialog.getByLabel("Begin with").click();
  await page.getByRole("option", { name: begin }).click();
  await dialog.getByRole("button", { name: "Create" }).click();
  await page.waitForURL(/\/segments\/[0-9a-f-]{36}$/);
  return page.url().split("/").at(-1) ?? "";
}

export async function addRow(page: Page, kind: string): Promise<void> {
  await page.getByRole("button", { name: "Add row" }).last().click();
  await page.getByRole("menuitem", { name: kind }).click();
}

/** The live count, as it reads once it has come to rest. */
export async function expectPeople(page: Page, people: number): Promise<void> {
  const shown = people.toLocaleString("en-US");
  const word = people === 1 ? "person" : "people";
  const live = page.getByRole("group", { name: "Rule" }).locator("[aria-live]");
  await expect(live).toHaveText(new RegExp(`^${shown}\\s*${word} now$`), { timeout: 20_000 });
}

export async function saveSegment(page: Page): Promise<void> {
  const save = page.getByRole("button", { name: "Save", exact: true });
  await save.click();
  // Nothing is left to save.
  await expect(save).toBeDisabled();
  await expect(page.getByText("Segment saved").first()).toBeVisible();
}
