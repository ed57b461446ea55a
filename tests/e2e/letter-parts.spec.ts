import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { accessibilityFaults } from "./support/axe";
import {
  createNewsletter,
  expectSaved,
  importReaders,
  insertName,
  newLetter,
  newWorkspace,
  showPanel,
  write,
} from "./support/journeys";
import { choose, expect, test } from "./support/story";
import { row } from "./support/verify";

/** 2 × 1 px. */
const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAD0lEQVR4nGP4z8DA8B8MAAr/Af+IQkFxAAAAAElFTkSuQmCC",
  "base64",
);

const canvasOf = (page: Page) => page.getByRole("region", { name: "Letter" });
const part = (page: Page, name: string) => canvasOf(page).getByRole("group", { name });

/** Kinds of the letter's parts from top to bottom. */
async function kinds(page: Page): Promise<string[]> {
  const frames = canvasOf(page).locator("[data-frame]:not([data-frame=':footer'])");
  const labels = await frames.evaluateAll((all) =>
    all.map((one) => one.getAttribute("aria-label")),
  );
  return labels.map((label) => label?.replace(/,.*/, "") ?? "");
}

/** Takes a part by its handle and lets it go over another one's upper or lower half. */
async function drag(page: Page, name: string, over: { name: string; half: "upper" | "lower" }) {
  await part(page, name).hover({ position: { x: 30, y: 6 } });
  const handle = await part(page, name)
    .getByRole("button", { name: `Drag: ${name.replace(/,.*/, "")}` })
    .boundingBox();
  const target = await part(page, over.name).boundingBox();
  if (!handle || !target) throw new Error("A part is not to be seen.");
  await page.mouse.move(handle.x + 12, handle.y + 14);
  await page.mouse.down();
  await page.mouse.move(handle.x + 24, handle.y + 30, { steps: 4 });
  const y = over.half === "upper" ? target.y + 2 : target.y + target.height - 2;
  await page.mouse.move(target.x + target.width / 2, y, { steps: 12 });
  await page.mouse.up();
}

/** Adds a part behind the focused one, by the keyboard alone. */
async function add(page: Page, name: string): Promise<void> {
  await page.keyboard.press("/");
  await page.getByRole("dialog", { name: "Add a part" }).getByRole("combobox").fill(name);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Add a part" })).toBeHidden();
}

async function stored(id: string) {
  const { document } = await row<{ document: { blocks: unknown[] } }>(
    "select document from campaign_variants where campaign_id = $1",
    [id],
  );
  return JSON.stringify(document);
}

