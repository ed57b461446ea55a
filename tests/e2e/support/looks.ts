import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { accessibilityFaults } from "./axe";

const FOLDER = "test-results/screens";
const DESKTOP = { width: 1440, height: 900 };
const SIZES = [DESKTOP, { width: 390, height: 844 }];
const THEMES = ["light", "dark"] as const;

/** The elements that stick out of the page on the right; a table may scroll inside itself. */
async function sidewaysScroll(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const wide = [...document.body.querySelectorAll("*")].filter(
      (element) => element.getBoundingClientRect().right > root.clientWidth + 1,
    );
    const names = wide.slice(-3).map((e) => `${e.localName}.${e.getAttribute("class") ?? ""}`);
    return [`page is ${root.scrollWidth} px wide, not ${root.clientWidth}: ${names.join(" | ")}`];
  });
}

/**
 * Holds one state of a screen to the standard: no fault by axe in either theme, no sideways scroll
 * at 390 px; and keeps its four pictures for CI.
 */
export async function expectGoodLooks(page: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const faults: string[] = [];
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      await awaitTheme(page, theme);
      const file = join(FOLDER, `${name}-${theme}-${size.width}.png`);
      const isNarrow = size.width < 500;
      await page.screenshot({ path: file, animations: "disabled", fullPage: isNarrow });
      if (isNarrow && theme === "dark") continue;
      const rules = theme === "dark" ? "colours" : isNarrow ? "layout" : "all";
      const found = await atTop(page, () => accessibilityFaults(page, rules));
      faults.push(...found.map((fault) => `${theme} ${size.width}: ${fault}`));
    }
  }
  faults.push(...(await sidewaysScroll(page)));
  await page.setViewportSize(DESKTOP);
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  expect.soft(faults, `${name} has faults`).toEqual([]);
}

/** What is half under the bar at the top is judged as half covered: looks from the page's beginning. */
async function atTop<T>(page: Page, look: () => Promise<T>): Promise<T> {
  const before = await page.evaluate(() => {
    const { scrollY } = window;
    window.scrollTo(0, 0);
    return scrollY;
  });
  const seen = await look();
  await page.evaluate((y) => window.scrollTo(0, y), before);
  return seen;
}

/** The console's theme follows the system through a class; public pages have none to wait for. */
async function awaitTheme(page: Page, theme: string): Promise<void> {
  await page.waitForFunction((wanted) => {
    const names = document.documentElement.classList;
    return names.contains(wanted) || !(names.contains("light") || names.contains("dark"));
  }, theme);
}
