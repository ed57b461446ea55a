import type { Page } from "@playwright/test";

/** Until a page of ours answers to clicks; pages without our scripts do so at once. */
export async function awaitReady(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const root = document.documentElement;
    return root.dataset.ready === "true" || !document.querySelector("script[src*='/_next/']");
  });
}
