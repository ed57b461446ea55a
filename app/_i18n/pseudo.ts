import { mapIcuText, parseIcu } from "./icu";

const PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ACCENTED = "áƀçđéƒǧħíĵķłɱñóƥɋřšŧúṽŵẋýžÁƁÇĐÉƑǦĦÍĴĶŁṀÑÓƤɊŘŠŦÚṼŴẊÝŽ";

const ACCENTS = new Map(
  [...PLAIN].map((letter, index) => [letter, [...ACCENTED][index] ?? letter]),
);

export type Catalogue = { [key: string]: string | Catalogue };

/** `Save {count}` becomes `⟦Šáṽé {count}⟧`: a text that stays plain is outside the catalogues. */
export function pseudoMessage(message: string): string {
  const accented = mapIcuText(parseIcu(message), (text) =>
    [...text].map((letter) => ACCENTS.get(letter) ?? letter).join(""),
  );
  return `⟦${accented}⟧`;
}

/** The pseudo twin of a whole catalogue. */
export function pseudoCatalogue(catalogue: Catalogue): Catalogue {
  return Object.fromEntries(
    Object.entries(catalogue).map(([key, value]) => [
      key,
      typeof value === "string" ? pseudoMessage(value) : pseudoCatalogue(value),
    ]),
  );
}
