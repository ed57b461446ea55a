import type { Locator } from "@playwright/test";
import type { Locale } from "@/app/_i18n/locales";

function marksOf(locale: Locale): { group: string; decimal: string } {
  const parts = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).formatToParts(
    12_345.67,
  );
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  return { group: of("group"), decimal: of("decimal") };
}

/** The numbers of a text, written as its language writes them: `1.234,5` is 1234.5 in German. */
export function numbersIn(text: string, locale: Locale): number[] {
  const { group, decimal } = marksOf(locale);
  const pattern = new RegExp(`[-−]?\\d[\\d\\${group}]*(?:\\${decimal}\\d+)?`, "g");
  return [...text.matchAll(pattern)].map(([found]) =>
    Number(found.replace("−", "-").replaceAll(group, "").replace(decimal, ".")),
  );
}

/** The first number of a text; NaN when there is none. */
export function numberIn(text: string, locale: Locale): number {
  return numbersIn(text, locale)[0] ?? Number.NaN;
}

/** What a table says: the text of each cell, lines of a cell apart. Rows that span it are left out. */
export async function tableRows(table: Locator): Promise<string[][]> {
  const rows = table.getByRole("row");
  const texts = await rows.evaluateAll((all) =>
    all.map((row) =>
      [...row.querySelectorAll<HTMLElement>("th, td")].map((cell) => cell.innerText.trim()),
    ),
  );
  return texts.filter((cells) => cells.length > 1);
}
