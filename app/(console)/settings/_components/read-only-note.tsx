import { useTranslations } from "next-intl";
import { Banner } from "@/app/_ui/banner";

/** Why the fields of a settings page cannot be changed. */
export function ReadOnlyNote() {
  const t = useTranslations("settings.workspace");
  return <Banner className="mb-6">{t("readOnly")}</Banner>;
}
