import type { Page } from "@playwright/test";
import { awaitReady } from "../support/ready";
import type { World } from "../support/world";

/** What a state needs to bring its screen up. */
export interface Stage {
  page: Page;
  world: World;
  /** Looks at a stop on the way, under a name of its own: a wizard is walked through only once. */
  stop: (name: string) => Promise<void>;
}

/** Brings a state up and resolves when it stands; fails when it does not. */
export type Arrange = (stage: Stage) => Promise<void>;

/** `full`: with data; `empty`: before there is any; `failing`: what a fault looks like there. */
export type State = "full" | "empty" | "failing";

/** A screen of the product, or a part that covers one (dialog, palette). */
export interface Screen {
  /** Kebab-case, the name of its pictures. */
  name: string;
  /** Who looks at it; the owner when left out. An outsider is signed in and a member of nothing. */
  by?: "visitor" | "outsider";
  /** Static page for a mail's reader: no theme of the console, no cookie for the language. */
  isPublic?: boolean;
  /** The document's title is somebody's words. */
  hasDataAsTitle?: boolean;
  /** A state may be missing where a screen cannot be in it (a form is never empty). */
  states: Partial<Record<State, Arrange>>;
}

/** What is said when a call did not come through. */
export const UNREACHABLE =
  "The server cannot be reached just now. Check your connection and try again.";

/** Opens an address and waits for the heading that says the screen is there. */
export function at(path: string | ((world: World) => string)): Arrange {
  return async ({ page, world }) => {
    const response = await page.goto(typeof path === "string" ? path : path(world));
    if (!response?.ok()) throw new Error(`${page.url()} answered ${response?.status()}.`);
    await stands(page);
  };
}

/** Opens an address that leads nowhere, and waits for what is said there. */
export function nowhere(path: string): Arrange {
  return async ({ page }) => {
    await page.goto(path);
    await stands(page);
  };
}

async function stands(page: Page): Promise<void> {
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await awaitReady(page);
  await settled(page);
}

/** Waits until nothing is loading any more, as the screen itself says. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () => !document.querySelector("[aria-busy='true'], .animate-pulse-calm"),
  );
}

/**
 * From here on one query of the page's scripts is answered with what `change` makes of its answer: for states
 * that would stop what other stories are doing.
 */
export async function answerWith(
  page: Page,
  procedure: string,
  change: (data: unknown) => { json: unknown; meta?: unknown },
): Promise<void> {
  await page.route(`**/api/trpc/**${procedure}**`, async (route) => {
    const names = new URL(route.request().url()).pathname.split("/").at(-1)?.split(",") ?? [];
    const response = await route.fetch();
    const answers = (await response.json()) as { result: { data: { json: unknown } } }[];
    const json = answers.map((answer, at) =>
      names[at] === procedure ? { result: { data: change(answer.result.data.json) } } : answer,
    );
    await route.fulfill({ response, json });
  });
}

/** From here on every call of the page's scripts fails, as when the server is gone. */
export async function breakCalls(page: Page): Promise<void> {
  await page.route("**/api/**", (route) => route.fulfill({ status: 503, body: "" }));
}
