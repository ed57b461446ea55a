import { type BrowserContext, test as base, type Page } from "@playwright/test";
import { MARKED } from "@/app/_i18n/locales";
import { product } from "../../support/product";
import { OUTSIDER_STATE, OWNER_STATE } from "../support/owner";
import type { World } from "../support/world";
import type { Screen, State } from "./screen";

interface Cast {
  screen: Screen;
  state: State;
  world: World;
}

interface Browsers {
  owner: BrowserContext;
  visitor: BrowserContext;
  outsider: BrowserContext;
}

/**
 * One browser of each kind for a whole worker: what the pages load is loaded and compiled once,
 * which is most of a page's time.
 */
export const test = base.extend<object, { browsers: Browsers }>({
  browsers: [
    async ({ browser }, use) => {
      const open = (storageState: string | { cookies: []; origins: [] }) =>
        browser.newContext({
          baseURL: product.baseUrl,
          storageState,
          reducedMotion: "reduce",
          locale: "en-GB",
          timezoneId: "Europe/Berlin",
          viewport: { width: 1440, height: 900 },
        });
      const owner = await open(OWNER_STATE);
      const visitor = await open({ cookies: [], origins: [] });
      const outsider = await open(OUTSIDER_STATE);
      await use({ owner, visitor, outsider });
      for (const one of [owner, visitor, outsider]) await one.close();
    },
    { scope: "worker" },
  ],
});

/** A page as a screen wants it: who looks, in which workspace, its texts marked where it has a language. */
export async function setStage(browsers: Browsers, cast: Cast): Promise<Page> {
  const { screen, state, world } = cast;
  const context = browsers[screen.by ?? "owner"];
  const workspace = state === "empty" ? world.emptyWorkspaceId : world.workspaceId;
  const cookie = (name: string, value: string) => ({ name, value, url: product.baseUrl });
  await context.addCookies([
    cookie("kairos.locale", screen.isPublic ? "en" : MARKED),
    cookie("kairos.workspace", workspace),
  ]);
  return context.newPage();
}
