import { at, breakCalls, nowhere, type Screen, type Stage, settled, UNREACHABLE } from "./screen";

const NOTHING = "01900000-0000-7000-8000-000000000000";

async function newDomain(stage: Stage): Promise<void> {
  const { page } = stage;
  await at("/settings/sending/domains")(stage);
  await page.getByRole("button", { name: "Add domain", exact: true }).click();
  await page.getByRole("dialog").getByLabel("Domain", { exact: true }).fill("news.nord.example");
}

async function newServer(stage: Stage): Promise<void> {
  const { page } = stage;
  await at("/settings/sending/servers")(stage);
  await page.getByRole("button", { name: "Add server", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("Main");
  await dialog.getByLabel("Host", { exact: true }).fill("127.0.0.1");
}

/** A limit of its own each time, so that there is one to look at. */
async function withLimit(stage: Stage): Promise<void> {
  const { page } = stage;
  await at("/settings/sending/limits")(stage);
  await page.getByLabel("Recipient domain", { exact: true }).fill("gmx.de");
  await page.getByLabel("Letters per minute", { exact: true }).fill("120");
  await page.getByRole("button", { name: "Set limit", exact: true }).click();
  await page.getByRole("cell", { name: "gmx.de", exact: true }).waitFor();
  await settled(page);
}

/**
 * Sending: domains, mail servers, limits. A workspace with a mail server of its own sends for real,
 * so that the list with one is looked at by its own story (sending-settings.spec.ts).
 */
export const SENDING_SCREENS: Screen[] = [
  {
    name: "sending-domains",
    states: { full: at("/settings/sending/domains"), empty: at("/settings/sending/domains") },
  },
  {
    name: "sending-domain-new",
    states: {
      full: newDomain,
      failing: async (stage) => {
        const { page } = stage;
        await newDomain(stage);
        await breakCalls(page);
        const dialog = page.getByRole("dialog");
        await dialog.getByRole("button", { name: "Add domain", exact: true }).click();
        await page.getByText(UNREACHABLE).first().waitFor();
      },
    },
  },
  {
    name: "sending-domain",
    states: {
      full: at((world) => `/settings/sending/domains/${world.domainId}`),
      failing: nowhere(`/settings/sending/domains/${NOTHING}`),
    },
  },
  {
    name: "sending-domain-remove",
    states: {
      full: async (stage) => {
        const { page } = stage;
        await at((world) => `/settings/sending/domains/${world.domainId}`)(stage);
        await page.getByRole("button", { name: "More actions", exact: true }).click();
        await page.getByRole("menuitem", { name: "Remove domain" }).click();
        await page.getByRole("alertdialog").waitFor();
      },
    },
  },
  {
    name: "sending-warm-up",
    states: {
      full: async (stage) => {
        const { page } = stage;
        await at((world) => `/settings/sending/domains/${world.domainId}`)(stage);
        await page.getByRole("button", { name: "Plan a warm-up", exact: true }).click();
        await page.getByRole("dialog").getByRole("table").waitFor();
      },
    },
  },
  { name: "mail-servers", states: { empty: at("/settings/sending/servers") } },
  {
    name: "mail-server-new",
    states: {
      full: newServer,
      failing: async (stage) => {
        await newServer(stage);
        const dialog = stage.page.getByRole("dialog");
        await dialog.getByRole("button", { name: "Add server", exact: true }).click();
        await dialog.getByText(/private and local addresses are refused/).waitFor();
      },
    },
  },
  {
    name: "sending-limits",
    states: { full: withLimit, empty: at("/settings/sending/limits") },
  },
];
