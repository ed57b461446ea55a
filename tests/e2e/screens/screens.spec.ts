import { expect, type Page } from "@playwright/test";
import { product } from "../../support/product";
import { expectGoodLooks } from "../support/looks";
import { untranslated } from "../support/translated";
import { readWorld } from "../support/world";
import { SCREENS } from "./registry";
import type { Screen, State } from "./screen";
import { setStage, test } from "./stage";

for (const screen of SCREENS) {
  test(`${screen.name} looks good and says everything in the reader's language`, async ({
    browsers,
  }) => {
    expect(product.hasMarkedTexts, "start the product with MARKED_TEXTS=1").toBe(true);
    const world = readWorld();
    for (const [state, arrange] of Object.entries(screen.states)) {
      await test.step(state, async () => {
        const page = await setStage(browsers, { screen, world, state: state as State });
        const stop = async (name: string) => {
          await expectTranslated({ page, screen, name: `${name}, ${state}` });
          await expectGoodLooks(page, `${name}-${state}`);
        };
        await arrange({ page, world, stop });
        await stop(screen.name);
        await page.close();
      });
    }
  });
}

async function expectTranslated(given: { page: Page; screen: Screen; name: string }) {
  const { page, screen, name } = given;
  if (screen.isPublic) return;
  const found = await untranslated(page);
  const faults = screen.hasDataAsTitle
    ? found.filter((one) => !/^title of the document/.test(one))
    : found;
  expect.soft(faults, name).toEqual([]);
}
