import type { Browser, Page } from "@playwright/test";
import { newWorkspace } from "./support/journeys";
import { choose, expect, mailedLink, newBrowser, test, unique } from "./support/story";
import { row, rows } from "./support/verify";

const PASSWORD = "a-sentence-to-remember";

async function invite(page: Page, person: { email: string; role: string; maySend?: string }) {
  await page.goto("/settings/people");
  await page.getByRole("button", { name: "Invite someone" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("E-mail address").fill(person.email);
  await dialog.getByRole("radio", { name: person.role }).click();
  if (person.maySend) await choose(page, "Sending campaigns", person.maySend);
  await dialog.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByText("Invitation sent")).toBeVisible();
}

async function accept(browser: Browser, link: string): Promise<Page> {
  const guest = await newBrowser(browser);
  await guest.goto(link);
  await guest.getByLabel("Your name").fill("Gustav Gast");
  await guest.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await guest.getByRole("button", { name: "Create account and join" }).click();
  await expect(guest.getByRole("navigation", { name: "Main navigation" })).toBeVisible();
  return guest;
}

test("people: invited by mail, held to their role, and out at once when it changes", async ({
  page,
  browser,
}) => {
  const workspace = await newWorkspace(page);
  const email = `${unique("gast")}@nord.example`;
  await invite(page, { email, role: "Analyst" });
  const link = await mailedLink(page, { to: email, path: "/invitation/" });
  const guest = await accept(browser, link);

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
    await choose(page, "Sending campaigns", "May send for some brands");
    await dialog.getByRole("checkbox").first().click();
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

  const actions = await rows<{ action: string }>(
    "select action from audit_entries where workspace_id = $1 order by seq",
    [workspace.id],
  ).catch(() => []);
  expect(actions.length).toBeGreaterThan(0);
});
