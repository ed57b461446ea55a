import { product } from "../support/product";
import { createNewsletter, expectSaved, newLetter, newWorkspace, write } from "./support/journeys";
import { OWNER_STATE } from "./support/owner";
import { expect, test } from "./support/story";
import { row } from "./support/verify";

test("two people write the same letter: the second is told, and nothing is lost", async ({
  page,
  browser,
}) => {
  const workspace = await newWorkspace(page, "Pair");
  await createNewsletter(page);
  const id = await newLetter(page, "Written by two");
  const other = await browser.newContext({ storageState: OWNER_STATE, baseURL: product.baseUrl });
  await other.addCookies([{ name: "kairos.workspace", value: workspace.id, url: product.baseUrl }]);
  const second = await other.newPage();
  await second.goto(`/campaigns/${id}`);

  const subject = (of: typeof page) => of.getByRole("textbox", { name: "Subject" });
  await write(page, subject(page), "Written first");
  await expectSaved(page);

  await write(second, subject(second), "Written second");
  await expect(second.getByText(/changed this letter at/)).toBeVisible({ timeout: 20_000 });
  await expect(subject(second)).toHaveText("Written second");

  await test.step("looking at the other version keeps one's own a step back", async () => {
    await second.getByRole("button", { name: "Show theirs" }).click();
    await expect(subject(second)).toHaveText("Written first");
    await subject(second).press("Control+z");
    await expect(subject(second)).toHaveText("Written second");
    await expectSaved(second);
  });

  await expect
    .poll(async () => (await stored(id)).subject, { message: "the version gone on with" })
    .toBe("Written second");
  await other.close();
});

function stored(id: string) {
  return row<{ subject: string }>(
    "select document->'subject'->0->>'text' as subject from campaign_variants where campaign_id = $1",
    [id],
  );
}
