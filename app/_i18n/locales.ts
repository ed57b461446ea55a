/** Languages the product is written in. The first one is the fallback. */
export const LOCALES = ["en", "de"] as const;

export type Locale = (typeof LOCALES)[number];

/** The language people choose; readable by the browser because it is no secret. */
export const LOCALE_COOKIE = "kairos.locale";

/** Cookie value that asks for English with marks around each text; honoured only under MARKED_TEXTS=1. */
export const MARKED = "marked";

export function isLocale(value: unknown): value is Locale {
  return LOCALES.some((locale) => locale === value);
}

/**
 * Best language for an Accept-Language header (RFC 9110 quality values), or English.
 * Regions are ignored: `de-AT` is served German.
 */
export function negotiate(header: string | null): Locale {
  const wanted = (header ?? "")
    .split(",")
    .slice(0, 20)
    .map((part) => {
      const [tag = "", ...params] = part.trim().split(";");
      const quality = params.map((p) => p.trim()).find((p) => p.startsWith("q="));
      return {
        language: tag.trim().toLowerCase().split("-")[0],
        quality: quality ? Number(quality.slice(2)) : 1,
      };
    })
    .filter((entry) => entry.quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return wanted.map((entry) => entry.language).find(isLocale) ?? LOCALES[0];
}
