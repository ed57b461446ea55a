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

const CREATE_KEY = { name: "Create key", exact: true };

/** The dialog that asks for a new key's name and scopes, with the name filled in. */
const newKey: Arrange = async (stage) => {
  const { page } = stage;
  await at("/settings/api-keys")(stage);
  await page.getByRole("button", CREATE_KEY).click();
  await page.getByRole("dialog").getByLabel("Name", { exact: true }).fill("Web shop");
};

/** The only moment in which a key can be read, and the question before it is revoked. */
const madeAndRevoked: Arrange = async (stage) => {
  const { page, stop } = stage;
  await newKey(stage);
  await page.getByRole("dialog").getByRole("button", CREATE_KEY).click();
  await page.getByRole("dialog").getByText("Copy the key now").waitFor();
  await stop("api-key-made");
  await page.getByRole("button", { name: "Done", exact: true }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Revoke Web shop" }).first().click();
  await page.getByRole("alertdialog").waitFor();
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
  {
    name: "settings-api-keys",
    states: { full: at("/settings/api-keys"), empty: at("/settings/api-keys") },
  },
  {
    name: "api-key-new",
    states: {
      full: newKey,
      failing: async (stage) => {
        const { page } = stage;
        await newKey(stage);
        await breakCalls(page);
        await page.getByRole("dialog").getByRole("button", CREATE_KEY).click();
        await page.getByText(UNREACHABLE).first().waitFor();
      },
    },
  },
  { name: "api-key-revoke", states: { full: madeAndRevoked } },
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
