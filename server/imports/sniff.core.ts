import type { Delimiter } from "./schemas";

const SIGNS: Record<Exclude<Delimiter, "blanks">, string> = {
  semicolon: ";",
  tab: "\t",
  comma: ",",
  pipe: "|",
};

/** The character of a delimiter; `blanks` has none. */
export function signOf(delimiter: Exclude<Delimiter, "blanks">): string {
  return SIGNS[delimiter];
}

/** A line parted by runs of blanks; blanks at its ends mean nothing. */
export function splitBlanks(line: string): string[] {
  const text = line.trim();
  return text === "" ? [] : text.split(/[ \t\u00a0]+/);
}

/**
 * How often a sign stands outside quotation marks in each of the lines. A mark opens only at the
 * beginning of a cell; within one (`Peter "Pit" M`, `5" pipe`) it is a character like any other.
 */
function countOutsideQuotes(text: string, sign: string): number[] {
  const counts: number[] = [0];
  let isQuoted = false;
  let isAtStart = true;
  for (const char of text) {
    if (isQuoted) {
      isQuoted = char !== '"';
      // Behind it either the cell ends, or a second mark makes it one of the text.
      isAtStart = !isQuoted;
      continue;
    }
    if (char === "\n") counts.push(0);
    else if (char === sign) counts[counts.length - 1] = (counts.at(-1) ?? 0) + 1;
    isQuoted = char === '"' && isAtStart;
    isAtStart = char === "\n" || char === sign;
  }
  return counts;
}

/** The value most lines agree on and the share of lines that do. */
function agreement(counts: readonly number[]): { value: number; share: number } {
  const tally = new Map<number, number>();
  for (const count of counts) tally.set(count, (tally.get(count) ?? 0) + 1);
  const [value, times] = [...tally].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0, 0];
  return { value, share: counts.length === 0 ? 0 : times / counts.length };
}

/**
 * The delimiter of a sample of whole lines: the sign that stands equally often in nearly all of
 * them. Runs of blanks win only when no sign does and they give the same number of cells everywhere.
 */
export function sniffDelimiter(sample: string): Delimiter {
  const lines = sample.split(/\r?\n/).filter((line) => line.trim() !== "");
  if (lines.length === 0) return "comma";
  const text = lines.join("\n");
  const found = Object.entries(SIGNS)
    .map(([name, sign]) => ({
      name: name as Delimiter,
      ...agreement(countOutsideQuotes(text, sign)),
    }))
    .filter((one) => one.value > 0)
    .sort((a, b) => b.share - a.share || b.value - a.value);
  const best = found[0];
  if (best && best.share >= 0.8) return best.name;
  const blanks = agreement(lines.map((line) => splitBlanks(line).length));
  if (blanks.value > 1 && blanks.share >= 0.95) return "blanks";
  return best?.name ?? "comma";
}

/** Something that can only be a value: a number, a date, an address. */
function isValue(cell: string): boolean {
  return /^[+-]?[\d.,/: -]+$/.test(cell) || /^\S+@\S+\.\S+$/.test(cell);
}

/**
 * Whether the first row names the columns: none of its cells is a value such as a number or an
 * address. A name that is missing or stands twice is no reason against: `headerFault` says so then.
 */
export function looksLikeHeader(rows: readonly (readonly string[])[]): boolean {
  const first = rows[0]?.map((cell) => cell.trim()) ?? [];
  return first.some((cell) => cell !== "") && !first.some(isValue);
}

/** Where the names of a header row go wrong: empty, twice, or a name that objects give a meaning. */
export function headerFault(names: readonly string[]): boolean {
  const seen = new Set<string>();
  for (const given of names) {
    const name = given.trim().toLowerCase();
    if (name === "" || seen.has(name)) return true;
    if (["__proto__", "constructor", "prototype"].includes(name)) return true;
    seen.add(name);
  }
  return false;
}

/**
 * Whether a row holds a cell whose quotation mark was opened, never closed, and met the opening
 * mark of a later cell: `1,"b,"c",4`. The parser takes what lies between for one cell's text, so
 * cells, or whole rows, would silently be one. `width` is the first row's number of cells.
 */
export function isOpenQuote(
  cells: readonly string[],
  { width, sign }: { width: number; sign: string },
): boolean {
  return cells.some((cell) => {
    if (!cell.startsWith('"')) return false;
    const hasBreak = /[\r\n]/.test(cell);
    if (!hasBreak) return cells.length < width && cell.includes(`${sign}"`);
    const behindBreak = cell.slice(cell.search(/[\r\n]/));
    return (
      cells.length !== width || behindBreak.includes(`${sign}"`) || /[\r\n]"/.test(behindBreak)
    );
  });
}
