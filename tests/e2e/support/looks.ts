import { mkdirSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const FOLDER = "test-results/screens";
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
const THEMES = ["light", "dark"] as const;

/**
 * Faults that axe finds, one line each. A theme changes nothing but colours, so that everything
 * else is asked for once.
 */
async function accessibilityFaults(page: Page, onlyColours: boolean): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  if (onlyColours) axe.withRules(["color-contrast"]);
  else axe.withTags(RULES);
  // The embedded mail is somebody's letter in a sandbox where no script can look at it.
  const { violations } = await axe.exclude("iframe").analyze();
  return violations.flatMap((violation) =>
    violation.nodes.map(
      ({ target, failureSummary }) =>
        `${violation.id}: ${target.join(" ")} ${failureSummary?.split("\n")[1]?.trim() ?? ""}`,
    ),
  );
}

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
      const found = await accessibilityFaults(page, theme === "dark");
      faults.push(...found.map((fault) => `${theme} ${size.width}: ${fault}`));
    }
  }
  faults.push(...(await sidewaysScroll(page)));
  expect.soft(faults, `${name} has faults`).toEqual([]);
}

/** The console's theme follows the system through a class; public pages have none to wait for. */
async function awaitTheme(page: Page, theme: string): Promise<void> {
  await page.waitForFunction((wanted) => {
    const names = document.documentElement.classList;
    return names.contains(wanted) || !(names.contains("light") || names.contains("dark"));
  }, theme);
}
