import { expect } from "@playwright/test";
import { createNewsletter, fillEntity } from "../support/journeys";
import { OWNER } from "../support/owner";
import { choose } from "../support/story";
import { wordsIn } from "../support/words";
import type { Walk } from "./walk";

/** From the empty product to a workspace that may send; in the walk's language from here on. */
export async function firstRun({ page, t, locale, db }: Walk): Promise<void> {
  const of = (key: string) => t(`auth.setup.${key}`);
  const settings = (key: string) => t(`settings.${key}`);
  const next = () => page.getByRole("button", { name: t("common.continue") }).click();
  await page.goto("/");
  await expect(page).toHaveURL(/\/setup$/);
  if (locale === "de") {
    await choose(page, wordsIn("en")("auth.language"), "Deutsch");
  }
  await expect(page.getByRole("heading", { level: 1, name: of("ownerTitle") })).toBeVisible();
  await page.getByLabel(t("auth.signUp.name")).fill(OWNER.name);
  await page.getByLabel(of("email")).fill(OWNER.email);
  await page.getByLabel(t("auth.signUp.password"), { exact: true }).fill(OWNER.password);
  await next();
  await page.getByLabel(settings("workspace.name")).fill("Nord");
  await next();
  await fillEntity(page);
  await next();
  await page.getByLabel(settings("brand.name"), { exact: true }).fill("Nord");
  await page.getByLabel(settings("brand.senderName")).fill("Nord");
  await page.getByLabel(settings("brand.senderEmail")).fill("hello@nord.example");
  await page.getByRole("button", { name: of("finish") }).click();
  await expect(page.getByRole("navigation", { name: t("nav.label") })).toBeVisible();

  const made = await db.row<{ locale: string; currency: string; zone: string; role: string }>(
    `select w.locale, w.currency, w.time_zone as zone, m.role
       from workspaces w join memberships m on m.workspace_id = w.id`,
  );
  expect(made).toEqual({ locale, currency: "EUR", zone: "Europe/Berlin", role: "owner" });
  await createNewsletter(page);
}
