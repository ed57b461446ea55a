import { expect, test } from "@playwright/test";
import { product } from "../../support/product";
import { untranslated } from "../support/translated";
import { readWorld } from "../support/world";
import { SCREENS } from "./registry";
import { pseudo, type State } from "./screen";
import { setStage } from "./stage";

for (const screen of SCREENS.filter((one) => !one.isPublic)) {
  test(`${screen.name} says everything in the reader's language`, async ({ browser }) => {
    test.skip(!product.hasPseudoLocale, "This product does not offer the pseudo locale.");
    const world = readWorld();
    for (const [state, arrange] of Object.entries(screen.states)) {
      await test.step(state, async () => {
        const page = await setStage(browser, {
          ...{ screen, world, locale: "pseudo" },
          state: state as State,
        });
        await arrange({ page, world, say: pseudo });
        const found = await untranslated(page);
        const faults = screen.hasDataAsTitle
          ? found.filter((one) => !/^title of the document/.test(one))
          : found;
        expect.soft(faults, `${screen.name}, ${state}`).toEqual([]);
        await page.context().close();
      });
    }
  });
}
