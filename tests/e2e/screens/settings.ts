import type { World } from "../support/world";
import { type Arrange, at, breakCalls, type Screen, UNREACHABLE } from "./screen";

const settingsPage = (part: string): Screen => ({
  name: `settings-${part}`,
  states: { full: at(`/settings/${part}`) },
});

/** A form whose answer never comes. */
const unsaved =
  (path: string | ((world: World) => string)): Arrange =>
  async (stage) => {
    const { page } = stage;
    await at(path)(stage);
    await breakCalls(page);
    await page.getByRole("button", { name: "Save", exact: true }).first().click();
    await page.getByText(UNREACHABLE).first().waitFor();
  };

/**
 * Settings of workspace and person. The server renders them whole, so what can fail in the browser
 * is saving.
 */
export const SETTINGS_SCREENS: Screen[] = [
  {
    name: "settings-workspace",
    states: { full: at("/settings/workspace"), failing: unsaved("/settings/workspace") },
  },
  {
    name: "settings-entity",
    states: { full: at("/settings/entity"), failing: unsaved("/settings/entity") },
  },
  settingsPage("brands"),
  settingsPage("people"),
  settingsPage("account"),
  settingsPage("audit"),
  settingsPage("reads"),
  {
    name: "settings-brand",
    states: {
      full: at((world) => `/settings/brands/${world.brandId}`),
      failing: unsaved((world) => `/settings/brands/${world.brandId}`),
    },
  },
  { name: "settings-brand-new", states: { full: at("/settings/brands/new") } },
  {
    name: "invite",
    states: {
      full: async (stage) => {
        await at("/settings/people")(stage);
        await stage.page.getByRole("button", { name: "Invite someone" }).click();
        await stage.page.getByRole("dialog").waitFor();
      },
    },
  },
];
