import { LOCALES } from "@/app/_i18n/locales";
import type { PublicTexts } from "./texts";

/** The other languages of this page, each named in itself. */
export function LanguageLinks({ texts }: { texts: PublicTexts }) {
  const others = LOCALES.filter((locale) => locale !== texts.locale);
  return (
    <nav aria-label={texts.t("language.label")}>
      {others.map((locale) => (
        <a key={locale} href={`?lang=${locale}`} hrefLang={locale} lang={locale}>
          {texts.t(`language.${locale}`)}
        </a>
      ))}
    </nav>
  );
}
