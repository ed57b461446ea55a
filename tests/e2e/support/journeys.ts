import { type Browser, expect, type Locator, type Page } from "@playwright/test";
import { product } from "../../support/product";
import { newBrowser, unique } from "./story";

/** A workspace that belongs to one story alone. */
export interface Workspace {
  id: string;
  name: string;
}

/** Founds a workspace and stays in it. */
export async function newWorkspace(page: Page, word = "Story"): Promise<Workspace> {
  const name = unique(word);
  await page.goto("/settings/workspace");
  await page.getByRole("button", { name: "New workspace" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Workspace name").fill(name);
  await dialog.getByLabel("First brand").fill("Nord");
  await dialog.getByLabel("Sender address").fill("hello@nord.example");
  await dialog.getByRole("button", { name: "Create workspace" }).click();
  await expect(page.getByRole("button", { name: /Switch workspace or brand/ })).toContainText(name);
  const cookies = await page.context().cookies(product.baseUrl);
  const id = cookies.find((cookie) => cookie.name === "kairos.workspace")?.value;
  if (!id) throw new Error("The new workspace is not the current one.");
  return { id, name };
}

/** Fills in the imprint, without which nothing may be sent. */
export async function completeEntity(page: Page): Promise<void> {
  await page.goto("/settings/entity");
  await page.getByRole("combobox", { name: "Legal form" }).click();
  await page.getByRole("option", { name: "GmbH", exact: true }).click();
  await page.getByLabel("Street and number").fill("Hafenstraße 1");
  await page.getByLabel("Postal code").fill("20359");
  await page.getByLabel("City").fill("Hamburg");
  await page.getByRole("combobox", { name: "Country" }).fill("Germany");
  await page.getByRole("option", { name: "Germany" }).click();
  await page.getByLabel("E-mail address").fill("service@nord.example");
  await page.getByLabel("Register court").fill("Amtsgericht Hamburg");
  await page.getByLabel("Register number").fill("HRB 123456");
  await page.getByLabel("Represented by").fill("Nora Nord");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The imprint is complete")).toBeVisible();
}

/** The first topic of the workspace, called “Newsletter”. */
export async function createNewsletter(page: Page): Promise<void> {
  await page.goto("/consent");
  await page.getByRole("button", { name: "Create “Newsletter”" }).click();
  await expect(page.getByRole("table", { name: "Topics" })).toContainText("Newsletter");
}

interface FileToImport {
  name: string;
  content: Buffer | string;
}

/** Uploads a file; resolves to the import's id when its draft is open. */
export async function upload(page: Page, file: FileToImport | string): Promise<string> {
  await page.goto("/contacts/import/new");
  const input =
    typeof file === "string"
      ? file
      : { name: file.name, mimeType: "text/csv", buffer: Buffer.from(file.content) };
  // Wait until the page listens: a file given before would be lost.
  await expect(page.getByRole("button", { name: "Choose a file" })).toBeEnabled();
  await page.getByLabel("Drop a file here").setInputFiles(input);
  await page.waitForURL(/\/contacts\/import\/[0-9a-f-]{36}$/);
  return page.url().split("/").at(-1) ?? "";
}

/** Goes on in the wizard and waits until the named step is the current one. */
export async function toStep(page: Page, step: string): Promise<void> {
  const go = page.getByRole("button", { name: "Continue", exact: true });
  await expect(go).toBeEnabled();
  await go.click();
  await expectStep(page, step);
}

export async function expectStep(page: Page, step: string): Promise<void> {
  const steps = page.getByRole("navigation", { name: "Steps of the import" });
  await expect(steps.locator("[aria-current=step]")).toContainText(step);
}

/** Says on which legal basis the people of the file agreed to the newsletter. */
export async function proveConsent(page: Page): Promise<void> {
  await page.getByRole("radio", { name: /^Consent with double opt-in/ }).click();
  await page.getByRole("checkbox", { name: /^Newsletter/ }).click();
  await page.getByLabel("What the people were told or agreed to").fill("Yes, send me news.");
  await page.getByLabel("Where it was collected").fill("Checkout of the web shop");
  await page.getByLabel("When it was collected").fill("2026-05-01");
}

/** Starts the import on the summary and waits until it has come to the given end. */
export async function runImport(page: Page, end = "Done", timeout = 60_000): Promise<void> {
  const start = page.getByRole("button", { name: "Start import" });
  await expect(start).toBeEnabled();
  await start.click();
  await expectImport(page, end, timeout);
}

export async function expectImport(page: Page, state: string, timeout = 60_000): Promise<void> {
  await expect(page.getByRole("main").getByText(state, { exact: true }).first()).toBeVisible({
    timeout,
  });
}

/** Imports people with a file whose columns are found by themselves; all of them agreed. */
export async function importReaders(page: Page, file: FileToImport): Promise<string> {
  const id = await upload(page, file);
  await expectStep(page, "File");
  await toStep(page, "Columns");
  await toStep(page, "Checks");
  await toStep(page, "Known people");
  await toStep(page, "Consent");
  await proveConsent(page);
  await toStep(page, "Summary");
  await runImport(page);
  return id;
}

/** Opens a new letter to the newsletter; resolves to the campaign's id. */
export async function newLetter(page: Page, name: string): Promise<string> {
  await page.goto("/campaigns");
  await page.getByRole("button", { name: "New campaign" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  await dialog.getByRole("button", { name: "Create" }).click();
  await page.waitForURL(/\/campaigns\/[0-9a-f-]{36}$/);
  return page.url().split("/").at(-1) ?? "";
}

/** What is written in one go: words, bold ones, a first name with what stands in for it. */
type Piece = string | { bold: string } | { nameOr: string };
type Writing = string | readonly Piece[];

export interface Letter {
  subject: Writing;
  preheader: Writing;
  heading: Writing;
  text: Writing;
  button: { label: string; href: string };
}

/** Puts a person's first name where the cursor is. */
export async function insertName(page: Page, otherwise: string): Promise<void> {
  await page.getByRole("button", { name: "Insert personal data" }).click();
  const panel = page.getByRole("dialog", { name: "Insert personal data" });
  await panel.getByLabel(/^Otherwise/).fill(otherwise);
  await panel.getByLabel(/^Otherwise/).press("Enter");
  await expect(panel).toBeHidden();
}

/** Replaces a text of the letter by what is typed into it. */
export async function write(page: Page, field: Locator, writing: Writing): Promise<void> {
  await field.click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  for (const piece of typeof writing === "string" ? [writing] : writing) {
    if (typeof piece === "string") await page.keyboard.type(piece);
    else if ("nameOr" in piece) await insertName(page, piece.nameOr);
    else {
      await page.keyboard.press("Control+b");
      await page.keyboard.type(piece.bold);
      await page.keyboard.press("Control+b");
    }
  }
}

/** Writes a letter where it stands and waits until it is saved. */
export async function writeLetter(page: Page, letter: Letter): Promise<void> {
  const canvas = page.getByRole("region", { name: "Letter" });
  const field = (name: string) => canvas.getByRole("textbox", { name, exact: true });
  await write(page, field("Subject"), letter.subject);
  await write(page, field("Preheader"), letter.preheader);
  await write(page, field("Heading"), letter.heading);
  await write(page, field("Text"), letter.text);
  await write(page, field("Button label"), letter.button.label);
  const settings = page.getByRole("complementary", { name: "Beside the letter" });
  await settings.getByLabel("Link", { exact: true }).fill(letter.button.href);
  await expectSaved(page);
}

/** Shows one side of the panel beside the letter. */
export async function showPanel(page: Page, tab: "Settings" | "Preview" | "Audience") {
  const panel = page.getByRole("complementary", { name: "Beside the letter" });
  await panel.getByRole("tab", { name: tab, exact: true }).click();
  return panel;
}

export async function expectSaved(page: Page): Promise<void> {
  await expect(page.getByText(/^Saved /)).toBeVisible();
}

/** Looks once more and sends. */
export async function sendLetter(page: Page, people: number): Promise<void> {
  await page.getByRole("button", { name: "Review and send" }).click();
  const dialog = page.getByRole("dialog");
  const confirm = dialog.getByRole("button", { name: new RegExp(`^Send to ${people} `) });
  if (people >= 100) await dialog.getByLabel(/to confirm/).fill(String(people));
  await confirm.click();
  await expect(page.getByText("The letter is on its way.")).toBeVisible();
}

/** Invites an address to the current workspace. */
export async function invite(page: Page, person: { email: string; role: string }): Promise<void> {
  await page.goto("/settings/people");
  await page.getByRole("button", { name: "Invite someone" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("E-mail address").fill(person.email);
  await dialog.getByRole("radio", { name: new RegExp(`^${person.role}`) }).click();
  await dialog.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByText("Invitation sent").first()).toBeVisible();
}

/** Opens an invitation in a browser of its own and joins as a new person. */
export async function acceptInvitation(
  browser: Browser,
  link: string,
): Promise<{ guest: Page; password: string }> {
  const password = "a-sentence-to-remember";
  const guest = await newBrowser(browser);
  await guest.goto(link);
  await guest.getByLabel("Your name").fill("Gustav Gast");
  await guest.getByLabel("Password", { exact: true }).fill(password);
  await guest.getByRole("button", { name: "Create account and join" }).click();
  await expect(guest.getByRole("navigation", { name: "Main navigation" })).toBeVisible();
  return { guest, password };
}
