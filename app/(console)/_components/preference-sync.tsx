"use client";

import { useRouter } from "next/navigation";
import { useLocale } from "next-intl";
import { useTheme } from "next-themes";
import { useEffect, useRef } from "react";
import { rememberLocale } from "@/app/_i18n/actions";
import { isLocale, LOCALE_COOKIE } from "@/app/_i18n/locales";
import type { Viewer } from "@/app/_trpc/server";
import { THEME_KEY } from "@/app/_ui/theme-key";

/**
 * On a device where nothing was chosen yet, language and appearance follow the person's account;
 * later they follow it whenever the account's own setting changes.
 */
export function PreferenceSync({ viewer }: { viewer: Viewer }) {
  const { locale, theme } = viewer.user;
  const current = useLocale();
  const { setTheme } = useTheme();
  const router = useRouter();
  const known = useRef({ locale, theme });

  useEffect(() => {
    const hasChanged = known.current.theme !== theme;
    known.current.theme = theme;
    if (hasChanged || localStorage.getItem(THEME_KEY) === null) setTheme(theme);
  }, [theme, setTheme]);

  useEffect(() => {
    const hasChanged = known.current.locale !== locale;
    known.current.locale = locale;
    const pairs = document.cookie.split("; ");
    const isChosen = pairs.some((pair) => pair.startsWith(`${LOCALE_COOKIE}=`));
    if (!isLocale(locale) || locale === current || (isChosen && !hasChanged)) return;
    rememberLocale(locale).then(
      () => router.refresh(),
      () => {
        // The page stays in the browser's language; the next visit tries again.
      },
    );
  }, [locale, current, router]);

  return null;
}
