import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "@playwright/test";

/** The web server may be away for a moment; a person would press reload until it is back. */
export function patient(page: Page): Page {
  const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)];
  page.goto = (...where) => again(() => goto(...where));
  page.reload = (...how) => again(() => reload(...how));
  return page;
}

const RETURNS_WITHIN = 30_000;
// "Not attached": at that moment the browser puts its own page in the place of the one that did not come.
const AWAY =
  /net::ERR_|ECONNREFUSED|ECONNRESET|fetch failed|socket hang up|interrupted by another|Not attached to an active page/;

/** Repeats what failed because nobody answered, until the web server is back. */
export async function again<Result>(act: () => Promise<Result>): Promise<Result> {
  const deadline = Date.now() + RETURNS_WITHIN;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (!AWAY.test(String(error)) || Date.now() > deadline) throw error;
      await sleep(250);
    }
  }
}

interface Wanted {
  what: string;
  isSo: () => Promise<boolean>;
  /** What is pressed (again) while it is not so; it does nothing when nothing is to do. */
  press: () => Promise<void>;
}

const LOOKS = 10_000;
const PATIENCE = 120_000;

/** Does as people do with a page that does not get on: looks at it anew and presses again. */
export async function insist(page: Page, { what, isSo, press }: Wanted): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  let fault: unknown;
  while (Date.now() < deadline) {
    await press().catch((error: unknown) => {
      fault = error;
    });
    const look = Date.now() + LOOKS;
    while (Date.now() < look) {
      if (await isSo()) return;
      await sleep(100);
    }
    await page.reload();
  }
  throw new Error(`It did not come to: ${what}`, { cause: fault });
}
