import { newWorkspace } from "./support/journeys";
import { expectGoodLooks } from "./support/looks";
import { addSendingDomain } from "./support/sending";
import { choose, expect, test, unique } from "./support/story";
import { count, row } from "./support/verify";

test("sending: a domain with its records, a mail server, a rule, a limit", async ({ page }) => {
  const workspace = await newWorkspace(page, "Sending");
  const domain = `${unique("news")}.nord.example`;
  const dialog = page.getByRole("dialog");

  await test.step("what is no domain is refused at its field", async () => {
    await page.goto("/settings/sending");
    await page.getByRole("button", { name: "Add domain", exact: true }).click();
    // The brand's own sender stands there already.
    await expect(dialog.getByLabel("Domain", { exact: true })).toHaveValue("nord.example");
    await dialog.getByLabel("Domain", { exact: true }).fill("https://nord.example");
    await dialog.getByRole("button", { name: "Add domain", exact: true }).click();
    await expect(dialog.getByLabel("Domain", { exact: true })).toHaveAttribute(
      "aria-invalid",
      "true",
    );
  });

  await test.step("a domain shows the records to set, to be copied", async () => {
    await addSendingDomain(page, domain);
    const dkim = page.getByRole("region", { name: "DKIM: our key" });
    await expect(dkim).toContainText(/kairos-[0-9a-f]{6}\._domainkey\.news/);
    await expect(dkim).toContainText(/v=DKIM1; k=rsa; p=MII[\w+/]{300,}/);
    await expect(page.getByRole("region", { name: "DMARC: the policy" })).toContainText(
      `_dmarc.${domain}`,
    );
    await expect(dkim.getByRole("button", { name: "Copy value" })).toBeVisible();
    expect(await page.content()).not.toContain("PRIVATE KEY");
  });

  await test.step("nothing is found where nothing was set", async () => {
    await page.getByRole("button", { name: "Check now" }).click();
    const dkim = page.getByRole("region", { name: "DKIM: our key" });
    // A machine without a name server gets no answer at all.
    await expect(dkim).toContainText(/Not found yet|No answer/, { timeout: 30_000 });
    await expect(page.getByText("Not verified yet").first()).toBeVisible();
  });

  await test.step("a new key waits until its record is found", async () => {
    await page.getByRole("button", { name: "Make a new key" }).click();
    await expect(page.getByRole("region", { name: "DKIM: the new key" })).toBeVisible();
    await expect(page.getByText("Set its record and check first")).toBeVisible();
    await page.getByRole("button", { name: "Throw away" }).click();
    await expect(page.getByRole("region", { name: "DKIM: the new key" })).toBeHidden();
  });

  await test.step("a warm-up is planned day by day", async () => {
    await page.getByRole("button", { name: "Plan a warm-up" }).click();
    await dialog.getByLabel("Letters on the first day").fill("100");
    await dialog.getByLabel(/Warm from/).fill("1000");
    const days = dialog.getByRole("table", { name: "The days of the plan" });
    await expect(days.getByRole("row")).toHaveText([/Day/, /100$/, /200$/, /400$/, /800$/]);
    await dialog.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText(/of at most 100 letters/)).toBeVisible();
  });

  await test.step("a server of one's own network is refused, and one outside is kept", async () => {
    await page.goto("/settings/sending/servers");
    await expect(page.getByText("The local mailbox")).toBeVisible();
    await page.getByRole("button", { name: "Add server", exact: true }).click();
    await dialog.getByLabel("Name", { exact: true }).fill("Main");
    await dialog.getByLabel("Host", { exact: true }).fill("192.168.1.20");
    await dialog.getByLabel("User name").fill("kairos");
    await dialog.getByLabel("Password").fill("very-secret-indeed");
    await dialog.getByRole("button", { name: "Add server", exact: true }).click();
    await expect(dialog.getByText(/private and local addresses are refused/)).toBeVisible();
    await dialog.getByLabel("Host", { exact: true }).fill("smtp.nord.example");
    await dialog.getByRole("button", { name: "Add server", exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByText("smtp.nord.example:587")).toBeVisible();
    await page.reload();
    expect(await page.content()).not.toContain("very-secret-indeed");
    const { sealed } = await row<{ sealed: string }>(
      "select sealed_password as sealed from mail_servers where workspace_id = $1",
      [workspace.id],
    );
    expect(sealed).toMatch(/^v1\./);
  });

  await test.step("a try to connect says in a sentence how it ended", async () => {
    await page.getByRole("button", { name: "Test the connection to Main" }).click();
    await expect(page.getByText("No host of this name was found.")).toBeVisible({
      timeout: 30_000,
    });
  });

  await test.step("transactional mail gets a rule of its own", async () => {
    await page.getByRole("button", { name: "Add rule" }).click();
    await choose(page, "Kind of mail", "Transactional mail");
    await dialog.getByRole("combobox", { name: "Add a server" }).click();
    await page.getByRole("option", { name: "Main" }).click();
    await dialog.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText("Transactional mail of all brands")).toBeVisible();
    await expect(page.getByText("All mail of all brands")).toBeVisible();
    await expect(page.getByText("Rule saved")).toBeHidden({ timeout: 15_000 });
    await expectGoodLooks(page, "mail-servers-full");
  });

  await test.step("a usual limit is taken over and set", async () => {
    await page.goto("/settings/sending/limits");
    await page.getByRole("button", { name: /^gmx\.de/ }).click();
    await page.getByRole("button", { name: "Set limit" }).click();
    await expect(page.getByRole("row", { name: /gmx\.de/ })).toContainText("120");
  });

  await test.step("the domain is removed after a question, and all of it is in the audit log", async () => {
    await page.goto("/settings/sending/domains");
    await page.getByRole("link", { name: domain }).click();
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Remove domain" }).click();
    const question = page.getByRole("alertdialog");
    await question.getByRole("button", { name: "Remove domain" }).click();
    await expect(page.getByText("No sending domain yet")).toBeVisible();
    expect(
      await count(
        `select count(*) from audit_entries where workspace_id = $1
         and split_part(action, '.', 1) in ('sending_domains', 'mail_servers', 'mail_routes', 'domain_limits')`,
        [workspace.id],
      ),
    ).toBe(10);
  });
});
