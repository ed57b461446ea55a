/** Letters that Unicode does not decompose, and what people type for them. */
const LETTERS: Record<string, string> = { ß: "ss", ø: "o", ł: "l", đ: "d", ı: "i" };

/**
 * Text as it is searched and sorted: without accents and in lower case, so that "Öztürk" stands
 * between "Ott" and "Pabst" and "ozt" finds it. SQL twin: the generated column `search_name`.
 */
export function foldText(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[ßøłđı]/g, (letter) => LETTERS[letter] ?? letter);
}

export interface Named {
  email: string | null;
  firstName: string | null;
  lastName: string | null;
  externalId: string | null;
}

/** What a list sorts a person by: folded `last first`, else the address, else the customer number. */
export function sortNameOf(person: Named): string {
  const name = [person.lastName, person.firstName].filter((part) => part?.trim()).join(" ");
  return foldText(name.trim() || person.email || person.externalId || "");
}

/** The half-open range `[from, to)` of all texts that begin with `prefix`, ordered by bytes. */
export function prefixRange(prefix: string): { from: string; to: string } {
  return { from: prefix, to: `${prefix}\u{10ffff}` };
}

/** `Lieblingsfarbe (neu)` → `lieblingsfarbe_neu`. */
export function keyFromLabel(label: string): string {
  const key = foldText(label)
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 63);
  return key || "field";
}
