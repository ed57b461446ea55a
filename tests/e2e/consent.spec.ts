import { createNewsletter, importReaders, newWorkspace } from "./support/journeys";
import { expect, test } from "./support/story";
import { count, rows } from "./support/verify";

test("consent: topics, a withdrawal by phone, the ledger and a suppressed address", async ({
  page,
}) => {
  const workspace = await newWorkspace(page, "Consent");
  await createNewsletter(page);

  await test.step("a topic is made, renamed, archived and brought back", async () => {
    await page.getByRole("button", { name: "New topic" }).click();
    let dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name", { exact: true }).fill("New arivals");
    await dialog.getByRole("button", { name: "Create" }).click();
    // What says so may still stand there from the one before.
    await expect(page.getByText("The topic was created.").last()).toBeVisible();
    await page.getByRole("button", { name: "Actions for New arivals" }).click();
    await page.getByRole("menuitem", { name: "Edit" }).click();
    dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name", { exact: true }).fill("New arrivals");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("The topic was saved.")).toBeVisible();
    await page.getByRole("button", { name: "Actions for New arrivals" }).click();
    await page.getByRole("menuitem", { name: "Archive" }).click();
    const line = page.getByRole("row").filter({ hasText: "New arrivals" });
    await expect(line).toContainText("Archived");
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(line).not.toContainText("Archived");
  });

  await importReaders(page, {
    name: "two.csv",
    content: "email,first_name\nida@mail.example,Ida\nolaf@mail.example,Olaf\n",
  });

  await test.step("what Ida said on the phone takes effect at once", async () => {
    await page.goto("/consent/ledger");
    await page.getByRole("button", { name: "Record a withdrawal" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("E-mail address or customer number").fill("ida@mail.example");
    await dialog.getByLabel("Note").fill("Called on Monday and wants no more letters.");
    await dialog.getByRole("button", { name: "End advertising" }).click();
    await expect(page.getByText("The withdrawal is recorded and in effect.").first()).toBeVisible();
    const states = await rows<{ email: string; state: string }>(
      `select c.email, s.state from consent_states s
         join contacts c on c.workspace_id = s.workspace_id and c.id = s.contact_id
        where s.workspace_id = $1 order by c.email`,
      [workspace.id],
    );
    expect(states).toEqual([
      { email: "ida@mail.example", state: "withdrawn" },
      { email: "olaf@mail.example", state: "granted" },
    ]);
    await page.goto("/consent/ledger");
    const table = page.getByRole("table", { name: "Declarations" });
    await expect(table.getByRole("row").filter({ hasText: "Ida" })).not.toHaveCount(0);
  });

  await test.step("importing Ida again does not win her back", async () => {
    await importReaders(page, {
      name: "again.csv",
      content: "email,first_name\nida@mail.example,Ida\n",
    });
    const granted = await count(
      `select count(*) from consent_states s join contacts c
          on c.workspace_id = s.workspace_id and c.id = s.contact_id
        where s.workspace_id = $1 and s.state = 'granted' and c.email = 'ida@mail.example'`,
      [workspace.id],
    );
    expect(granted).toBe(0);
  });

  await test.step("an address is checked and suppressed without being stored", async () => {
    await page.goto("/consent/suppressions");
    await page.getByLabel("E-mail address").fill("Nie.Wieder@mail.example");
    await page.getByRole("button", { name: "Check", exact: true }).click();
    await expect(page.getByText(/is not suppressed/)).toBeVisible();
    await page.getByRole("button", { name: "Suppress this address" }).click();
    await page
      .getByRole("alertdialog")
      .getByRole("button", { name: "Suppress this address" })
      .click();
    await expect(page.getByText("The address is suppressed.")).toBeVisible();
    await expect(page.getByText(/gets no mail: Added by hand/)).toBeVisible();
    const traces = await count(
      "select count(*) from audit_entries where workspace_id = $1 and summary::text ilike '%nie.wieder%'",
      [workspace.id],
    );
    expect(traces).toBe(0);
  });
});
