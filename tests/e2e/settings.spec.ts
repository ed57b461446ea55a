import { acceptInvitation, invite, newWorkspace } from "./support/journeys";
import { createKey, mugOrder, postOrders } from "./support/shop";
import { expect, mailedLink, newBrowser, signIn, test, unique } from "./support/story";
import { count } from "./support/verify";

test("settings: sessions ended, German and dark chosen, the audit log checked", async ({
  page,
  browser,
}) => {
  const workspace = await newWorkspace(page, "Settings");
  const email = `${unique("gast")}@nord.example`;
  await invite(page, { email, role: "Marketer" });
  const link = await mailedLink(page, { to: email, path: "/invitation/" });
  const { guest, password } = await acceptInvitation(browser, link);
  const phone = await newBrowser(browser);
  await signIn(phone, { email, password });

  await test.step("ending the phone's session signs the phone out", async () => {
    await guest.goto("/settings/account");
    const sessions = guest.getByRole("region", { name: "Sessions" });
    await expect(sessions.getByRole("listitem")).toHaveCount(2);
    await sessions.getByRole("button", { name: "End session", exact: true }).click();
    await expect(guest.getByText("Session ended")).toBeVisible();
    await phone.goto("/contacts");
    await expect(phone).toHaveURL(/\/sign-in/);
    await phone.context().close();
  });

  await test.step("the language and the look follow at once and stay", async () => {
    await guest.getByRole("button", { name: "Your menu" }).click();
    await guest.getByRole("menuitemradio", { name: "Dark" }).click();
    await expect(guest.locator("html")).toHaveClass(/\bdark\b/);
    await guest.keyboard.press("Escape");
    await guest.getByRole("button", { name: "Your menu" }).click();
    await guest.getByRole("menuitemradio", { name: "Deutsch" }).click();
    await expect(guest.locator("html")).toHaveAttribute("lang", "de");
    await guest.goto("/contacts");
    await expect(guest.getByRole("heading", { level: 1, name: "Kontakte" })).toBeVisible();
    await expect(guest.locator("html")).toHaveClass(/\bdark\b/);
    await guest.context().close();
  });

  await test.step("a key made here sends an order, and once revoked no more", async () => {
    const key = await createKey(page, "Web shop");
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText(`Authorization: Bearer ${key}`);
    await dialog.getByRole("button", { name: "Done" }).click();
    await expect(dialog).toBeHidden();
    expect(await page.content()).not.toContain(key);
    expect((await postOrders(key, [mugOrder("K-1", email)])).status).toBe(200);
    await page.reload();
    const row = page
      .getByRole("table", { name: "API keys" })
      .getByRole("row", { name: /Web shop/ });
    await expect(row).toContainText(key.slice(0, 25));
    await expect(row).toContainText("Active");
    await row.getByRole("button", { name: "Revoke Web shop" }).click();
    const question = page.getByRole("alertdialog");
    await expect(question).toContainText("It was last used");
    await question.getByRole("button", { name: "Revoke", exact: true }).click();
    await expect(row).toContainText("Revoked");
    expect((await postOrders(key, [mugOrder("K-2", email)])).status).toBe(401);
  });

  await test.step("the owner finds it all in the audit log, and its chain is whole", async () => {
    await page.goto("/settings/audit");
    await expect(page.getByRole("table").getByRole("row")).not.toHaveCount(0);
    await page.getByRole("button", { name: "Check the chain" }).click();
    const entries = await count("select count(*) from audit_entries where workspace_id = $1", [
      workspace.id,
    ]);
    await expect(page.getByText(`The chain is intact: ${entries} entries checked.`)).toBeVisible();
  });
});
