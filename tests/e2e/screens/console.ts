import type { Page } from "@playwright/test";
import { at, breakCalls, nowhere, type Screen, type Stage, settled, UNREACHABLE } from "./screen";

const NOTHING = "01900000-0000-7000-8000-000000000000";

/** Home, the frame's own parts, and what no area owns. */
export const FRAME_SCREENS: Screen[] = [
  { name: "home", states: { full: at("/"), empty: at("/") } },
  { name: "not-found", states: { failing: nowhere("/no-such-page") } },
  {
    name: "command-palette",
    states: {
      full: async (stage) => {
        await at("/")(stage);
        await stage.page.keyboard.press("Control+k");
        await stage.page.getByRole("dialog").waitFor();
        await stage.page.keyboard.type("leser");
        await stage.page.getByRole("option", { name: /leser/ }).first().waitFor();
      },
      failing: async (stage) => {
        await at("/")(stage);
        await breakCalls(stage.page);
        await stage.page.keyboard.press("Control+k");
        await stage.page.getByRole("dialog").waitFor();
        await stage.page.keyboard.type("leser");
        await stage.page.getByText("People could not be searched just now.").waitFor();
      },
    },
  },
  {
    name: "shortcuts",
    states: {
      full: async (stage) => {
        await at("/contacts")(stage);
        await stage.page.keyboard.press("?");
        await stage.page.getByRole("dialog").waitFor();
      },
    },
  },
];

async function openVersions(stage: Stage, before?: (page: Page) => Promise<void>): Promise<void> {
  await at((world) => `/campaigns/${world.draftCampaignId}`)(stage);
  await before?.(stage.page);
  await stage.page.getByRole("button", { name: "Versions", exact: true }).click();
  await stage.page.getByRole("dialog").waitFor();
}

/** Campaigns: list, editor, checks, report. */
export const CAMPAIGN_SCREENS: Screen[] = [
  {
    name: "campaigns",
    states: {
      full: at("/campaigns"),
      empty: at("/campaigns"),
      failing: nowhere(`/campaigns/${NOTHING}`),
    },
  },
  {
    name: "campaign-new",
    states: {
      full: async (stage) => {
        await stage.page.goto("/campaigns?new=1");
        await stage.page.getByRole("dialog").waitFor();
      },
      empty: async (stage) => {
        await stage.page.goto("/campaigns?new=1");
        await stage.page.getByRole("dialog").waitFor();
      },
    },
  },
  {
    name: "letter",
    states: {
      full: async (stage) => {
        await at((world) => `/campaigns/${world.draftCampaignId}`)(stage);
        await stage.page.locator("iframe").first().waitFor();
        await settled(stage.page);
      },
      failing: async (stage) => {
        const { page } = stage;
        await at((world) => `/campaigns/${world.draftCampaignId}`)(stage);
        await breakCalls(page);
        await page.getByRole("textbox", { name: "Preheader" }).click();
        await page.keyboard.type(` ${Date.now()}`);
        await page.getByText("Not saved. Trying again…").waitFor();
      },
    },
  },
  {
    name: "letter-settings",
    states: {
      full: async (stage) => {
        const { page } = stage;
        await at((world) => `/campaigns/${world.draftCampaignId}`)(stage);
        await page.getByRole("textbox", { name: "Button label" }).click();
        await page.getByRole("switch", { name: "Full width" }).waitFor();
      },
    },
  },
  {
    name: "letter-add",
    states: {
      full: async (stage) => {
        const { page } = stage;
        await at((world) => `/campaigns/${world.draftCampaignId}`)(stage);
        const tools = page.getByRole("toolbar", { name: "Formatting" });
        await tools.getByRole("button", { name: "Add a part" }).click();
        await page.getByRole("option").first().waitFor();
      },
    },
  },
  {
    name: "letter-tag",
    states: {
      full: async (stage) => {
        const { page } = stage;
        await at((world) => `/campaigns/${world.draftCampaignId}`)(stage);
        await page.getByRole("textbox", { name: "Subject" }).click();
        await page.getByRole("button", { name: "Insert personal data" }).click();
        await page.getByRole("dialog").waitFor();
        await settled(page);
      },
    },
  },
  {
    name: "letter-versions",
    states: {
      full: async (stage) => {
        await openVersions(stage);
        const versions = stage.page.getByRole("dialog").getByRole("listitem");
        await versions.last().getByRole("button").click();
        await stage.page.getByRole("dialog").locator("iframe").waitFor();
        await settled(stage.page);
      },
      failing: async (stage) => {
        await openVersions(stage, breakCalls);
        await stage.page.getByRole("dialog").getByText(UNREACHABLE).waitFor();
      },
    },
  },
  {
    name: "letter-check",
    states: {
      full: async (stage) => {
        const { page } = stage;
        await at((world) => `/campaigns/${world.draftCampaignId}`)(stage);
        await page.getByRole("button", { name: "Review and send" }).click();
        await page.getByRole("dialog").waitFor();
        await settled(page);
      },
    },
  },
  {
    name: "letter-test",
    states: {
      full: async (stage) => {
        const { page } = stage;
        await at((world) => `/campaigns/${world.draftCampaignId}`)(stage);
        await page.getByRole("button", { name: "Send test" }).click();
        await page.getByRole("dialog").waitFor();
        await settled(page);
      },
    },
  },
  {
    name: "campaign-report",
    states: {
      full: at((world) => `/campaigns/${world.sentCampaignId}`),
      failing: async (stage) => {
        await breakCalls(stage.page);
        await at((world) => `/campaigns/${world.sentCampaignId}`)(stage);
        await stage.page.getByText(UNREACHABLE).first().waitFor();
        await settled(stage.page);
      },
    },
  },
  {
    name: "campaign-report-definition",
    states: {
      full: async (stage) => {
        const { page } = stage;
        await at((world) => `/campaigns/${world.sentCampaignId}`)(stage);
        await page.getByRole("heading", { name: "Figures" }).waitFor();
        // The figure's name is in the question: of all of them, the first.
        await page.getByRole("rowheader").getByRole("button").first().click();
        await page.getByRole("dialog").waitFor();
      },
    },
  },
  {
    name: "campaign-report-table",
    states: {
      full: async (stage) => {
        const { page } = stage;
        await at((world) => `/campaigns/${world.sentCampaignId}`)(stage);
        await page.getByRole("button", { name: "Table", exact: true }).click();
        await page.getByRole("columnheader", { name: "Opened", exact: true }).waitFor();
      },
    },
  },
  {
    name: "campaign-recipients",
    states: {
      full: async (stage) => {
        const { page } = stage;
        await at((world) => `/campaigns/${world.sentCampaignId}`)(stage);
        await page.getByRole("tab", { name: "Recipients" }).click();
        await page.getByRole("columnheader", { name: "Person" }).waitFor();
        await settled(page);
      },
    },
  },
];

