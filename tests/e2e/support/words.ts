import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { createTranslator } from "next-intl";
import type { Locale } from "@/app/_i18n/locales";

type Values = Record<string, string | number | ((chunks: string) => string)>;

/** A text of the catalogue as it stands on the screen, by its key: `imports.wizard.start`. */
export type Words = (key: string, values?: Values) => string;

interface Catalogue {
  [key: string]: string | Catalogue;
}

function loadCatalogue(locale: Locale): Catalogue {
  const folder = join("messages", locale);
  return Object.fromEntries(
    readdirSync(folder).map((file) => [
      file.replace(/\.json$/, ""),
      JSON.parse(readFileSync(join(folder, file), "utf8")),
    ]),
  );
}

function load(locale: Locale): Words {
  const { markup } = createTranslator({
    locale,
    messages: loadCatalogue(locale),
    onError: (error) => {
      // A key that is gone shall fail the story here and not at a button that is never found.
      throw error;
    },
  });
  // The library can type the keys of one known catalogue only; here they are checked as they are used.
  return markup as unknown as Words;
}

const known = new Map<Locale, Words>();

/** The texts of one language. */
export function wordsIn(locale: Locale): Words {
  const words = known.get(locale) ?? load(locale);
  known.set(locale, words);
  return words;
}

const spoken = new WeakMap<Page, Locale>();

/** Says which language a page shows from now on; English unless said. */
export function speak(page: Page, locale: Locale): void {
  spoken.set(page, locale);
}

export const localeOf = (page: Page): Locale => spoken.get(page) ?? "en";

/** The texts in the language that the page shows. */
export const wordsOf = (page: Page): Words => wordsIn(localeOf(page));

/** Matches a name that begins with these words. */
export function beginning(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`);
}
