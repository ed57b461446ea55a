import { awaitReady } from "../support/ready";
import { at, breakCalls, type Screen, type Stage, settled } from "./screen";

const FILE = [
  "email;first_name;last_name;Favourite shop;consent",
  "ida@mail.example;Ida;Groß;Köln;yes",
  "not-an-address;Otto;Ohne;Wien;no",
].join("\n");

/** Opens a fresh draft; every state of the wizard starts with it. */
async function draft({ page }: Stage, content = FILE): Promise<void> {
  await page.goto("/contacts/import/new");
  await awaitReady(page);
  await page.getByRole("button", { name: "Choose a file" }).waitFor();
  await page
    .getByLabel("Drop a file here")
    .setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(content) });
  await page.waitForURL(/\/contacts\/import\/[0-9a-f-]{36}$/);
  await settled(page);
}

/** Goes on to the wizard's next step. */
async function goOn({ page }: Stage): Promise<void> {
  const before = await page.locator("[aria-current=step]").innerText();
  await page.locator("button:enabled", { hasText: "Continue" }).click();
  await page.waitForFunction(
    (text) => document.querySelector<HTMLElement>("[aria-current=step]")?.innerText !== text,
    before,
  );
  await settled(page);
}

/** Says on which ground these people may be written to; the file has a column that asks for it. */
async function proveConsent({ page }: Stage): Promise<void> {
  await page.getByRole("radio", { name: "Consent with double opt-in" }).click();
  await page.getByRole("checkbox", { name: /Newsletter/ }).click();
  await page.getByLabel("What the people were told or agreed to").fill("Yes, send me news.");
  await page.getByLabel("Where it was collected").fill("Checkout of the web shop");
  await page.getByLabel("When it was collected").fill("2026-05-01");
}

/** Bringing files in: list, upload, the wizard's steps, the running and the finished import. */
export const IMPORT_SCREENS: Screen[] = [
  { name: "imports", states: { full: at("/contacts/imports"), empty: at("/contacts/imports") } },
  {
    name: "import-upload",
    states: {
      full: at("/contacts/import/new"),
      failing: async (stage) => {
        const { page } = stage;
        await at("/contacts/import/new")(stage);
        await breakCalls(page);
        await page
          .getByLabel("Drop a file here")
          .setInputFiles({ name: "p.csv", mimeType: "text/csv", buffer: Buffer.from(FILE) });
        await page.getByRole("button", { name: "Choose a file" }).waitFor();
      },
    },
  },
  {
    name: "import-summary",
    states: {
      full: async (stage) => {
        await draft(stage);
        for (const step of ["file", "columns", "checks", "known-people"]) {
          await stage.stop(`import-${step}`);
          await goOn(stage);
        }
        await proveConsent(stage);
        await stage.stop("import-consent");
        await goOn(stage);
      },
    },
  },
  {
    name: "import-result",
    states: { full: at((world) => `/contacts/import/${world.importId}`) },
  },
];
