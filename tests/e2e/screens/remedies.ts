import { expect } from "@playwright/test";
import {
  answerWith,
  at,
  breakCalls,
  type Screen,
  type Stage,
  settled,
  UNREACHABLE,
} from "./screen";

/** The recipients of the sent campaign, narrowed to one state: some are unclear, some failed. */
async function narrowed(stage: Stage, state: string): Promise<void> {
  const { page } = stage;
  await at((world) => `/campaigns/${world.sentCampaignId}`)(stage);
  await page.getByRole("tab", { name: "Recipients" }).click();
  await page.getByRole("combobox", { name: "Shown recipients" }).click();
  await page.getByRole("option", { name: state }).click();
  await page.getByRole("cell", { name: state }).first().waitFor();
  await settled(page);
}

/** The sent campaign as if it stood otherwise. */
const withProgress = (otherwise: object) => async (stage: Stage) => {
  const { page } = stage;
  await answerWith(page, "campaigns.progress", (data) => ({
    json: { ...(data as object), ...otherwise },
  }));
  await at((world) => `/campaigns/${world.sentCampaignId}`)(stage);
  await page
    .getByRole("main")
    .getByRole("link", { name: /servers|domains/i })
    .first()
    .waitFor();
  await settled(page);
};

const HALTED = { json: "2026-03-01T09:30:00.000Z", meta: { values: ["Date"] } };

/** What can be done about letters that nobody knows of, or that failed, and why none leaves. */
export const REMEDY_SCREENS: Screen[] = [
  {
    name: "halted",
    states: {
      full: async (stage) => {
        const { page } = stage;
        await answerWith(page, "home.haltedSince", () => HALTED);
        await at("/campaigns")(stage);
        // Whoever comes back to a page that stood open for a while sees it then.
        await expect(async () => {
          await page.evaluate(() => window.dispatchEvent(new Event("visibilitychange")));
          await page.getByText("npm run admin -- resume-sending").waitFor({ timeout: 1_000 });
        }).toPass({ timeout: 20_000 });
        await settled(page);
      },
    },
  },
  {
    name: "campaign-held-back",
    states: { full: withProgress({ heldBackBy: { by: "servers_paused" } }) },
  },
  {
    name: "campaign-unproven",
    states: { full: withProgress({ heldBackBy: { by: "sender_unverified" } }) },
  },
  {
    name: "campaign-server-unusable",
    states: {
      full: withProgress({
        heldBackBy: {
          by: "servers_unusable",
          serverName: "Hauptserver",
          step: "auth",
          since: "2026-03-01T09:30:00.000Z",
        },
      }),
    },
  },
  {
    name: "campaign-unanswered",
    states: { full: withProgress({ state: "paused", isUnanswered: true }) },
  },
  {
    name: "undelivered",
    states: {
      full: async (stage) => {
        const { page } = stage;
        await at("/campaigns/undelivered")(stage);
        await page.getByRole("cell", { name: "Possibly delivered" }).first().waitFor();
        await settled(page);
      },
      empty: at("/campaigns/undelivered"),
      failing: async (stage) => {
        const { page } = stage;
        await at("/campaigns/undelivered")(stage);
        await breakCalls(page);
        await page.getByRole("combobox", { name: "What happened" }).click();
        await page.getByRole("option", { name: /^Unclear/ }).click();
        await page.getByText(UNREACHABLE).first().waitFor();
      },
    },
  },
  {
    name: "campaign-settle",
    states: {
      full: async (stage) => {
        await narrowed(stage, "Possibly delivered");
        await stage.page.getByRole("button", { name: /^Settle all/ }).click();
        const dialog = stage.page.getByRole("dialog");
        // Not before it has been counted what it is about.
        await expect(dialog.getByRole("button", { name: "Settle", exact: true })).toBeEnabled();
      },
      failing: async (stage) => {
        const { page } = stage;
        await narrowed(stage, "Possibly delivered");
        await page.getByRole("button", { name: "Settle", exact: true }).first().click();
        const dialog = page.getByRole("dialog");
        await dialog.getByRole("button", { name: "Settle", exact: true }).click();
        await dialog.getByText("This is needed.").first().waitFor();
      },
    },
  },
  {
    name: "campaign-retry",
    states: {
      full: async (stage) => {
        await narrowed(stage, "Failed");
        await stage.page.getByRole("button", { name: /^Retry \d+ failed/ }).click();
        const question = stage.page.getByRole("alertdialog");
        await question.getByText("Refused by the mail server").waitFor();
      },
    },
  },
];
