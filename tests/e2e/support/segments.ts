import { expect, type Page } from "@playwright/test";
import { localeOf, wordsOf } from "./words";

/** Makes a segment from one of the offered beginnings; resolves to its id when its editor stands. */
export async function newSegment(page: Page, name: string, begin: string): Promise<string> {
  const t = wordsOf(page);
  await page.goto("/segments");
  await page.getByRole("button", { name: t("segments.new.open") }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: t("common.name") }).fill(name);
  await dialog.getByLabel(t("segments.new.template")).click();
  await page.getByRole("option", { name: begin }).click();
  await dialog.getByRole("button", { name: t("common.create") }).click();
  await page.waitForURL(/\/segments\/[0-9a-f-]{36}$/);
  return page.url().split("/").at(-1) ?? "";
}

export async function addRow(page: Page, kind: string): Promise<void> {
  await page
    .getByRole("button", { name: wordsOf(page)("segments.addRow") })
    .last()
    .click();
  await page.getByRole("menuitem", { name: kind }).click();
}

/** The live count, as it reads once it has come to rest. */
export async function expectPeople(page: Page, people: number): Promise<void> {
  const t = wordsOf(page);
  const shown = people.toLocaleString(localeOf(page));
  const word = t("segments.people", { count: people });
  const live = page.getByRole("group", { name: t("segments.rule") }).locator("[aria-live]");
  await expect(live).toHaveText(new RegExp(`^${shown}\\s*${word}$`), { timeout: 20_000 });
}

export async function saveSegment(page: Page): Promise<void> {
  const t = wordsOf(page);
  const save = page.getByRole("button", { name: t("segments.save"), exact: true });
  await save.click();
  // Nothing is left to save.
  await expect(save).toBeDisabled();
  await expect(page.getByText(t("segments.saved")).first()).toBeVisible();
}
