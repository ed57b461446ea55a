import { at, breakCalls, type Screen, type Stage, settled } from "./screen";

const FILE = [
  "email;first_name;last_name;Favourite shop;consent",
  "ida@mail.example;Ida;Groß;Köln;yes",
  "not-an-address;Otto;Ohne;Wien;no",
].join("\n");

/** Opens a fresh draft; every state of the wizard starts with it. */
async function draft({ page, say }: Stage, content = FILE): Promise<void> {
  await page.goto("/contacts/import/new");
  await page.getByRole("button", { name: say("Choose a file") }).waitFor();
  await page
    .getByLabel(say("Drop a file here"))
    .setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(content) });
  await page.waitForURL(/\/contacts\/import\/[0-9a-f-]{36}$/);
  await settled(page);
}

/** Goes on until the step at this place (from 0) is the current one. */
async function walk(stage: Stage, steps: number): Promise<void> {
  const { page, say } = stage;
  const place = page.locator("[aria-current=step]");
  for (let step = 0; step < steps; step += 1) {
    const before = await place.innerText();
    await page.locator("button:enabled", { hasText: say("Continue") }).click();
    await page.waitForFunction(
      (text) => document.querySelector<HTMLElement>("[aria-current=step]")?.innerText !== text,
      before,
    );
    await settled(page);
  }
}

const wizardStep = (name: string, place: number): Screen => ({
  name: `import-${name}`,
  states: {
    full: async (stage) => {
      await draft(stage);
      await walk(stage, place);
    },
  },
});

/** Bringing files in: list, upload, the wizard's steps, the running and the finished import. */
export const IMPORT_SCREENS: Screen[] = [
  { name: "imports", states: { full: at("/contacts/imports"), empty: at("/contacts/imports") } },
  {
    name: "import-upload",
    states: {
      full: at("/contacts/import/new"),
      failing: async (stage) => {
        const { page, say } = stage;
        await at("/contacts/import/new")(stage);
        await breakCalls(page);
        await page
          .getByLabel(say("Drop a file here"))
          .setInputFiles({ name: "p.csv", mimeType: "text/csv", buffer: Buffer.from(FILE) });
        await page.getByRole("button", { name: say("Choose a file") }).waitFor();
      },
    },
  },
  wizardStep("file", 0),
  wizardStep("columns", 1),
  wizardStep("checks", 2),
  wizardStep("known-people", 3),
  wizardStep("consent", 4),
  {
    name: "import-result",
    states: { full: at((world) => `/contacts/import/${world.importId}`) },
  },
];
