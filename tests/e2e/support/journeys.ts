import { type Browser, expect, type Locator, type Page } from "@playwright/test";
import type { Locale } from "@/app/_i18n/locales";
import { product } from "../../support/product";
import { choose, newBrowser, unique } from "./story";
import { beginning, localeOf, wordsOf } from "./words";

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

/** What the imprint of a GmbH needs, by the name of its field. */
const IMPRINT = {
  street: "Hafenstraße 1",
  postalCode: "20359",
  city: "Hamburg",
  email: "service@nord.example",
  registerCourt: "Amtsgericht Hamburg",
  registerNumber: "HRB 123456",
  directors: "Nora Nord",
};

/** Fills in every field of the legal entity that has to stand in the imprint. */
export async function fillEntity(page: Page): Promise<void> {
  const t = wordsOf(page);
  const label = (field: string) => t(`settings.entity.fields.${field}`);
  const country = new Intl.DisplayNames(localeOf(page), { type: "region" }).of("DE") ?? "";
  await choose(page, label("form"), "GmbH");
  await page.getByRole("combobox", { name: label("country") }).fill(country);
  await page.getByRole("option", { name: country }).click();
  for (const [field, value] of Object.entries(IMPRINT)) {
    await page.getByLabel(label(field), { exact: true }).fill(value);
  }
}

/** Fills in the imprint, without which nothing may be sent. */
export async function completeEntity(page: Page): Promise<void> {
  const t = wordsOf(page);
  await page.goto("/settings/entity");
  await fillEntity(page);
  await page.getByRole("button", { name: t("common.save") }).click();
  await expect(page.getByText(t("settings.entity.complete"))).toBeVisible();
}

/** The first topic of the workspace, called “Newsletter”. */
export async function createNewsletter(page: Page): Promise<void> {
  const t = wordsOf(page);
  await page.goto("/consent");
  await page.getByRole("button", { name: t("consent.topics.emptyAction") }).click();
  await expect(page.getByRole("table", { name: t("consent.topics.table") })).toContainText(
    t("consent.topics.defaultName"),
  );
}

interface FileToImport {
  name: string;
  content: Buffer | string;
}

/** Uploads a file; resolves to the import's id when its draft is open. */
export async function upload(page: Page, file: FileToImport | string): Promise<string> {
  const t = wordsOf(page);
  await page.goto("/contacts/import/new");
  const input =
    typeof file === "string"
      ? file
      : { name: file.name, mimeType: "text/csv", buffer: Buffer.from(file.content) };
  // Wait until the page listens: a file given before would be lost.
  await expect(page.getByRole("button", { name: t("common.fileDrop.choose") })).toBeEnabled();
  await page.getByLabel(t("imports.upload.drop")).setInputFiles(input);
  await page.waitForURL(/\/contacts\/import\/[0-9a-f-]{36}$/);
  return page.url().split("/").at(-1) ?? "";
}

/** Goes on in the wizard and waits until the named step is the current one. */
export async function toStep(page: Page, step: string): Promise<void> {
  const words = wordsOf(page)("imports.wizard.continue");
  const go = page.getByRole("button", { name: words, exact: true });
  await expect(go).toBeEnabled();
  await go.click();
  await expectStep(page, step);
}

export async function expectStep(page: Page, step: string): Promise<void> {
  const steps = page.getByRole("navigation", { name: wordsOf(page)("imports.wizard.label") });
  await expect(steps.locator("[aria-current=step]")).toContainText(step);
}

/** Says on which legal basis the people of the file agreed to the newsletter. */
export async function proveConsent(page: Page, also?: "measuring"): Promise<void> {
  const t = wordsOf(page);
  const of = (key: string) => t(`imports.consent.${key}`);
  await page.getByRole("radio", { name: beginning(of("consent_double_opt_in")) }).click();
  const topic = beginning(t("consent.topics.defaultName"));
  await page.getByRole("checkbox", { name: topic }).click();
  if (also)
    await page
      .getByRole("group", { name: of("tracking") })
      .getByRole("checkbox")
      .click();
  await page.getByLabel(of("evidenceText")).fill("Yes, send me news.");
  await page.getByLabel(of("source"), { exact: true }).fill("Checkout of the web shop");
  await page.getByLabel(of("collectedOn")).fill("2026-05-01");
}

/** Starts the import on the summary and waits until it has come to the given end. */
export async function runImport(page: Page, end = "Done", timeout = 60_000): Promise<void> {
  const start = page.getByRole("button", { name: wordsOf(page)("imports.wizard.start") });
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
  const t = wordsOf(page);
  await page.goto("/campaigns");
  await page
    .getByRole("button", { name: t("campaigns.new.open") })
    .first()
    .click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(t("campaigns.new.name"), { exact: true }).fill(name);
  await dialog.getByRole("button", { name: t("common.create") }).click();
  await page.waitForURL(/\/campaigns\/[0-9a-f-]{36}$/);
  return page.url().split("/").at(-1) ?? "";
}

/** What is written in one go: words, bold ones, a first name with what stands in for it. */
type Piece = string | { bold: string } | { nameOr: string } | { link: string; href: string };
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
  const t = wordsOf(page);
  await page.getByRole("button", { name: t("letter.tools.tag") }).click();
  const panel = page.getByRole("dialog", { name: t("letter.tools.tag") });
  const fallback = panel.getByLabel(beginning(t("letter.tag.fallback")));
  await fallback.fill(otherwise);
  await fallback.press("Enter");
  await expect(panel).toBeHidden();
}

