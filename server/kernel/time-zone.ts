/** Names as the tz database writes them, by their lower case. */
const KNOWN = new Map(Intl.supportedValuesOf("timeZone").map((name) => [name.toLowerCase(), name]));

/**
 * The name of a time zone (IANA) as it is written: `europe/berlin` → `Europe/Berlin`. Null for what
 * is none. Fixed offsets such as `+02:00` are none: nobody's clock stays at one all the year.
 * @public
 */
export function canonicalTimeZone(text: string): string | null {
  const given = text.trim();
  const known = KNOWN.get(given.toLowerCase());
  if (known) return known;
  if (!/^[a-z][a-z0-9_+/-]*$/i.test(given)) return null;
  try {
    // Other names of a zone, and UTC: known, but not listed.
    const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: given }).resolvedOptions();
    // Which of two names is listed differs between runtimes: what is well written stays.
    return /^[A-Z][A-Za-z_+-]*(\/[A-Z][A-Za-z0-9_+-]*)+$/.test(given) ? given : timeZone;
  } catch {
    return null;
  }
}
