import type { Browser, Page } from "@playwright/test";
import { product } from "../../support/product";
import { OWNER_STATE } from "../support/owner";
import type { World } from "../support/world";
import type { Screen, State } from "./screen";

interface Cast {
  screen: Screen;
  state: State;
  world: World;
  locale: "en" | "pseudo";
}

/** A browser as a screen wants it: who looks, in which workspace, in which language. */
export async function setStage(browser: Browser, cast: Cast): Promise<Page> {
  const { screen, state, world, locale } = cast;
  const context = await browser.newContext({
    baseURL: product.baseUrl,
    storageState: screen.by === "visitor" ? { cookies: [], origins: [] } : OWNER_STATE,
    reducedMotion: "reduce",
  });
  const workspace = state === "empty" ? world.emptyWorkspaceId : world.workspaceId;
  const cookie = (name: string, value: string) => ({ name, value, url: product.baseUrl });
  await context.addCookies([
    cookie("kairos.locale", locale),
    cookie("kairos.workspace", workspace),
  ]);
  return context.newPage();
}
