import { at, type Screen, settled } from "./screen";

/** When a letter leaves: by each person's own clock, and within which hours of the week. */
export const HOURS_SCREENS: Screen[] = [
  {
    name: "letter-hours",
    states: {
      full: async ({ page, ...stage }) => {
        await at((world) => `/campaigns/${world.draftCampaignId}`)({ page, ...stage });
        await page.getByRole("button", { name: "Review and send" }).click();
        const dialog = page.getByRole("dialog");
        await dialog.getByRole("radio", { name: "At a time in each person’s own zone" }).click();
        const hours = dialog.getByRole("checkbox", { name: /^Only within certain hours/ });
        await hours.click();
        await dialog.getByRole("status").waitFor();
        await dialog.getByRole("status").scrollIntoViewIfNeeded();
        await settled(page);
      },
    },
  },
];
