import { type Browser, test as base, expect, type Page } from "@playwright/test";
import type { Locale } from "@/app/_i18n/locales";
import { type Product, product } from "../../support/product";
import { OWNER } from "./owner";
import { awaitReady } from "./ready";
import { type SinkMail, sinkMails } from "./sink";
import { speak } from "./words";

export { expect };

interface Fixtures {
  /** A browser that nobody is signed in with, at the same time as `page`. */
  visitor: Page;
}

/** People look before they click; a story that clicks faster would click on nothing. */
function waitsAfterGoing(page: Page): Page {
  const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)];
  page.goto = async (...where) => {
    const response = await goto(...where);
    await awaitReady(page);
    return response;
  };
  page.reload = async (...how) => {
    const response = await reload(...how);
    await awaitReady(page);
    return response;
  };
  return page;
}

/** A story: starts as the owner in `page`. */
export const test = base.extend<Fixtures>({
  page: async ({ page }, use) => use(waitsAfterGoing(page)),
  visitor: async ({ browser }, use) => {
    const page = await newBrowser(browser);
    await use(page);
    await page.context().close();
  },
});

/** Another browser without any session, whose reader prefers a language; the caller closes it. */
export async function newBrowser(browser: Browser, locale: Locale = "en"): Promise<Page> {
  const context = await browser.newContext({
    locale: locale === "de" ? "de-DE" : "en-GB",
    storageState: { cookies: [], origins: [] },
  });
  const page = waitsAfterGoing(await context.newPage());
  speak(page, locale);
  return page;
}

/** Signs in by password and waits until the console is there. */
export async function signIn(
  page: Page,
  person: { email: string; password: string } = OWNER,
): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("navigation", { name: "Main navigation" })).toBeVisible();
  await awaitReady(page);
}

/** Chooses an entry of a `Select` by its label. */
export async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: label }).click();
  await page.getByRole("option", { name: option }).first().click();
}

/** A name that no other story and no earlier run has used. */
export function unique(word: string): string {
  return `${word}-${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;
}

/** Waits until the sink has taken a mail, and returns the newest one. */
export async function awaitMail(
  wanted: Parameters<typeof sinkMails>[0],
  of: Product = product,
): Promise<SinkMail> {
  await expect
    .poll(() => sinkMails(wanted, of).length, { message: "mail in the sink", timeout: 30_000 })
    .toBeGreaterThan(0);
  const mail = sinkMails(wanted, of).at(-1);
  if (!mail) throw new Error("The mail has gone again.");
  return mail;
}

/** Opens a mail in the Mailbox screen: the newest with these words in subject or addresses. */
export async function openMail(page: Page, words: string): Promise<void> {
  await page.goto(`/mailbox?q=${encodeURIComponent(words)}`);
  await page.getByRole("row").filter({ hasText: words }).first().getByRole("link").click();
  await page.waitForURL(/\/mailbox\/[0-9a-f-]{36}$/);
}

/** The address in a mail, found as a person finds it: in the Mailbox screen. */
export async function mailedLink(
  page: Page,
  wanted: { to: string; path: string },
  of: Product = product,
): Promise<string> {
  await awaitMail({ to: wanted.to }, of);
  await openMail(page, wanted.to);
  const link = page.locator(`a[href*="${wanted.path}"]`).first();
  return (await link.getAttribute("href")) ?? "";
}
