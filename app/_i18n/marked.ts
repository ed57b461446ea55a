export type Catalogue = { [key: string]: string | Catalogue };

/**
 * What stands before and after each text of a marked catalogue: a zero-width space and a soft hyphen.
 * Nobody sees them, and Playwright leaves both out when it looks for a text.
 */
export const TEXT_BEGINS = "\u200b";
export const TEXT_ENDS = "\u00ad";

/**
 * A catalogue that reads as before, but whose texts can be told from all others: what stands outside
 * the marks on a screen did not come through a catalogue (tests/e2e/support/translated.ts).
 */
export function markedCatalogue(catalogue: Catalogue): Catalogue {
  return Object.fromEntries(
    Object.entries(catalogue).map(([key, value]) => [
      key,
      typeof value === "string" ? TEXT_BEGINS + value + TEXT_ENDS : markedCatalogue(value),
    ]),
  );
}
