import { createFormatter, createTranslator } from "next-intl";
import { formats } from "@/app/_i18n/formats";
import { isLocale, LOCALE_COOKIE, type Locale, MARKED, negotiate } from "@/app/_i18n/locales";
import { markedCatalogue } from "@/app/_i18n/marked";
import de from "@/messages/de/public.json";
import en from "@/messages/en/public.json";
import { env } from "@/server/kernel";

const CATALOGUES: Record<Locale, typeof en> = { en, de };

/** Language and texts of one public page. */
export interface PublicTexts {
  locale: Locale;
  t: ReturnType<typeof translatorOf>;
  format: ReturnType<typeof createFormatter>;
}

function translatorOf(given: { locale: Locale; messages: typeof en; timeZone: string }) {
  return createTranslator({ ...given, formats });
}

function wantsMarks(request: Request): boolean {
  const cookies = (request.headers.get("cookie") ?? "").split(/;\s*/);
  return env().MARKED_TEXTS === "1" && cookies.includes(`${LOCALE_COOKIE}=${MARKED}`);
}

/** What is known of the reader before the request is looked at. */
export interface Reader {
  /** The person's own language, e.g. `de-AT`. */
  personLocale: string | null;
  /** What the workspace speaks when nobody says anything. */
  workspaceLocale: string;
  timeZone: string;
}

/** A reader of whom nothing is known: an invalid link. */
export const STRANGER: Reader = { personLocale: null, workspaceLocale: "en", timeZone: "UTC" };

function languageOf(request: Request, reader: Reader): Locale {
  const chosen = new URL(request.url).searchParams.get("lang");
  if (isLocale(chosen)) return chosen;
  const own = reader.personLocale?.toLowerCase().split(/[-_]/)[0];
  if (isLocale(own)) return own;
  const accepted = request.headers.get("accept-language");
  if (accepted) return negotiate(accepted);
  return isLocale(reader.workspaceLocale) ? reader.workspaceLocale : negotiate(null);
}

/**
 * The texts of a public page in the language that was chosen on it, else the person's, else the
 * browser's, else the workspace's. Needs neither a session nor the framework's request scope.
 */
export function publicTexts(request: Request, reader: Reader): PublicTexts {
  const isMarked = wantsMarks(request);
  const locale = isMarked ? "en" : languageOf(request, reader);
  const messages = isMarked ? (markedCatalogue(en) as typeof en) : CATALOGUES[locale];
  const { timeZone } = reader;
  return {
    locale,
    t: translatorOf({ locale, messages, timeZone }),
    format: createFormatter({ locale, timeZone, formats }),
  };
}

/** Data of people and workspaces inside a sentence: never translated. */
export function own(value: string) {
  return () => <span translate="no">{value}</span>;
}
