import type { Page } from "@playwright/test";
import axe from "axe-core";

// Beyond the standard: landmarks and headings, by which people with screen readers find their way.
const STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What can differ since the last look: a theme changes only colours, a size all but colours. */
export type Asked = "all" | "colours" | "layout";

/** Faults of the whole page against WCAG 2.2 A and AA and good practice, one line each. */
export async function accessibilityFaults(page: Page, asked: Asked): Promise<string[]> {
  const isThere = await page.evaluate(() => "axe" in window);
  if (!isThere) await page.evaluate(axe.source);
  return page.evaluate(
    async ({ standard, asked }) => {
      const engine: typeof axe = Reflect.get(window, "axe");
      const { violations } = await engine.run(
        // The embedded mail is somebody's letter in a sandbox where no script can look at it.
        { include: [["html"]], exclude: [["iframe"]] },
        {
          resultTypes: ["violations"],
          ...(asked === "colours"
            ? { runOnly: { type: "rule", values: ["color-contrast"] } }
            : { runOnly: { type: "tag", values: standard } }),
          ...(asked === "layout" ? { rules: { "color-contrast": { enabled: false } } } : {}),
        },
      );
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(
          ({ target, failureSummary }) =>
            `${id}: ${target.join(" ")} ${failureSummary?.split("\n")[1]?.trim() ?? ""}`,
        ),
      );
    },
    { standard: STANDARD, asked },
  );
}
