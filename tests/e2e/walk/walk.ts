import type { Browser, Page } from "@playwright/test";
import type { Locale } from "@/app/_i18n/locales";
import { makeTestFolder } from "../../../scripts/test-folder.mjs";
import { startTestProduct } from "../../../scripts/test-product.mjs";
import { type Product, walkSeed } from "../../support/product";
import { test as story } from "../support/story";
import { type Verifier, verifierOf } from "../support/verify";
import { speak, type Words, wordsIn } from "../support/words";
import { type Chances, calm, deadly } from "./chances";
import { patient } from "./patience";

/** One way through a product of its own. */
export interface Walk {
  product: Product;
  page: Page;
  locale: Locale;
  t: Words;
  db: Verifier;
  chances: Chances;
}

interface Options {
  language: Locale;
  /** Whether web and worker are killed on the way. */
  isDeadly: boolean;
}

interface Fixtures {
  own: Product;
  walk: Walk;
}

export const test = story.extend<Options & Fixtures>({
  language: ["en", { option: true }],
  isDeadly: [false, { option: true }],
  own: [
    async ({ language }, use, info) => {
      const { folder, remove } = await makeTestFolder();
      const started = await startTestProduct({ folder });
      try {
        if (!started.isReady) throw new Error(`No product started.\n${started.output()}`);
        await use({ baseUrl: started.env.BASE_URL, dataDir: started.dataDir });
      } finally {
        if (info.status !== info.expectedStatus) {
          await info.attach(`product-${language}`, { body: started.output() });
        }
        await started.stop();
        remove();
      }
    },
    { timeout: 180_000 },
  ],
  baseURL: async ({ own }, use) => use(own.baseUrl),
  // Nobody is known to a product that has just begun.
  storageState: { cookies: [], origins: [] },
  walk: async ({ own, page, language, isDeadly }, use, info) => {
    const seed = walkSeed();
    if (isDeadly) {
      info.annotations.push({ type: "WALK_SEED", description: String(seed) });
      process.stdout.write(`The deadly walk goes by WALK_SEED=${seed}.\n`);
    }
    const chances = isDeadly ? deadly(own, seed) : calm();
    const db = verifierOf(own);
    await use({ product: own, page, locale: language, t: wordsIn(language), db, chances });
  },
});

export function browserOf({ page }: Walk): Browser {
  const browser = page.context().browser();
  if (!browser) throw new Error("The page has no browser.");
  return browser;
}

/** Another page shows the walk's language. */
export function inLanguage(page: Page, locale: Locale): Page {
  speak(page, locale);
  return patient(page);
}
