import { expect, type Page } from "@playwright/test";
import { addRow, expectPeople, newSegment, saveSegment } from "../support/segments";
import { CLUB, meant, people } from "./plan";
import type { Walk } from "./walk";

export const SEGMENT = "Members who bought";

/** The rule once more, by hand: the builder's SQL is what is tested. */
const MEANT = `
  select count(*) from contacts c
   where c.deleted_at is null and c.attributes->>'club' = $1
     and exists (select 1 from orders o
                  where o.workspace_id = c.workspace_id and o.contact_id = c.id)`;

/** Builds the segment; its number is the same live, in SQL, in the plan and in the list. */
export async function buildSegment(walk: Walk): Promise<void> {
  const { t, db } = walk;
  const page: Page = walk.page;
  const asked = await db.count(MEANT, [CLUB]);
  expect(asked).toBe(meant.length);
  expect(asked).toBeLessThan(people.length);

  await newSegment(page, SEGMENT, t("segments.new.templates.empty"));
  await addRow(page, t("segments.rows.attribute"));
  // The only attribute there is stands in the row already.
  await page.getByRole("combobox", { name: t("segments.value"), exact: true }).click();
  await page.getByRole("option", { name: CLUB, exact: true }).click();
  await addRow(page, t("segments.rows.orders"));
  await expectPeople(page, asked);
  await saveSegment(page);
  await page.goto("/segments");
  const listed = page.getByRole("row").filter({ hasText: SEGMENT });
  await expect(listed.getByRole("cell").nth(1)).toHaveText(String(asked));
}
