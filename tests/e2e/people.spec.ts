import { acceptInvitation, invite, newWorkspace } from "./support/journeys";
import { expect, mailedLink, newBrowser, test, unique } from "./support/story";
import { row } from "./support/verify";

test("people: invited by mail, held to their role, and out at once when it changes", async ({
  page,
  browser,
}) => {
  const workspace = await newWorkspace(page);
  const email = `${unique("gast")}@nord.example`;
  await invite(page, { email, role: "Analyst" });
  const link = await mailedLink(page, { to: email, path: "/invitation/" });
  const { guest } = await acceptInvitation(browser, link);

  await test.step("an analyst reads and is offered nothing to change", async () => {
    await guest.goto("/contacts");
    await expect(guest.getByRole("heading", { level: 1 })).toBeVisible();
    for (const name of [/^Add/, /Import/, /New/]) {
      await expect(guest.getByRole("button", { name })).toHaveCount(0);
      await expect(guest.getByRole("main").getByRole("link", { name })).toHaveCount(0);
    }
    await guest.goto("/campaigns");
    await expect(guest.getByRole("main").getByText(/New campaign/)).toHaveCount(0);
    await guest.goto("/settings/audit");
    await expect(guest.getByRole("table")).toHaveCount(0);
    // Nor to carry people's addresses away, all at once.
    expect((await guest.request.get("/api/undelivered")).status()).toBe(403);
    expect((await page.request.get("/api/undelivered")).status()).toBe(200);
  });

  await test.step("the link of an accepted invitation is dead", async () => {
    const second = await newBrowser(browser);
    await second.goto(link);
    await expect(second.getByText("This invitation no longer works")).toBeVisible();
    await second.context().close();
  });

  await test.step("a new role ends the sessions; a grant lets a marketer send", async () => {
    await page.goto("/settings/people");
    const line = page.getByRole("row").filter({ hasText: email });
    await line.getByRole("button", { name: /^Actions/ }).click();
    await page.getByRole("menuitem", { name: "Change role" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("radio", { name: "Marketer" }).click();
    await dialog.getByRole("radio", { name: "May send for some brands" }).click();
    await expect(dialog.getByRole("checkbox", { name: "Nord" })).toBeChecked();
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Role changed")).toBeVisible();
    await guest.goto("/contacts");
    await expect(guest).toHaveURL(/\/sign-in/);
    const grant = await row<{ permission: string; brandId: string | null }>(
      `select g.permission, g.brand_id as "brandId" from member_grants g
         join users u on u.id = g.user_id where g.workspace_id = $1 and u.email = $2`,
      [workspace.id, email],
    );
    expect(grant.permission).toBe("campaigns.send");
    expect(grant.brandId).not.toBeNull();
  });
  await guest.context().close();

  await test.step("a withdrawn invitation opens nothing", async () => {
    const other = `${unique("spaet")}@nord.example`;
    await invite(page, { email: other, role: "Admin" });
    const dead = await mailedLink(page, { to: other, path: "/invitation/" });
    await page.goto("/settings/people");
    const line = page.getByRole("row").filter({ hasText: other });
    await line.getByRole("button", { name: "Withdraw" }).click();
    await expect(page.getByText("Invitation withdrawn")).toBeVisible();
    const late = await newBrowser(browser);
    await late.goto(dead);
    await expect(late.getByText("This invitation no longer works")).toBeVisible();
    await late.context().close();
  });
});
