"use client";

import { useRouter } from "next/navigation";
import { useLocale } from "next-intl";
import { useTheme } from "next-themes";
import { useEffect } from "react";
import { rememberLocale } from "@/app/_i18n/actions";
import { isLocale, LOCALE_COOKIE } from "@/app/_i18n/locales";
import type { Viewer } from "@/app/_trpc/server";
import { THEME_KEY } from "@/app/_ui/theme-key";

/**
 * On a device where nothing was chosen yet, language and appearance follow the person's account.
 * A choice made on this device stays.
 */
export function PreferenceSync({ viewer }: { viewer: Viewer }) {
  const { locale, theme } = viewer.user;
  const current = useLocale();
  const { setTheme } = useTheme();
  const router = useRouter();

  useEffect(() => {
    if (localStorage.getItem(THEME_KEY) === null && theme !== "system") setTheme(theme);
  }, [theme, setTheme]);

  useEffect(() => {
    const isChosen = document.cookie
      .split("; ")
      .some((pair) => pair.startsWith(`${LOCALE_COOKIE}=`));
    if (isChosen || !isLocale(locale) || locale === current) return;
    rememberLocale(locale).then(
      () => router.refresh(),
      () => {
        // The page stays in the browser's language; the next visit tries again.
      },
    );
  }, [locale, current, router]);

  return null;
}
