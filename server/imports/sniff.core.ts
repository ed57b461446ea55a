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

/** How often a sign stands outside quotation marks in each of the lines. */
function countOutsideQuotes(text: string, sign: string): number[] {
  const counts: number[] = [0];
  let isQuoted = false;
  for (const char of text) {
    if (char === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (char === "\n") counts.push(0);
    else if (char === sign) counts[counts.length - 1] = (counts.at(-1) ?? 0) + 1;
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
 * Whether the first row names the columns: its cells are filled, all different and none of them is
 * a value such as a number or an address.
 */
export function looksLikeHeader(rows: readonly (readonly string[])[]): boolean {
  const first = rows[0]?.map((cell) => cell.trim()) ?? [];
  if (first.length === 0 || first.some((cell) => cell === "" || isValue(cell))) return false;
  return new Set(first.map((cell) => cell.toLowerCase())).size === first.length;
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
