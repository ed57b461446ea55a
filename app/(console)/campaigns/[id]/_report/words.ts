import { useTranslations } from "next-intl";
import { REASONS } from "@/server/delivery/schemas";

/** "Variant A" for 0. */
export function useVariantName(): (position: number | null) => string {
  const t = useTranslations("reporting");
  return (position) =>
    position === null
      ? t("noVariant")
      : t("variant", { letter: String.fromCharCode("A".charCodeAt(0) + position) });
}

/** Why a message was not sent or failed. */
export function useReasonName(): (reason: string) => string {
  const t = useTranslations("campaigns.report.reasons");
  return (reason) => {
    const known = REASONS.find((name) => name === reason);
    return known ? t(known) : reason;
  };
}
