"use client";

import { NextIntlClientProvider } from "next-intl";
import { useSyncExternalStore } from "react";
import deCommon from "@/messages/de/common.json";
import deErrors from "@/messages/de/errors.json";
import enCommon from "@/messages/en/common.json";
import enErrors from "@/messages/en/errors.json";
import { isLocale, LOCALE_COOKIE, type Locale, negotiate } from "./_i18n/locales";
import { PageFailure } from "./_ui/page-failure";
import "./globals.css";

// The root layout itself failed, so nothing of it is here: texts and language come with us.
const MESSAGES = {
  en: { common: enCommon, errors: enErrors },
  de: { common: deCommon, errors: deErrors },
};

function browserLocale(): Locale {
  const pair = document.cookie.split("; ").find((each) => each.startsWith(`${LOCALE_COOKIE}=`));
  const chosen = pair?.slice(LOCALE_COOKIE.length + 1);
  return isLocale(chosen) ? chosen : negotiate(navigator.languages.join(","));
}

const never = () => () => {};

export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  const locale = useSyncExternalStore(never, browserLocale, (): Locale => "en");
  return (
    <html lang={locale}>
      <body>
        <NextIntlClientProvider
          locale={locale}
          messages={MESSAGES[locale]}
          timeZone="Europe/Berlin"
        >
          <main className="mx-auto max-w-xl px-4 py-24">
            <PageFailure error={error} onRetry={retry} />
          </main>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
