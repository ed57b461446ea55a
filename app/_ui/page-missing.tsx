import { useTranslations } from "next-intl";
import { LinkButton } from "./link-button";

/** Instead of a page that is not there, or not for this person: says so, and a way on. */
export function PageMissing() {
  const t = useTranslations("errors.page");
  return (
    <div className="flex flex-col items-start gap-3 py-10">
      <p translate="no" className="font-mono text-ink-muted">
        404
      </p>
      <h1 className="font-semibold text-xl">{t("notFoundTitle")}</h1>
      <p className="max-w-prose text-ink-muted">{t("notFoundText")}</p>
      <LinkButton href="/" variant="primary" className="mt-2">
        {t("home")}
      </LinkButton>
    </div>
  );
}
