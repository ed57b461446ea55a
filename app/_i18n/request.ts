import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { env } from "@/server/kernel";
import { loadCatalogue } from "./catalogues";
import { formats } from "./formats";
import { isLocale, LOCALE_COOKIE, MARKED, negotiate } from "./locales";
import { markedCatalogue } from "./marked";

/** Screens of a workspace override this with the workspace's own zone (console layout). */
const TIME_ZONE = "Europe/Berlin";

export default getRequestConfig(async ({ locale: asked }) => {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  const chosen = asked ?? jar.get(LOCALE_COOKIE)?.value;
  const base = { timeZone: TIME_ZONE, now: new Date(), formats };

  if (chosen === MARKED && env().MARKED_TEXTS === "1") {
    return { ...base, locale: "en", messages: markedCatalogue(await loadCatalogue("en")) };
  }
  const locale = isLocale(chosen) ? chosen : negotiate(head.get("accept-language"));
  return { ...base, locale, messages: await loadCatalogue(locale) };
});
