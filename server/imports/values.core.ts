import { canonicalTimeZone, type ErrorCode, secureAddress } from "../kernel";
import type { DateOrder, DecimalMark } from "./schemas";

export type Reading<T> = { ok: true; value: T } | { ok: false; code: ErrorCode };

const YES = new Set([
  "yes",
  "y",
  "ja",
  "j",
  "true",
  "t",
  "wahr",
  "1",
  "x",
  "on",
  "subscribed",
  "oui",
]);
const NO = new Set([
  "no",
  "n",
  "nein",
  "false",
  "f",
  "falsch",
  "0",
  "off",
  "unsubscribed",
  "non",
  "-",
]);

/** Yes or no in English, German and the usual marks. VALUE_BOOLEAN for anything else. */
export function readBoolean(text: string): Reading<boolean> {
  const word = text.trim().toLowerCase();
  if (YES.has(word)) return { ok: true, value: true };
  if (NO.has(word)) return { ok: true, value: false };
  return { ok: false, code: "VALUE_BOOLEAN" };
}

const BAD_NUMBER = { ok: false, code: "VALUE_NUMBER" } as const;

/**
 * A number as decimal text (`1234.5`): currency signs, blanks and thousands marks go, the decimal
 * mark becomes a point. Thousands must stand in groups of three, so `1.5` is never read as 15.
 */
export function readDecimal(text: string, mark: DecimalMark): Reading<string> {
  const bare = text
    .trim()
    .replace(/^(?:[A-Z]{3}|[€$£])\s*|\s*(?:[A-Z]{3}|[€$£])$/g, "")
    .replace(/[\u00a0\u202f]/g, " ")
    .replace(/^\((.+)\)$/, "-$1");
  const point = mark === "comma" ? "," : ".";
  const thousands = mark === "comma" ? "." : ",";
  const [whole = "", fraction, extra] = bare.split(point);
  if (extra !== undefined || (fraction !== undefined && !/^\d+$/.test(fraction))) return BAD_NUMBER;
  const [, sign = "", digits = ""] = /^([+-]?)\s*(.*)$/.exec(whole) ?? [];
  const isGrouped = new RegExp(`^\\d{1,3}([ '\\u2019${thousands}])\\d{3}(\\1\\d{3})*$`).test(
    digits,
  );
  if (!isGrouped && !/^\d+$/.test(digits)) return BAD_NUMBER;
  const plain = digits.replace(/\D/g, "").replace(/^0+(?=\d)/, "");
  if (plain.length > 15) return BAD_NUMBER;
  return { ok: true, value: `${sign === "-" ? "-" : ""}${plain}${fraction ? `.${fraction}` : ""}` };
}

/** An amount of money as decimal text; below a hundred thousand million, as the column holds it. */
export function readAmount(text: string, mark: DecimalMark): Reading<string> {
  const read = readDecimal(text, mark);
  return read.ok && Math.abs(Number(read.value)) >= 1e11 ? BAD_NUMBER : read;
}

/** A whole number from 0 to a thousand million. */
export function readCount(text: string, mark: DecimalMark): Reading<number> {
  const read = readDecimal(text, mark);
  const value = read.ok ? Number(read.value) : Number.NaN;
  return Number.isInteger(value) && value >= 0 && value <= 1e9 ? { ok: true, value } : BAD_NUMBER;
}

/** A price of one piece: an amount with two places that is not negative. */
export function readPrice(text: string, mark: DecimalMark): Reading<string> {
  const read = readAmount(text, mark);
  if (!read.ok) return read;
  if (Number(read.value) < 0) return { ok: false, code: "VALUE_NEGATIVE" };
  return { ok: true, value: Number(read.value).toFixed(2) };
}

/** Pieces at hand. A shop that has sold more than it has says so by a minus: that is none left. */
export function readStock(text: string, mark: DecimalMark): Reading<number> {
  const read = readDecimal(text, mark);
  const value = read.ok ? Number(read.value) : Number.NaN;
  return Number.isInteger(value) && Math.abs(value) <= 1e9
    ? { ok: true, value: Math.max(0, value) }
    : BAD_NUMBER;
}

/** A page or image as a letter may show it. */
export function readWebAddress(text: string): Reading<string> {
  const href = secureAddress(text);
  if (href === null) return { ok: false, code: "VALUE_URL" };
  return href.length > 2000 ? { ok: false, code: "VALUE_TOO_LONG" } : { ok: true, value: href };
}

export interface ReadDate {
  /** `YYYY-MM-DD` as written, in no zone. */
  day: string;
  /** `HH:MM:SS.mmm` as written, or null for a bare date. */
  time: string | null;
  /** `Z` or `±HH:MM` when the text carries one. */
  zone: string | null;
}

