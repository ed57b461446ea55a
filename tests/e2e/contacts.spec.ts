import { createNewsletter, importReaders, newWorkspace } from "./support/journeys";
import { expect, test } from "./support/story";
import { rows } from "./support/verify";

const NAMES = ["Adler", "Brandt", "Çelik", "Dörr", "Eßer", "Fuchs", "Groß", "Horn", "Ihle", "Jung"];
const PEOPLE = Array.from({ length: 120 }, (_, index) => {
  const last = NAMES[index % NAMES.length] ?? "";
  return `person${String(index).padStart(3, "0")}@mail.example,P${index},${last},C-${1000 + index}`;
});

test("contacts: found, sorted, filtered, turned over, and one person's page", async ({ page }) => {
  const workspace = await newWorkspace(page, "People");
  await createNewsletter(page);
  await importReaders(page, {
    name: "people.csv",
    content: ["email,first_name,last_name,customer_number", ...PEOPLE].join("\n"),
  });

  await page.goto("/contacts");
  const lines = page.getByRole("main").getByRole("table").getByRole("row");
  const search = page.getByRole("searchbox", { name: "Search people" });

  await test.step("turned over and back", async () => {
    const first = await lines.nth(1).innerText();
    await page.getByRole("button", { name: "Next" }).click();
    await expect(lines.nth(1)).not.toHaveText(first);
    await page.getByRole("button", { name: "Previous" }).click();
    await expect(lines.nth(1)).toContainText("Adler");
  });

  await test.step("sorted by address, both ways", async () => {
    await page.getByRole("button", { name: /^E-mail/ }).click();
    await expect(lines.nth(1)).toContainText("person000@mail.example");
    await page.getByRole("button", { name: /^E-mail/ }).click();
    await expect(lines.nth(1)).toContainText("person119@mail.example");
  });

  await test.step("found by name without its accents, by address and by number", async () => {
    for (const [words, found] of [
      ["celik", "Çelik"],
      ["person042", "person042@mail.example"],
      ["C-1077", "person077@mail.example"],
    ] as const) {
      await search.fill(words);
      await expect(lines.nth(1)).toContainText(found);
    }
    await search.fill("nobody-at-all");
    await expect(page.getByText("Nobody matches")).toBeVisible();
    await search.fill("");
  });

  await test.step("filtered by consent, and the filter is in the address", async () => {
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    const form = page.getByRole("dialog");
    await form.getByRole("combobox", { name: "Orders" }).click();
    await page.getByRole("option", { name: "With orders", exact: true }).click();
    await form.getByRole("button", { name: "Apply" }).click();
    await expect(page.getByText("Nobody matches")).toBeVisible();
    await page.reload();
    await expect(page.getByText("Nobody matches")).toBeVisible();
  });

  await test.step("a person is edited; the change stands in the timeline", async () => {
    await page.goto("/contacts?q=person007");
    await page.getByRole("link", { name: "P7 Horn" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "P7 Horn" })).toBeVisible();
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("E-mail").fill("person008@mail.example");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog.locator("[aria-invalid=true]")).toHaveCount(1);
    await dialog.getByLabel("E-mail").fill("petra@mail.example");
    await dialog.getByLabel("First name").fill("Petra");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Petra Horn" })).toBeVisible();
    await expect(page.getByText(/taken over by import/).first()).toBeVisible();
    await expect(page.getByText(/Changed/).first()).toBeVisible();
  });

  await test.step("who looked is in the read log", async () => {
    const reads = await rows(
      `select 1 from read_log r join contacts c
          on c.workspace_id = r.workspace_id and c.id = r.contact_id
        where r.workspace_id = $1 and c.email = 'petra@mail.example'`,
      [workspace.id],
    );
    expect(reads.length).toBeGreaterThan(0);
    await page.goto("/settings/reads");
    await expect(page.getByRole("table")).toContainText("Petra Horn");
  });
});
