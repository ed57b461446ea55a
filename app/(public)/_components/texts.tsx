import { createFormatter, createTranslator } from "next-intl";
import { formats } from "@/app/_i18n/formats";
import {
  isLocale,
  LOCALE_COOKIE,
  type Locale,
  negotiate,
  PSEUDO,
  PSEUDO_TAG,
} from "@/app/_i18n/locales";
import { pseudoCatalogue } from "@/app/_i18n/pseudo";
import de from "@/messages/de/public.json";
import en from "@/messages/en/public.json";
import { env } from "@/server/kernel";

const CATALOGUES: Record<Locale, typeof en> = { en, de };

/** Language and texts of one public page. */
export interface PublicTexts {
  /** BCP 47 tag for the page. */
  tag: string;
  locale: Locale;
  t: ReturnType<typeof translatorOf>;
  format: ReturnType<typeof createFormatter>;
}

function translatorOf(given: { tag: string; messages: typeof en; timeZone: string }) {
  const { tag, messages, timeZone } = given;
  return createTranslator({ locale: tag, messages, timeZone, formats });
}

function wantsPseudo(request: Request): boolean {
  const cookies = (request.headers.get("cookie") ?? "").split(/;\s*/);
  return env().PSEUDO_LOCALE === "1" && cookies.includes(`${LOCALE_COOKIE}=${PSEUDO}`);
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
  const isPseudo = wantsPseudo(request);
  const locale = isPseudo ? "en" : languageOf(request, reader);
  const messages = isPseudo ? (pseudoCatalogue(en) as typeof en) : CATALOGUES[locale];
  const tag = isPseudo ? PSEUDO_TAG : locale;
  const { timeZone } = reader;
  return {
    tag,
    locale,
    t: translatorOf({ tag, messages, timeZone }),
    format: createFormatter({ locale: tag, timeZone, formats }),
  };
}

/** Data of people and workspaces inside a sentence: never translated. */
export function own(value: string) {
  return () => <span translate="no">{value}</span>;
}
