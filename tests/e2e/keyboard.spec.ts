import { createNewsletter, expectSaved, newWorkspace } from "./support/journeys";
import { expect, test } from "./support/story";

test("a letter is made with the keyboard alone, starting in the command palette", async ({
  page,
}) => {
  await newWorkspace(page, "Keys");
  await createNewsletter(page);
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();

  await page.keyboard.press("Control+k");
  const search = page.getByRole("combobox", { name: /Search|Go to/ });
  await expect(search).toBeFocused();
  await page.keyboard.type("New campaign");
  await page.keyboard.press("Enter");

  const dialog = page.getByRole("dialog", { name: "New campaign" });
  await expect(dialog.getByLabel("Name", { exact: true })).toBeFocused();
  await page.keyboard.type("By keyboard");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/campaigns\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("textbox", { name: "Subject" })).toBeVisible();

  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
  for (let steps = 0; (await focused()) !== "Subject"; steps += 1) {
    expect(steps, "the subject is reached by Tab").toBeLessThan(60);
    await page.keyboard.press("Tab");
  }
  await page.keyboard.type("Written without a mouse");
  await expectSaved(page);

  await test.step("focus is always seen and Escape closes what floats", async () => {
    const outline = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement ?? document.body);
      return style.outlineStyle !== "none" || style.boxShadow !== "none";
    });
    expect(outline).toBe(true);
    await page.keyboard.press("Control+k");
    await expect(search).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(search).toBeHidden();
  });

  await test.step("the overview of keys opens with ?", async () => {
    await page.goto("/contacts");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.keyboard.press("?");
    const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await expect(sheet).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(sheet).toBeHidden();
    await page.keyboard.press("g");
    await page.keyboard.press("o");
    await expect(page).toHaveURL(/\/consent$/);
  });
});
