import { createTranslator } from "next-intl";
import de from "@/messages/de/content.json";
import en from "@/messages/en/content.json";
import type { BrandKit } from "../workspaces";
import { LetterLocale } from "./compiled";
import { type ImprintEntity, imprintLines } from "./imprint.core";

const CATALOGUES = { en, de } satisfies Record<LetterLocale, typeof en>;

/** The fixed end of every letter, in the workspace's language. */
export interface Footer {
  locale: LetterLocale;
  reason: string;
  unsubscribe: string;
  imprintTitle: string;
  imprint: string[];
}

function countryName(code: string, locale: LetterLocale): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames(locale, { type: "region" }).of(code) ?? code;
}

/** Language of a workspace's letters; one we have no texts for falls back to English. */
export function letterLocale(locale: string): LetterLocale {
  const parsed = LetterLocale.safeParse(locale.slice(0, 2));
  return parsed.success ? parsed.data : "en";
}

/**
 * The imprint of a legal entity line by line, in the language of a workspace's letters: what every
 * letter prints, and what the settings preview.
 */
export function imprintOf(entity: ImprintEntity, workspaceLocale: string): string[] {
  const locale = letterLocale(workspaceLocale);
  const t = createTranslator({ locale, messages: CATALOGUES[locale], namespace: "letter" });
  const words = {
    phone: t("phone"),
    email: t("email"),
    register: t("register"),
    directors: t("directors"),
    vatId: t("vatId"),
    dpo: t("dpo"),
  };
  return imprintLines(entity, words, countryName(entity.country, locale));
}

/** Words the footer for a brand's letter about a topic. */
export function footerOf(kit: BrandKit, topicName: string): Footer {
  const locale = letterLocale(kit.workspace.locale);
  const t = createTranslator({ locale, messages: CATALOGUES[locale], namespace: "letter" });
  return {
    locale,
    reason: t("reason", { brand: kit.brand.name, topic: topicName }),
    unsubscribe: t("unsubscribe"),
    imprintTitle: t("imprint"),
    imprint: imprintOf(kit.entity, locale),
  };
}
