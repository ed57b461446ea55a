import { expect, type Page } from "@playwright/test";
import { wordsOf } from "./words";

/** Adds a sending domain by the screen, stays on its page and gives its id. */
export async function addSendingDomain(page: Page, domain: string): Promise<string> {
  const t = wordsOf(page);
  await page.goto("/settings/sending/domains");
  await page.getByRole("button", { name: t("senders.domains.add"), exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(t("senders.domains.domain"), { exact: true }).fill(domain);
  await dialog.getByRole("button", { name: t("senders.domains.add"), exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: domain })).toBeVisible();
  return new URL(page.url()).pathname.split("/").at(-1) ?? "";
}
