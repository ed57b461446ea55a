import { test } from "@playwright/test";
import { expectGoodLooks } from "../support/looks";
import { readWorld } from "../support/world";
import { SCREENS } from "./registry";
import { english, type State } from "./screen";
import { setStage } from "./stage";

for (const screen of SCREENS) {
  test(`${screen.name} looks good`, async ({ browser }) => {
    const world = readWorld();
    for (const [state, arrange] of Object.entries(screen.states)) {
      await test.step(state, async () => {
        const page = await setStage(browser, {
          ...{ screen, world, locale: "en" },
          state: state as State,
        });
        await arrange({ page, world, say: english });
        await expectGoodLooks(page, `${screen.name}-${state}`);
        await page.context().close();
      });
    }
  });
}
