import { useTranslations } from "next-intl";
import { Banner } from "@/app/_ui/banner";
import { useErrorText } from "@/app/_ui/error-text";
import type { ImportView } from "@/server/imports";

/** What a person has to know about how an import rests or ended. */
export function StateBanner({ found }: { found: ImportView }) {
  const t = useTranslations("imports.run");
  const errorText = useErrorText();
  const reason = found.errorCode ? errorText(found.errorCode) : null;
  const row = found.errorRow === null ? null : t("failedRow", { row: found.errorRow });
  switch (found.state) {
    case "paused":
      return (
        <Banner tone="warn" isLive title={t("pausedTitle")}>
          {reason}
        </Banner>
      );
    case "failed":
      return (
        <Banner tone="bad" isLive title={t("failedTitle")}>
          {[row ? `${row}:` : null, reason, t("failedText")].filter(Boolean).join(" ")}
        </Banner>
      );
    case "cancelled":
      return (
        <Banner tone="warn" isLive title={t("cancelledTitle")}>
          {t("cancelledText")}
        </Banner>
      );
    case "undoing":
      return reason ? (
        <Banner tone="warn" isLive title={t("undoPaused")}>
          {reason}
        </Banner>
      ) : null;
    case "done":
      return <Banner tone="ok" isLive title={t("doneTitle")} />;
    case "undone":
      return (
        <Banner tone="ok" isLive title={t("undoneTitle")}>
          {t(found.kind === "products" ? "undoneProducts" : "undoneText", {
            spared: found.undoSpared,
          })}
        </Banner>
      );
    default:
      return null;
  }
}