/** Writes words and makes a link of them; the cursor stays in it. */
async function insertLink(page: Page, piece: { link: string; href: string }): Promise<void> {
  const t = wordsOf(page);
  await page.keyboard.type(piece.link);
  for (const _ of piece.link) await page.keyboard.press("Shift+ArrowLeft");
  await page.getByRole("button", { name: t("letter.tools.link"), exact: true }).click();
  const address = page.getByLabel(t("letter.tools.address"));
  await address.fill(piece.href);
  await address.press("Enter");
  await expect(address).toBeHidden();
}

/** Replaces a text of the letter by what is typed into it. */
export async function write(page: Page, field: Locator, writing: Writing): Promise<void> {
  await field.click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  for (const piece of typeof writing === "string" ? [writing] : writing) {
    if (typeof piece === "string") await page.keyboard.type(piece);
    else if ("nameOr" in piece) await insertName(page, piece.nameOr);
    else if ("link" in piece) await insertLink(page, piece);
    else {
      await page.keyboard.press("Control+b");
      await page.keyboard.type(piece.bold);
      await page.keyboard.press("Control+b");
    }
  }
}

/** A text of the letter, by its place: `subject`, `preheader`, `blocks.heading`, … */
export function letterField(page: Page, place: string): Locator {
  const t = wordsOf(page);
  const canvas = page.getByRole("region", { name: t("letter.canvas"), exact: true });
  return canvas.getByRole("textbox", { name: t(`letter.${place}`), exact: true });
}

const beside = (page: Page) =>
  page.getByRole("complementary", { name: wordsOf(page)("campaigns.editor.panel.label") });

/** Writes a letter where it stands and waits until it is saved. */
export async function writeLetter(page: Page, letter: Letter): Promise<void> {
  await write(page, letterField(page, "subject"), letter.subject);
  await write(page, letterField(page, "preheader"), letter.preheader);
  await write(page, letterField(page, "blocks.heading"), letter.heading);
  await write(page, letterField(page, "blocks.text"), letter.text);
  await write(page, letterField(page, "buttonLabel"), letter.button.label);
  const link = wordsOf(page)("letter.fields.href");
  await beside(page).getByLabel(link, { exact: true }).fill(letter.button.href);
  await expectSaved(page);
}

const PANELS = {
  Settings: "campaigns.editor.panel.settings",
  Preview: "campaigns.editor.preview.title",
  Audience: "campaigns.editor.panel.audience",
} as const;

/** Shows one side of the panel beside the letter. */
export async function showPanel(page: Page, tab: keyof typeof PANELS): Promise<Locator> {
  const name = wordsOf(page)(PANELS[tab]);
  await beside(page).getByRole("tab", { name, exact: true }).click();
  return beside(page);
}

export async function expectSaved(page: Page): Promise<void> {
  const saved = wordsOf(page)("campaigns.editor.save.saved", { time: () => "" });
  await expect(page.getByText(beginning(saved))).toBeVisible();
}

/** Opens the last look before a letter goes, and shows its dialog. */
export async function openSending(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: wordsOf(page)("campaigns.send.open") }).click();
  return page.getByRole("dialog");
}

/** Looks once more and sends. */
export async function sendLetter(page: Page, people: number): Promise<void> {
  const t = wordsOf(page);
  const dialog = await openSending(page);
  const confirm = dialog.getByRole("button", {
    name: t("campaigns.send.confirm", { count: people }),
  });
  if (people >= 100) {
    const typing = t("campaigns.send.typeNumber", { number: () => String(people) });
    await dialog.getByLabel(typing).fill(String(people));
  }
  await confirm.click();
  await expect(page.getByText(t("campaigns.send.started"))).toBeVisible();
}

/** Invites an address to the current workspace; the role as it is called there. */
export async function invite(page: Page, person: { email: string; role: string }): Promise<void> {
  const t = wordsOf(page);
  const of = (key: string) => t(`settings.people.${key}`);
  await page.goto("/settings/people");
  await page.getByRole("button", { name: of("invite") }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(of("email")).fill(person.email);
  await dialog.getByRole("radio", { name: beginning(person.role) }).click();
  await dialog.getByRole("button", { name: of("send") }).click();
  await expect(page.getByText(of("invited")).first()).toBeVisible();
}

/** Opens an invitation in a browser of its own and joins as a new person. */
export async function acceptInvitation(
  browser: Browser,
  link: string,
  locale: Locale = "en",
): Promise<{ guest: Page; password: string }> {
  const password = "a-sentence-to-remember";
  const guest = await newBrowser(browser, locale);
  const t = wordsOf(guest);
  await guest.goto(link);
  await guest.getByLabel(t("auth.signUp.name")).fill("Gustav Gast");
  await guest.getByLabel(t("auth.signUp.password"), { exact: true }).fill(password);
  await guest.getByRole("button", { name: t("auth.invitation.submitNew") }).click();
  await expect(guest.getByRole("navigation", { name: t("nav.label") })).toBeVisible();
  return { guest, password };
}