test("a letter of many parts: by drag, by keyboard, with picture, list and personal data", async ({
  page,
}) => {
  await newWorkspace(page, "Parts");
  await createNewsletter(page);
  await importReaders(page, {
    name: "leser.csv",
    content: "E-Mail;Vorname\r\nanna@mail.example;Anna\r\nohne@mail.example;",
  });
  const id = await newLetter(page, "Many parts");
  await expect(part(page, "Heading, 1 of 3")).toBeVisible();

  await test.step("parts move by drag and come back by undo", async () => {
    await drag(page, "Button, 3 of 3", { name: "Heading, 1 of 3", half: "upper" });
    await expect.poll(() => kinds(page)).toEqual(["Button", "Heading", "Text"]);
    await page.keyboard.press("Control+z");
    await expect.poll(() => kinds(page)).toEqual(["Heading", "Text", "Button"]);
    await page.keyboard.press("Control+Shift+z");
    await expect.poll(() => kinds(page)).toEqual(["Button", "Heading", "Text"]);
    await page.keyboard.press("Control+z");
  });

  await test.step("parts are added and moved by the keyboard, also into each other", async () => {
    await part(page, "Button, 3 of 3").focus();
    await add(page, "Section");
    await expect(part(page, "Section, 4 of 4")).toBeFocused();
    await page.keyboard.press("ArrowUp");
    await expect(part(page, "Button, 3 of 4")).toBeFocused();
    await page.keyboard.press("Alt+ArrowDown");
    await expect(part(page, "Button, 1 of 1")).toBeFocused();
    await expect(page.getByText("Button moved: section, position 1 of 1")).toBeAttached();
    await page.keyboard.press("Escape");
    await expect(part(page, "Section, 3 of 3")).toBeFocused();
  });

  await test.step("a list is written as one types it", async () => {
    await write(page, canvasOf(page).getByRole("textbox", { name: "Text", exact: true }), [
      "Dear ",
      { nameOr: "" },
      ",\n- one\ntwo\n",
    ]);
    await page.keyboard.press("Enter");
    await page.keyboard.type("Yours, {{ brand.name }}");
    await expectSaved(page);
    const document = await stored(id);
    expect(document.match(/"list": ?"bullet"/g)).toHaveLength(2);
  });

  await test.step("typed braces become personal data when one agrees", async () => {
    const settings = await showPanel(page, "Settings");
    await settings.getByRole("button", { name: "Make it personal data" }).click();
    await expect(canvasOf(page).getByText("Brand name", { exact: true })).toBeVisible();
    await expectSaved(page);
    expect(await stored(id)).toMatch(/"variable": ?"brand\.name"/);
  });

  await test.step("a merge tag says how many people lack the data, and takes a fallback", async () => {
    await expect(canvasOf(page).getByText("1 lacks it")).toBeVisible();
    await canvasOf(page).getByText("First name", { exact: true }).click();
    const settings = await showPanel(page, "Settings");
    await expect(settings.getByText(/1 person of the audience has no value/)).toBeVisible();
    await settings.getByLabel(/^Otherwise/).fill("friend");
    await expect(settings.getByText("1 person of the audience will read “friend”.")).toBeVisible();
    await expect(canvasOf(page).getByText("1 lacks it")).toBeHidden();
  });

  await test.step("a picture is taken in, and what is none is refused", async () => {
    await part(page, "Section, 3 of 3").focus();
    await add(page, "Image");
    const file = canvasOf(page).locator("input[type=file]");
    const fake = { name: "a.png", mimeType: "image/png", buffer: Buffer.from("<svg/>") };
    await file.setInputFiles(fake);
    await expect(page.getByText("This kind of file is not accepted here.")).toBeVisible();
    await file.setInputFiles({ name: "a.png", mimeType: "image/png", buffer: PICTURE });
    const image = part(page, "Image, 4 of 4").getByRole("img");
    await expect(image).toBeVisible();
    const src = (await image.getAttribute("src")) ?? "";
    expect(src).toMatch(/\/media\//);
    expect((await fetch(src)).headers.get("content-type")).toBe("image/png");
    const settings = await showPanel(page, "Settings");
    await settings.getByLabel("Description").fill("Two dots");
    await settings.getByLabel(/^Link/).fill("nord.example");
    await page.keyboard.press("Tab");
    await expect(settings.getByText(/Links must start with/)).toBeVisible();
    await settings.getByLabel(/^Link/).fill("https://nord.example/dots");
  });

  await test.step("columns stand beside each other and are filled", async () => {
    await part(page, "Image, 4 of 4").focus();
    await add(page, "Columns");
    const settings = await showPanel(page, "Settings");
    await choose(page, "Division", "Three equal");
    await expect(settings.getByText("Columns", { exact: true })).toBeVisible();
    await part(page, "Columns, 5 of 5").getByRole("button", { name: "Add a part" }).nth(2).click();
    await page.getByRole("option", { name: "Heading" }).click();
    await page.keyboard.type("Third, ");
    await insertName(page, "you");
    await expectSaved(page);
    expect(await stored(id)).toContain("Third, ");
  });

  await test.step("an earlier version comes back whole, and goes again by undo", async () => {
    const now = await kinds(page);
    await page.getByRole("button", { name: "Versions", exact: true }).click();
    const sheet = page.getByRole("dialog", { name: "Versions" });
    await expect(sheet.getByRole("listitem")).toHaveCount(2);
    await expect(sheet.getByRole("listitem").first()).toContainText(/\d parts added/);
    await expect(sheet.getByRole("listitem").first()).toContainText("Current");
    // From the version that is shown, by the keyboard alone.
    await sheet.getByRole("button", { name: /Current/ }).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(sheet.getByRole("region", { name: "Chosen version" })).not.toContainText(
      "Current",
    );
    await page.keyboard.press("Tab");
    await expect(sheet.getByRole("button", { name: "Restore this version" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(sheet).toBeHidden();
    await expect.poll(() => kinds(page)).toEqual(["Heading", "Text", "Button"]);
    expect(await stored(id)).not.toContain("Third, ");
    await page.keyboard.press("Control+z");
    await expect.poll(() => kinds(page)).toEqual(now);
    await expectSaved(page);
    expect(await stored(id)).toContain("Third, ");
  });

  await test.step("the canvas has no fault in either theme, whatever is chosen", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await accessibilityFaults(page, "all")).toEqual([]);
    }
    await page.emulateMedia({ colorScheme: "light" });
  });

  await test.step("it is looked at dark, without pictures, on a phone, and taken along", async () => {
    await showPanel(page, "Preview");
    const preview = page.getByRole("region", { name: "Preview" });
    const shown = async () => (await preview.locator("iframe").getAttribute("srcdoc")) ?? "";
    await expect.poll(shown).toContain("Dear friend");
    await preview.getByRole("button", { name: "Dark mail program" }).click();
    await expect.poll(shown).toContain("@media all");
    await preview.getByRole("button", { name: "Images blocked" }).click();
    await expect.poll(shown).toContain('alt="Two dots"');
    expect(await shown()).not.toContain("/media/");
    await preview.getByRole("button", { name: "Phone width" }).click();
    await expect(preview.getByRole("meter")).toBeVisible();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      preview.getByRole("button", { name: "Download as .eml" }).click(),
    ]);
    const eml = readFileSync(await download.path(), "latin1");
    expect(eml).toContain("Content-Type: multipart/alternative");
    expect(eml).not.toContain("List-Unsubscribe");
  });
});