const BAD_DATE = { ok: false, code: "VALUE_DATE" } as const;
const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?$/;
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function century(year: number, digits: number): number {
  if (digits > 2) return year;
  return year < 70 ? 2000 + year : 1900 + year;
}

function dayOf(parts: { year: string; month: string; day: string }): string | null {
  const year = century(Number(parts.year), parts.year.length);
  const month = Number(parts.month);
  const day = Number(parts.day);
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const length = month === 2 && !isLeap ? 28 : (DAYS[month - 1] ?? 0);
  if (year < 1800 || year > 2200 || day < 1 || day > length) return null;
  const pad = (value: number) => String(value).padStart(2, "0");
  return `${year}-${pad(month)}-${pad(day)}`;
}

const PATTERNS: Record<DateOrder, RegExp> = {
  ymd: /^(?<year>\d{4})[./-](?<month>\d{1,2})[./-](?<day>\d{1,2})$/,
  dmy: /^(?<day>\d{1,2})[./-]\s?(?<month>\d{1,2})[./-]\s?(?<year>\d{4}|\d{2})$/,
  mdy: /^(?<month>\d{1,2})[./-](?<day>\d{1,2})[./-](?<year>\d{4}|\d{2})$/,
  compact: /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})$/,
};

/** A date, with or without a time of day, whose parts stand in the given order. */
export function readDate(text: string, order: DateOrder): Reading<ReadDate> {
  const given = text.trim();
  const cut = given.search(/[T ](?=\d{1,2}:)/);
  const dayText = (cut < 0 ? given : given.slice(0, cut)).trim();
  const found = PATTERNS[order].exec(dayText)?.groups;
  if (!found) return BAD_DATE;
  const { year = "", month = "", day: dayPart = "" } = found;
  const day = dayOf({ year, month, day: dayPart });
  if (!day) return BAD_DATE;
  if (cut < 0) return { ok: true, value: { day, time: null, zone: null } };
  const time = TIME.exec(given.slice(cut + 1).trim());
  if (!time) return BAD_DATE;
  const [, hours = "", minutes = "", seconds = "00", fraction = "", zone] = time;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return BAD_DATE;
  const clock = `${hours.padStart(2, "0")}:${minutes}:${seconds}.${fraction.padEnd(3, "0").slice(0, 3)}`;
  const offset =
    zone && zone !== "Z" && !zone.includes(":") ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
  return { ok: true, value: { day, time: clock, zone: offset ?? null } };
}

/** Letters only, as Postgres and JSON take them: text without control characters but line breaks. */
export function readText(text: string, max: number): Reading<string> {
  const value = text.trim();
  if (value.length > max) return { ok: false, code: "VALUE_TOO_LONG" };
  return { ok: true, value };
}

/** One line of text: names must not carry line breaks, because they end up in mail headers. */
export function readLine(text: string, max: number): Reading<string> {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
  if (/[\u0000-\u001f\u007f\u2028\u2029]/.test(text.trim()))
    return { ok: false, code: "HEADER_CRLF" };
  return readText(text, max);
}

/** `+49 (0)30 12-34` → `+49301234`. A number without its country is refused: it cannot be dialled. */
export function readPhone(text: string): Reading<string> {
  const bare = text
    .trim()
    .replace(/^00/, "+")
    .replace(/\(0\)/g, "")
    .replace(/[\s()./-]/g, "");
  return /^\+[1-9]\d{6,14}$/.test(bare)
    ? { ok: true, value: bare }
    : { ok: false, code: "VALUE_PHONE" };
}

/** `DE`, `de_at` → `de`, `de-AT`. */
export function readLocale(text: string): Reading<string> {
  const [language = "", region, extra] = text.trim().replaceAll("_", "-").split("-");
  const isKnown =
    /^[a-zA-Z]{2}$/.test(language) && (region === undefined || /^[a-zA-Z]{2}$/.test(region));
  if (!isKnown || extra !== undefined) return { ok: false, code: "VALUE_LOCALE" };
  const lower = language.toLowerCase();
  return { ok: true, value: region ? `${lower}-${region.toUpperCase()}` : lower };
}

/** `europe/berlin` → `Europe/Berlin`. */
export function readTimeZone(text: string): Reading<string> {
  const value = canonicalTimeZone(text);
  return value === null ? { ok: false, code: "VALUE_TIME_ZONE" } : { ok: true, value };
}

/** Three letters, upper case. */
export function readCurrency(text: string): Reading<string> {
  const sign = { "€": "EUR", $: "USD", "£": "GBP" }[text.trim()];
  const code = sign ?? text.trim().toUpperCase();
  return /^[A-Z]{3}$/.test(code)
    ? { ok: true, value: code }
    : { ok: false, code: "VALUE_CURRENCY" };
}
