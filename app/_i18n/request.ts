import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { env } from "@/server/kernel";
import { loadCatalogue } from "./catalogues";
import { formats } from "./formats";
import { isLocale, LOCALE_COOKIE, negotiate, PSEUDO, PSEUDO_TAG } from "./locales";
import { pseudoCatalogue } from "./pseudo";

/** Screens of a workspace override this with the workspace's own zone (console layout). */
const TIME_ZONE = "Europe/Berlin";

export default getRequestConfig(async ({ locale: asked }) => {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  const chosen = asked ?? jar.get(LOCALE_COOKIE)?.value;
  const base = { timeZone: TIME_ZONE, now: new Date(), formats };

  if (chosen === PSEUDO && env().PSEUDO_LOCALE === "1") {
    const messages = pseudoCatalogue(await loadCatalogue("en"));
    return { ...base, locale: PSEUDO_TAG, messages };
  }
  const locale = isLocale(chosen) ? chosen : negotiate(head.get("accept-language"));
  return { ...base, locale, messages: await loadCatalogue(locale) };
});
