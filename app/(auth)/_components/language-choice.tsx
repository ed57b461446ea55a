"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { rememberLocale } from "@/app/_i18n/actions";
import { isLocale, type Locale } from "@/app/_i18n/locales";
import { Select } from "@/app/_ui/select";

// Languages are named in themselves, so that people find theirs from any other.
const LANGUAGES: { value: Locale; name: string }[] = [
  { value: "en", name: "English" },
  { value: "de", name: "Deutsch" },
];

/** The language of the screens before sign-in. */
export function LanguageChoice() {
  const t = useTranslations("auth");
  const locale = useLocale();
  const router = useRouter();

  async function change(next: Locale) {
    await rememberLocale(next);
    router.refresh();
  }

  return (
    <Select
      size="small"
      aria-label={t("language")}
      className="w-auto"
      value={isLocale(locale) ? locale : "en"}
      onValueChange={change}
      options={LANGUAGES.map(({ value, name }) => ({
        value,
        label: (
          <span lang={value} translate="no">
            {name}
          </span>
        ),
      }))}
    />
  );
}
