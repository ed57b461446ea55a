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

/** Faults that axe finds, one line each, short enough to read in a report. */
async function accessibilityFaults(page: Page): Promise<string[]> {
  // The embedded mail is somebody's letter in a sandbox where no script can look at it.
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).exclude("iframe").analyze();
  return violations.flatMap((violation) =>
    violation.nodes.map(
      (node) =>
        `${violation.id}: ${node.target.join(" ")} ${node.failureSummary?.split("\n")[1]?.trim() ?? ""}`,
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
      await expect(page.locator("html")).toHaveClass(new RegExp(`\\b${theme}\\b`));
      const file = join(FOLDER, `${name}-${theme}-${size.width}.png`);
      await page.screenshot({ path: file, animations: "disabled", fullPage: size.width < 500 });
      const found = await accessibilityFaults(page);
      faults.push(...found.map((fault) => `${theme} ${size.width}: ${fault}`));
    }
    if (size.width < 500) faults.push(...(await sidewaysScroll(page)));
  }
  expect.soft(faults, `${name} has faults`).toEqual([]);
}