/** Consent: topics, ledger, suppressions, one person's proof. */
export const CONSENT_SCREENS: Screen[] = [
  { name: "topics", states: { full: at("/consent"), empty: at("/consent") } },
  { name: "ledger", states: { full: at("/consent/ledger"), empty: at("/consent/ledger") } },
  {
    name: "withdrawal",
    states: {
      full: async (stage) => {
        await at("/consent/ledger")(stage);
        await stage.page.getByRole("button", { name: "Record a withdrawal" }).first().click();
        await stage.page.getByRole("dialog").waitFor();
      },
    },
  },
  {
    name: "suppressions",
    states: {
      full: async (stage) => {
        const { page } = stage;
        await at("/consent/suppressions")(stage);
        // An address of its own each time: one that is on the list already cannot be added.
        await page.getByLabel("E-mail address").fill(`stop${Date.now()}@mail.example`);
        await page.getByRole("button", { name: "Check", exact: true }).click();
        await page.getByRole("button", { name: "Suppress this address" }).click();
        const dialog = page.getByRole("alertdialog");
        await dialog.getByRole("button", { name: "Suppress this address" }).click();
        await dialog.waitFor({ state: "detached" });
        await page.getByRole("table").waitFor();
      },
      empty: at("/consent/suppressions"),
      failing: async (stage) => {
        const { page } = stage;
        await at("/consent/suppressions")(stage);
        await breakCalls(page);
        await page.getByLabel("E-mail address").fill("ida@mail.example");
        await page.getByRole("button", { name: "Check", exact: true }).click();
        await page.getByRole("alert").filter({ hasText: /./ }).first().waitFor();
      },
    },
  },
  {
    name: "certificate",
    states: {
      full: at((world) => `/consent/certificate/${world.personId}`),
      failing: nowhere(`/consent/certificate/${NOTHING}`),
    },
  },
];

/** The local mailbox. A mail's subject is its page's title, so that one is nobody's language. */
export const MAILBOX_SCREENS: Screen[] = [
  { name: "mailbox", states: { full: at("/mailbox"), empty: at("/mailbox") } },
  {
    name: "mail",
    hasDataAsTitle: true,
    states: {
      full: at((world) => `/mailbox/${world.mailId}`),
      failing: nowhere(`/mailbox/${NOTHING}`),
    },
  },
];
