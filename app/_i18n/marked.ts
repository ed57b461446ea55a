export type Catalogue = { [key: string]: string | Catalogue };

/**
 * Before each text of a marked catalogue stands one zero-width space, after it three. Nobody sees them,
 * and they are left out when Playwright looks for a text.
 */
export const MARK = "\u200b";
/** How many marks end a text. */
export const MARKS_AT_END = 3;

/**
 * A catalogue that reads as before, but whose texts can be told from all others: what stands outside
 * the marks on a screen did not come through a catalogue (tests/e2e/support/translated.ts).
 */
export function markedCatalogue(catalogue: Catalogue): Catalogue {
  return Object.fromEntries(
    Object.entries(catalogue).map(([key, value]) => [
      key,
      typeof value === "string" ? MARK + value + MARK.repeat(MARKS_AT_END) : markedCatalogue(value),
    ]),
  );
}
