import { expect } from "@playwright/test";
import { product } from "../../support/product";
import { expectGoodLooks } from "../support/looks";
import { untranslated } from "../support/translated";
import { readWorld } from "../support/world";
import { SCREENS } from "./registry";
import { english, pseudo, type State } from "./screen";
import { setStage, test } from "./stage";

for (const screen of SCREENS) {
  const states = Object.entries(screen.states);

  test(`${screen.name} looks good`, async ({ browsers }) => {
    const world = readWorld();
    for (const [state, arrange] of states) {
      await test.step(state, async () => {
        const cast = { screen, world, state: state as State, locale: "en" } as const;
        const page = await setStage(browsers, cast);
        const stop = (name: string) => expectGoodLooks(page, `${name}-${state}`);
        await arrange({ page, world, say: english, stop });
        await stop(screen.name);
        await page.close();
      });
    }
  });

  if (screen.isPublic) continue;
  test(`${screen.name} says everything in the reader's language`, async ({ browsers }) => {
    test.skip(!product.hasPseudoLocale, "This product does not offer the pseudo locale.");
    const world = readWorld();
    for (const [state, arrange] of states) {
      await test.step(state, async () => {
        const cast = { screen, world, state: state as State, locale: "pseudo" } as const;
        const page = await setStage(browsers, cast);
        const stop = async (name: string) => {
          const found = await untranslated(page);
          const faults = screen.hasDataAsTitle
            ? found.filter((one) => !/^title of the document/.test(one))
            : found;
          expect.soft(faults, `${name}, ${state}`).toEqual([]);
        };
        await arrange({ page, world, say: pseudo, stop });
        await stop(screen.name);
        await page.close();
      });
    }
  });
}
