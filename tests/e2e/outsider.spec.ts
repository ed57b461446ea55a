import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { acceptInvitation, invite, newWorkspace } from "./support/journeys";
import { OUTSIDER_STATE } from "./support/owner";
import { readSinkMail, sinkMails } from "./support/sink";
import { expect, test, unique } from "./support/story";
import { keepLinks } from "./support/world";

/** The newest mailed address of a kind. Not through the Mailbox screen: that has a story already. */
async function newestLink(to: string, path: string): Promise<string> {
  let link = "";
  const look = async () => {
    for (const mail of sinkMails({ to })) {
      const { text = "" } = await readSinkMail(mail);
      link = text.split(/\s+/).find((word) => word.includes(path)) ?? link;
    }
    return link;
  };
  await expect.poll(look, { message: `a mail with ${path}` }).not.toBe("");
  return link;
}

test("outsider: removed from the only workspace, still somebody, and told so", async ({
  page,
  browser,
  visitor,
}) => {
  await newWorkspace(page, "Outsider");
  const email = `${unique("fort")}@nord.example`;
  await invite(page, { email, role: "Analyst" });
  const invitation = await newestLink(email, "/invitation/");
  const { guest, password } = await acceptInvitation(browser, invitation);

  await page.goto("/settings/people");
  const line = page.getByRole("row").filter({ hasText: email });
  await line.getByRole("button", { name: /^Actions/ }).click();
  await page.getByRole("menuitem", { name: /^Remove/ }).click();
  await page
    .getByRole("alertdialog")
    .getByRole("button", { name: /^Remove/ })
    .click();
  // Behind an open question nothing else is there: only when it is closed does the row's absence say something.
  await expect(page.getByRole("alertdialog")).toBeHidden();
  await expect(line).toHaveCount(0);

  await guest.goto("/sign-in");
  await guest.getByLabel("E-mail address").fill(email);
  await guest.getByLabel("Password", { exact: true }).fill(password);
  await guest.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(guest).toHaveURL(/\/no-workspace$/);
  mkdirSync(dirname(OUTSIDER_STATE), { recursive: true });
  await guest.context().storageState({ path: OUTSIDER_STATE });
  await guest.context().close();

  for (const purpose of ["link", "reset"]) {
    await visitor.goto(`/sign-in/mail/${purpose}`);
    await visitor.getByLabel("E-mail address").fill(email);
    await visitor.getByRole("button", { name: "Send the link" }).click();
    await expect(visitor.getByRole("heading", { name: "Look into your mailbox" })).toBeVisible();
  }
  const open = `${unique("offen")}@nord.example`;
  await invite(page, { email: open, role: "Marketer" });
  keepLinks({
    signIn: await newestLink(email, "/sign-in/link/"),
    reset: await newestLink(email, "/sign-in/reset/"),
    invitation: await newestLink(open, "/invitation/"),
  });
});
